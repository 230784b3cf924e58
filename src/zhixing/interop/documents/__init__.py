"""Official documents (公文和表册): the dossier as JSON, tables and Word files. Values in, bytes out."""

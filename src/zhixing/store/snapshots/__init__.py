"""All tables in one canonical form that knows no engine: read out of one moment, and put back elsewhere."""

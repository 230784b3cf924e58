"""Settings, URLs and the WSGI door."""

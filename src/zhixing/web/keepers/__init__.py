"""Pages of the three administrators (三员): accounts and roles, the service's state, the audit lines."""

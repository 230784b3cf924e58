"""Doors for programs: the same actions as behind the forms, spoken in JSON."""

"""Complaints and suggestions about the system and its burden: sealed, without sender, time or order."""

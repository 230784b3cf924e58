"""Complaints and suggestions: said by anybody, received by the organ."""

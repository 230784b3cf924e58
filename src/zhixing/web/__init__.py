"""Screens, one package for each kind of person who uses them."""

"""Erasing words after their term or on a lawful request: proposals, and who confirmed them."""

"""What needs you now, each with its article and the one click that settles it."""

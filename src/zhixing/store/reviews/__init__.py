"""Years frozen for review."""

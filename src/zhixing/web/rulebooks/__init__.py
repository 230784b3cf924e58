"""The rulebooks in words, and what changed between two."""

"""One's own notices by e-mail."""

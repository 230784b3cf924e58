"""One module per verb of the users; the only writers."""

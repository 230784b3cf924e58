"""Recording by hand: forms with the fewest fields, the roll, and the list of sessions."""

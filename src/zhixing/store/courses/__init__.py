"""Course packages that were taken in, and where members stand in them by the courses' own word."""

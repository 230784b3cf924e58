"""分期、分批: which courses run when and where, and who sits in which run, so that no post is left uncovered."""

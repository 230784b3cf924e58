"""Notes that members hand in, with pictures, checks and spot checks."""

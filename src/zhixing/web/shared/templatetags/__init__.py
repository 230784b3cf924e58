"""Template tags that all screens share."""

"""The library: its list, the page of an article, errors reported, and the desk of the editors."""

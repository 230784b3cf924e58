"""Workbooks and official documents to and from values: pure codecs."""

"""Duty rosters: the half-days of a year, who is free in them, and how many a station can spare."""

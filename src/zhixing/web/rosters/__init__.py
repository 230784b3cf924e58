"""Duty rosters: who is on duty, free or away in each half-day, and the rooms, speakers and busy seasons."""

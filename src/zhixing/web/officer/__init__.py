"""Branch page, members list and import reports, for those who keep the books."""

"""The library (文库): articles one can trust, their review, errata and search."""

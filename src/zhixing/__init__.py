"""知行: a self-hosted system for an organ's Party member education, as one closed loop through the year."""

__version__ = "0.4.0"

"""Rules of the field as functions of values: no framework, no clock, no randomness."""

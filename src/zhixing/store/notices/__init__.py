"""Notices that leave the house: addresses people chose, and the outbox."""

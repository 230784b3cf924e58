"""Spaced review (间隔复习): what somebody answered, what he is likely to have forgotten, and five minutes a day.

All of it belongs to whoever learns: no figure, fact or export is made from it.
"""

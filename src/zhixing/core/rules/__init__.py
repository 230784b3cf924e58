"""Rulebooks: dated rules with article, parameters and whom they bind."""

"""Rulebooks (规则手册): dated rules with article, strength, parameters and whom they bind.

`codes` is the closed list of what a rule may state, `parse` reads rulebook texts, `book` holds the values
that folds ask, `words` tells a book and the difference of two books in words.
"""

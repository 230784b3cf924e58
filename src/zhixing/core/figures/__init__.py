"""Figures: folds over facts under a dated rulebook, each with its reason, its facts and its article."""

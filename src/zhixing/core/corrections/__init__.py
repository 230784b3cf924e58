"""Objections and corrections: cases folded from facts, who may do what next, what stands in a fact's place."""

"""Organisation, stations and people, folded from facts."""

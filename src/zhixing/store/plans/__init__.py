"""Plans: the annual plan version by version, batches, seats, feeds."""

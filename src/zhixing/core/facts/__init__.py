"""Facts: kinds, acceptance, the hash chain."""

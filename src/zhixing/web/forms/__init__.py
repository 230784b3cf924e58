"""Forms to print: what stands in the ledger filled in, the rest left for the pen."""

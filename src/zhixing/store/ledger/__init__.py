"""The append-only ledger of facts, its batches and its audit lines."""

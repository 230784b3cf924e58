"""Workbooks into the ledger: drop, look through, settle, accept, report, withdraw."""

"""Uploaded workbooks on their way to the ledger: files, what was decided about open rows, withdrawals asked for."""

"""Packs as files: plain pages that open without a server, and what comes back of them read in bulk."""

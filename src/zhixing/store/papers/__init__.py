"""Test papers by version, sittings, who was invited, sheets while they are worth keeping, item counts after that."""

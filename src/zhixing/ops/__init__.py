"""The `zhixing` command."""

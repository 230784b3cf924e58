"""Without a network: one public shell for phones; whose pages it shows is settled on the phone (decision 0027)."""

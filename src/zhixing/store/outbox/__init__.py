"""What came from phones without a network: which devices, and a receipt for each thing taken in."""

"""What comes from phones without a network: envelopes, receipts, and the rules by which they are taken in."""

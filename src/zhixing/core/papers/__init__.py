"""Papers (试卷): a blueprint, drawing from the bank, marking, what the results tell of items, batches compared."""

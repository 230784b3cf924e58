"""From rows of a workbook to facts: names resolved, nothing guessed, nothing dropped."""

"""复习: one card at a time, the book of wrong answers, what to review. Each one's own; nobody else sees it."""

"""Members, non-members and organisations: lists, cards with their history, and dated changes."""

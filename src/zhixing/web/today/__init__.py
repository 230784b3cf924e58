"""今日学习: the member's first page; what is there for him today, on one screen of a phone."""

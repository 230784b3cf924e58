"""The question bank (题库): for those who keep it; it holds the answers, so members do not come here."""

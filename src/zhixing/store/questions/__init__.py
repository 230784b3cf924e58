"""The question bank (题库): questions version by version, who compared them with their articles, when they ended."""

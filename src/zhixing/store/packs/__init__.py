"""Packs handed out, version by version, and what came back of them: answers and words sealed."""

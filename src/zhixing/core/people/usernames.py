"""User names of members: the letters of the name, and a number where that is taken."""

from __future__ import annotations

import re
from collections.abc import Collection

LONGEST = 30
ALLOWED = re.compile(r"[a-z][a-z0-9._-]{1,29}")


def next_username(letters: str, taken: Collection[str]) -> str:
    """`wanglei`, or `wanglei2`, `wanglei3` … if that is taken. Letters that are none fall away; none left: `user`."""
    stem = re.sub(r"[^a-z]", "", letters.lower())[: LONGEST - 4] or "user"
    if len(stem) < 2:
        stem = f"user{stem}"
    number, name = 1, stem
    while name in taken:
        number += 1
        name = f"{stem}{number}"
    return name


def is_username(text: str) -> bool:
    """2–30 small letters, digits, and . _ -, the first a letter."""
    return ALLOWED.fullmatch(text) is not None

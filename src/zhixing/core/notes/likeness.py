"""Passages that two notes have in common, pointed out to a person; what it means is for the person to say.

Fingerprints by winnowing (Schleimer, Wilkerson, Aiken 2003): any common passage of `SURE` characters leaves a common
mark; marks are few enough to be kept and looked up.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass

GRAM, WINDOW = 10, 8
SURE = GRAM + WINDOW - 1
"""A common passage of so many characters is always found."""
SHORTEST = 15
"""Characters of a passage that is shown."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage both have, as the first one writes it."""

    text: str


def plain(words: str) -> str:
    """Only letters and digits, full width as half: blanks and punctuation don't make words one's own."""
    folded = unicodedata.normalize("NFKC", words).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def marks(words: str) -> frozenset[int]:
    """The fingerprints of a text: 63-bit numbers. Empty for one shorter than `SURE`."""
    text = plain(words)
    grams = [_hash(text[at : at + GRAM]) for at in range(len(text) - GRAM + 1)]
    if len(grams) < WINDOW:
        return frozenset()
    return frozenset(min(grams[at : at + WINDOW]) for at in range(len(grams) - WINDOW + 1))


def common(one: str, other: str, *, shortest: int = SHORTEST) -> tuple[Passage, ...]:
    """The passages of `one` that stand in `other` too, in their order: runs of characters whose grams all do."""
    left, right = plain(one), plain(other)
    places = [at for at, sign in enumerate(one) if plain(sign)]
    if len(places) != len(left):  # a sign that folds into several: shown folded
        one, places = left, list(range(len(left)))
    known = {right[at : at + GRAM] for at in range(len(right) - GRAM + 1)}
    found, start, end = [], 0, 0
    for at in range(len(left) - GRAM + 1):
        if left[at : at + GRAM] in known:
            if at > end:
                found.append((start, end))
                start = at
            end = at + GRAM
    return tuple(
        Passage(one[places[first] : places[last - 1] + 1])
        for first, last in (*found, (start, end))
        if last - first >= shortest
    )


def share(one: str, passages: tuple[Passage, ...]) -> int:
    """How much of a text these passages are, in whole percent."""
    whole = len(plain(one))
    return sum(len(plain(passage.text)) for passage in passages) * 100 // whole if whole else 0


def _hash(gram: str) -> int:
    return int.from_bytes(hashlib.blake2b(gram.encode(), digest_size=8).digest()) >> 1

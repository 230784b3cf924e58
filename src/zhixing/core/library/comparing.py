"""Two versions of an article side by side: paragraph by paragraph, and inside a changed one word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORD = re.compile(r"[A-Za-z0-9.%]+|\s+|.", re.DOTALL)
"""A Chinese character is a word; letters and digits hold together."""


class Turn(StrEnum):
    """What became of words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that share a fate."""

    turn: Turn
    text: str


Paragraph = tuple[Run, ...]


def compared(old: Sequence[str], new: Sequence[str]) -> tuple[Paragraph, ...]:
    """The paragraphs of both versions in the new one's order; what went stands where it stood."""
    return tuple(_paragraphs(old, new))


def changed(paragraph: Paragraph) -> bool:
    """Whether anything differs in it."""
    return any(run.turn is not Turn.SAME for run in paragraph)


def words(old: str, new: str) -> Paragraph:
    """What differs between two texts, word by word."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    return tuple(_runs(before, after))


def _paragraphs(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from ((Run(Turn.SAME, text),) for text in new[c:d])
            continue
        shared = min(b - a, d - c)
        for was, became in zip(old[a : a + shared], new[c : c + shared], strict=True):
            yield words(was, became)
        yield from ((Run(Turn.GONE, text),) for text in old[a + shared : b])
        yield from ((Run(Turn.NEW, text),) for text in new[c + shared : d])


def _runs(before: Sequence[str], after: Sequence[str]) -> Iterator[Run]:
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Run(Turn.SAME, "".join(before[a:b]))
            continue
        if b > a:
            yield Run(Turn.GONE, "".join(before[a:b]))
        if d > c:
            yield Run(Turn.NEW, "".join(after[c:d]))

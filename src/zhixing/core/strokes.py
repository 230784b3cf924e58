"""笔画序: Han characters in the order of official lists, by strokes and then 横竖撇点折.

The table `data/strokes.txt` is made by `tools/strokes.py` from Unihan 15.0 and cnchar-order; it is read once,
on the first question. Characters it does not know stand after all others, by code point.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_BEFORE_ALL = -1
_AFTER_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class StrokeTable:
    """`ranks`: the place of each character; from place `starts[i]` on characters have `counts[i]` strokes."""

    ranks: Mapping[str, int]
    counts: tuple[int, ...]
    starts: tuple[int, ...]


def read_strokes(text: str) -> StrokeTable:
    """Read lines of `count TAB characters`; lines beginning with # are remarks."""
    chars: list[str] = []
    counts: list[int] = []
    starts: list[int] = []
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        count, _, listed = line.partition("\t")
        counts.append(int(count))
        starts.append(len(chars))
        chars.extend(listed)
    return StrokeTable(dict(zip(chars, range(len(chars)), strict=True)), tuple(counts), tuple(starts))


@cache
def _table() -> StrokeTable:
    return read_strokes(files("zhixing.core").joinpath("data/strokes.txt").read_text("utf-8"))


def strokes(char: str) -> int | None:
    """The number of strokes of one character; None when it is no Han character or not in the table."""
    table = _table()
    rank = table.ranks.get(char)
    return None if rank is None else table.counts[bisect_right(table.starts, rank) - 1]


def stroke_key(name: str) -> tuple[int, ...]:
    """Sort key of a name by 姓氏笔画: one number a character, surname first, so a shorter name goes before.

    The separator of a name goes before every character, what is no Han character after all of them.
    """
    ranks = _table().ranks
    return tuple(_BEFORE_ALL if char == "·" else ranks.get(char, _AFTER_ALL + ord(char)) for char in name)

"""The values a cell can hold, and its text as a clerk reads it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta

# Marks that screens do not show (zero width, direction, control) but that make two equal names differ.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]|_x000D_"
)
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_BRACKETED = re.compile(r"[(\[{【〔〈《<][^(\[{【〔〈《<)\]}】〕〉》>]*[)\]}】〕〉》>]")

ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA"})


class Unreadable(ValueError):
    """A cell that could not be read; the message tells the clerk why and what to write instead."""


@dataclass(slots=True)
class Grid:
    """One sheet as cells. `first` is the row number (from 1) of `rows[0]`; `merges` are inclusive
    (top, left, bottom, right) in row numbers and 0-based columns; `unsolved` are the (row, column) of
    formulas without a cached value."""

    name: str
    first: int
    rows: list[list[Cell]]
    hidden: bool = False
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    unsolved: frozenset[tuple[int, int]] = frozenset()


def text_of(cell: Cell) -> str:
    """The cell's text, stripped; integers without `.0`, dates as 2025-03-05."""
    if isinstance(cell, str):
        return _UNSEEN.sub("", cell).strip()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, dt.datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, dt.time):
        return cell.strftime("%H:%M")
    return str(cell)


def folded(cell: Cell) -> str:
    """The text in half width without any white space: what value readers match against."""
    return "".join(unicodedata.normalize("NFKC", text_of(cell)).split())


def without_numbers_of_people(text: str) -> tuple[str, bool]:
    """Blot out identity and mobile numbers written into free text; tells whether there were any.

    Neither may be stored (domain 1.16), and remarks are where clerks leave them.
    """
    if len(text) < 11:
        return text, False
    blotted = _PHONE.sub("〔电话号码略〕", _IDENTITY.sub("〔证件号码略〕", text))
    return blotted, blotted != text


@lru_cache(maxsize=4096)  # every kind asks for the same few headings
def key_of(header: str) -> str:
    """A header as letters and digits only, so that line breaks, blanks, width and brackets don't matter."""
    return "".join(c for c in unicodedata.normalize("NFKC", header).casefold() if c.isalnum())


@lru_cache(maxsize=4096)
def bare_key_of(header: str) -> str:
    """The key of a header without what stands in brackets: 程度(1-5) → 程度."""
    return key_of(_BRACKETED.sub("", unicodedata.normalize("NFKC", header)))


def words(text: str) -> tuple[str, ...]:
    """Words parted by blanks and line breaks."""
    return tuple(text.split())


def blank(cell: Cell) -> bool:
    """Whether a cell shows nothing."""
    return isinstance(cell, str) and not text_of(cell)

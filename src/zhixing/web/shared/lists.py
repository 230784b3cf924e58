"""Lists that filter by their address: select boxes, chips that take one filter away, pages of fifty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

R = TypeVar("R")
Choices = Sequence[tuple[str, str]]

PAGE = 50
"""Rows a page."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A select box."""

    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> str:
        """The label chosen; empty without a choice."""
        return next((choice.label for choice in self.choices if choice.chosen), "")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address without it."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Pages(Generic[R]):
    """One page of a list: `first` to `last` of `total`; addresses of the pages beside it, empty at the ends."""

    rows: tuple[R, ...]
    number: int
    count: int
    total: int
    previous: str
    next: str

    @property
    def first(self) -> int:
        """The number of the first row shown, from 1; 0 for an empty list."""
        return (self.number - 1) * PAGE + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return min(self.number * PAGE, self.total)


def select(name: str, label: str, options: Choices, asked: Mapping[str, str]) -> Filter:
    """A select box with what the address chooses."""
    wanted = asked.get(name, "")
    return Filter(name, label, tuple(Choice(value, words, value == wanted) for value, words in options))


def kept(filters: Sequence[Filter], asked: Mapping[str, str], q: str) -> dict[str, str]:
    """The filters in force and the search, as the address keeps them; the page is not one of them."""
    return {one.name: asked[one.name] for one in filters if one.chosen} | ({"q": q} if q else {})


def chips(filters: Sequence[Filter], asked: Mapping[str, str], q: str, searched: str) -> tuple[Chip, ...]:
    """What is filtered, each with the address without it. `searched` words the search."""
    now = kept(filters, asked, q)
    found = [Chip(searched, _without(now, "q"))] if q else []
    found += [Chip(f"{one.label}：{one.chosen}", _without(now, one.name)) for one in filters if one.chosen]
    return tuple(found)


def page_of(rows: Sequence[R], asked: Mapping[str, str], keep: Mapping[str, str]) -> Pages[R]:
    """The page that the address asks for (`page`, from 1); the nearest one there is."""
    count = max(1, -(-len(rows) // PAGE))
    wanted = asked.get("page", "1")
    number = min(max(int(wanted) if wanted.isascii() and wanted.isdigit() else 1, 1), count)
    return Pages(
        tuple(rows[(number - 1) * PAGE : number * PAGE]),
        number,
        count,
        len(rows),
        _address({**keep, "page": str(number - 1)}) if number > 1 else "",
        _address({**keep, "page": str(number + 1)}) if number < count else "",
    )


def _without(now: Mapping[str, str], name: str) -> str:
    return _address({key: value for key, value in now.items() if key != name})


def _address(query: Mapping[str, str]) -> str:
    return f"?{urlencode(query)}"

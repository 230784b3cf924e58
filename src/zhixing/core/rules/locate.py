"""Where a table or a key stands in a TOML text.

The parser of the standard library keeps no places, yet a clerk who mends a rulebook needs the line. This
scanner knows just enough of TOML: multi-line strings and lists are skipped, so that nothing inside them
looks like a header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.\-\" ]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*(?:\"([^\"]+)\"|'([^']+)'|([\w\-]+(?:\.[\w\-]+)*))\s*=")
_STRING = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*|[\[\]{}]')


@dataclass(frozen=True, slots=True)
class Mark:
    """A header or a key: `table` is the header it stands under, `nth` which table of that name (from 0)."""

    table: str
    nth: int
    key: str
    line: int


def marks(text: str) -> tuple[Mark, ...]:
    """Every header (key "") and every top-level key below it, in order, with lines from 1."""
    found: list[Mark] = []
    counts: dict[str, int] = {}
    table, nth = "", 0
    for number, line in _statements(text):
        header, key = _HEADER.match(line), _KEY.match(line)
        if header is not None:
            table = header.group(2)
            nth = counts.get(table, 0)
            counts[table] = nth + 1
            found.append(Mark(table, nth, "", number))
        elif key is not None:
            name = key.group(1) or key.group(2) or key.group(3)
            found.append(Mark(table, nth, name, number))
    return tuple(found)


def line_of(places: tuple[Mark, ...], table: str, nth: int = 0, key: str = "") -> int:
    """The line of a key of the nth table of that name.

    A key written inside `params = { … }` stands at the line of `params`; one not written at all at the
    header; a key of the text itself (table "") may be a table's header. Failing all, line 1.
    """
    inside = tuple(_inside(places, table, nth, table + ".params"))
    for name in (key, f"params.{key}", "params") if key else ():
        for place in inside:
            if place.key == name:
                return place.line
    owner = _header_of(places, table, nth) or _header_of(places, key, 0)
    return owner.line if owner is not None else 1


def _header_of(places: tuple[Mark, ...], table: str, nth: int) -> Mark | None:
    wanted = (each for each in places if each.table == table and each.nth == nth and not each.key)
    return next(wanted, None)


def _inside(places: tuple[Mark, ...], table: str, nth: int, below: str) -> Iterator[Mark]:
    """The keys of that table and of the sub-table of parameters that follows it, before its next namesake."""
    within = False
    for place in places:
        if place.table == table:
            within = place.nth == nth
        if within and place.table in {table, below}:
            yield place


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """The lines on which a statement begins, by number."""
    quote, depth = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        if not quote and depth == 0:
            yield number, line
            if _HEADER.match(line):
                continue
        quote, depth = _state_after(line, quote, depth)


def _state_after(line: str, quote: str, depth: int) -> tuple[str, int]:
    """The multi-line string (its quote) and the lists (their depth) still open at the end of the line."""
    rest = line
    while True:
        if quote:
            _, found, rest = rest.partition(quote)
            if not found:
                return quote, depth
            quote = ""
        token = _STRING.search(rest)
        if token is None:
            return "", depth
        rest = rest[token.end() :]
        word = token.group()
        if word in {'"""', "'''"}:
            quote = word
        elif word in "[{":
            depth += 1
        elif word in "]}":
            depth -= 1

"""All that is held about one person (个人信息保护法第四十四、四十五条), as values for a page, a Word file, a JSON file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.facts.record import Fact
from zhixing.core.facts.telling import Said


@dataclass(frozen=True, slots=True)
class Stated:
    """A dated statement: what, in which words, from when up to and including when (None: open)."""

    what: str
    words: str
    start: dt.date | None
    end: dt.date | None

    @property
    def period(self) -> str:
        """自 2025-01-01 至 2025-08-31, or 建档以来."""
        start = f"自 {self.start}" if self.start else "建档以来"
        return start if self.end is None else f"{start} 至 {self.end}"


@dataclass(frozen=True, slots=True)
class HeldFact:
    """A fact about the person: its kind and fields in words, whether it counts, what undid it.

    `words` are those kept outside the chain; sealed ones are here only where they were opened (`sealed`: there
    are some). `may_object`: it is of a kind that can be objected to, and counts.
    """

    fact: Fact
    kind: str
    title: str
    rows: tuple[Said, ...]
    words: Mapping[str, str]
    sealed: bool
    in_force: bool
    undone: str
    entered: str
    may_object: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """Who read or touched the person's papers: when (where the organ is), who, what was done, to what."""

    at: dt.datetime
    by: str
    verb: str
    target: str
    detail: str


@dataclass(frozen=True, slots=True)
class Arranged:
    """Something that plans, batches or the question bank hold about the person: what, for which year, when.

    `words` tell it. `sealed`: there are words of his own that are shown only opened. `at`: local time, None for a plan's own dates.
    """

    what: str
    year: int | None
    words: str
    at: dt.datetime | None
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why something is held, on which basis, for how long."""

    purpose: str
    basis: str
    term: str


@dataclass(frozen=True, slots=True)
class Holding:
    """Everything about one person. `opened`: confidential words are among it."""

    person: UUID
    name: str
    organ: str
    made: dt.date
    opened: bool
    roster: tuple[Said, ...]
    statements: tuple[Stated, ...]
    account: tuple[Said, ...]
    roles: tuple[Stated, ...]
    facts: tuple[HeldFact, ...]
    arranged: tuple[Arranged, ...]
    readings: tuple[Seen, ...]
    purposes: tuple[Purpose, ...]

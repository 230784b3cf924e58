"""Dated statements about people and organisation: half-open spans of days.

A span runs from `start` (None: since before the records) up to, not including, `until` (None: still open).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Span:
    """A dated statement and the facts it rests on."""

    start: dt.date | None
    until: dt.date | None
    fact: UUID
    closed_by: UUID | None

    def covers(self, day: dt.date) -> bool:
        """Whether the statement holds on `day`."""
        return (self.start is None or self.start <= day) and (self.until is None or day < self.until)

    def touches(self, first: dt.date, last: dt.date) -> bool:
        """Whether it holds on any day from `first` to `last`, both included."""
        return (self.start is None or self.start <= last) and (self.until is None or self.until > first)

    @property
    def facts(self) -> tuple[UUID, ...]:
        """The opening fact and, where there is one, the closing fact."""
        return (self.fact,) if self.closed_by is None else (self.fact, self.closed_by)


@dataclass(frozen=True, slots=True)
class OnRoll(Span):
    """组织关系 in a branch and group; standing 正式党员/预备党员; staff 公务员/事业编制/退休…"""

    org: UUID
    group: UUID | None
    standing: str
    staff: str


@dataclass(frozen=True, slots=True)
class InPost(Span):
    """A Party post in an organisation."""

    org: UUID
    post: str
    title: str


@dataclass(frozen=True, slots=True)
class Exempt(Span):
    """不作硬性要求: who decided, never why."""

    decided_by: str


@dataclass(frozen=True, slots=True)
class AtStation(Span):
    """Where somebody works, in which shift, in which administrative duty."""

    station: UUID | None
    shift: str
    duty: str


@dataclass(frozen=True, slots=True)
class Dual(Span):
    """双重组织生活: a second unit."""

    org: UUID

"""The roster facts in force, put in order: who works by what, who is away, what each station must keep.

Of each key the fact entered last holds; the order in which facts are handed over does not matter.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from zhixing.core.facts.record import Fact, effective
from zhixing.core.facts.rostering import CoverSet, DutyException, LeaveSpan, MonthRoster, ShiftRoster
from zhixing.core.rosters.grid import HALVES
from zhixing.core.rosters.patterns import UNSAID


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody works by a pattern in [`since`, `until`); `anchor` a first day of the cycle, if told."""

    since: dt.date
    until: dt.date | None
    pattern: str
    anchor: dt.date | None
    fact: UUID

    def covers(self, day: dt.date) -> bool:
        """Whether it holds on `day`."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Away:
    """Not there in [`since`, `until`), in one half or both."""

    since: dt.date
    until: dt.date
    halves: tuple[str, ...]
    fact: UUID


@dataclass(frozen=True, slots=True)
class Swap:
    """On a day's part duty is on, or off, whatever the pattern says."""

    day: dt.date
    part: str
    on: bool
    fact: UUID


@dataclass(frozen=True, slots=True)
class Cover:
    """A station's minimum on some weekdays (Monday = 1) and halves in [`since`, `until`)."""

    since: dt.date
    until: dt.date | None
    weekdays: frozenset[int]
    halves: tuple[str, ...]
    minimum: int
    seq: int
    fact: UUID

    def covers(self, day: dt.date, half: str) -> bool:
        """Whether it says something about the half-day."""
        inside = self.since <= day and (self.until is None or day < self.until)
        return inside and day.isoweekday() in self.weekdays and half in self.halves


@dataclass(slots=True)
class Own:
    """What is told of one person. `turns` the later first; `marks` and `exceptions` by day."""

    turns: list[Turn] = field(default_factory=list)
    away: list[Away] = field(default_factory=list)
    marks: dict[dt.date, str] = field(default_factory=dict)
    exceptions: dict[tuple[dt.date, str], Swap] = field(default_factory=dict)

    def turn(self, day: dt.date) -> Turn | None:
        """By what he or she works on `day`: what began last."""
        return next((turn for turn in self.turns if turn.covers(day)), None)

    def is_away(self, day: dt.date, half: str) -> bool:
        """Whether on leave or sent elsewhere in a half of `day`."""
        return bool(self.away) and any(
            span.since <= day < span.until and half in span.halves for span in self.away
        )


NOBODY = Own()
"""Of whom nothing is told."""


@dataclass(frozen=True, slots=True)
class RosterBook:
    """All of it: by person, and each station's minimum, the later first."""

    people: Mapping[UUID, Own]
    covers: Mapping[UUID, tuple[Cover, ...]]

    def own(self, person: UUID) -> Own:
        """What is told of somebody."""
        return self.people.get(person, NOBODY)

    def minimum(self, station: UUID, day: dt.date, half: str, default: int) -> int:
        """How many must stay: what began last of what covers the half-day, else the station's own minimum."""
        found = (one.minimum for one in self.covers.get(station, ()) if one.covers(day, half))
        return next(found, default)


def fold_rosters(facts: Iterable[Fact]) -> RosterBook:
    """The book that the facts describe."""
    last: dict[str, Fact] = {}
    for fact in sorted(effective(facts), key=lambda one: one.seq):
        last[fact.key] = fact
    people: dict[UUID, Own] = {}
    covers: dict[UUID, list[Cover]] = {}
    for fact in sorted(last.values(), key=lambda one: one.seq):
        if isinstance(fact.body, CoverSet) and fact.about:
            covers.setdefault(fact.about, []).append(_cover(fact, fact.body))
        elif fact.subject:
            _take(people.setdefault(fact.subject, Own()), fact)
    for own in people.values():
        # Of two that hold on one day the one begun last goes first.
        own.turns = sorted(own.turns, key=lambda turn: turn.since, reverse=True)
        own.away.sort(key=lambda span: span.since)
    ranked = {
        uid: tuple(sorted(found, key=lambda one: (one.since, one.seq), reverse=True))
        for uid, found in covers.items()
    }
    return RosterBook(people, ranked)


def _take(own: Own, fact: Fact) -> None:
    body = fact.body
    if isinstance(body, ShiftRoster):
        if body.until is None or body.until > body.since:
            own.turns.append(Turn(body.since, body.until, body.pattern, body.anchor, fact.uid))
    elif isinstance(body, LeaveSpan):
        if body.until > body.since:
            halves = (body.half,) if body.half else HALVES
            own.away.append(Away(body.since, body.until, halves, fact.uid))
    elif isinstance(body, MonthRoster):
        own.marks |= {day: mark for day, mark in month_days(body) if mark != UNSAID}
    elif isinstance(body, DutyException) and body.duty != "plan":
        own.exceptions[body.date, body.part] = Swap(body.date, body.part, body.duty == "on", fact.uid)


def _cover(fact: Fact, body: CoverSet) -> Cover:
    halves = (body.half,) if body.half else HALVES
    days = frozenset(int(digit) for digit in body.weekdays)
    return Cover(body.since, body.until, days, halves, body.minimum, fact.seq, fact.uid)


def month_days(body: MonthRoster) -> list[tuple[dt.date, str]]:
    """Each day of the month with its mark; marks beyond its end say nothing."""
    year, month = (int(part) for part in body.month.split("-"))
    length = calendar.monthrange(year, month)[1]
    return [(dt.date(year, month, n), mark) for n, mark in enumerate(body.marks[:length], 1)]

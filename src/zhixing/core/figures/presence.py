"""Attendance with a denominator of one's own: duty and approved leave never count against anybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from zhixing.core.facts.kinds import Attendance, Makeup, SessionHeld
from zhixing.core.facts.record import Fact
from zhixing.core.figures.credits import WAYS, event_of
from zhixing.core.figures.figure import Figure, Line, Ratio, Unit, cite, sources
from zhixing.core.figures.yearfacts import Drawers
from zhixing.core.people.register import Person
from zhixing.core.rules.book import Rulebooks

STATES = {"present": "实到", "duty": "值班", "leave": "请假", "absent": "缺席"}
APPROVED = ("duty", "leave")


@dataclass(frozen=True, slots=True)
class Presence:
    """One member's year of sessions. `fair` is present over expected less duty and approved leave."""

    expected: Figure
    present: Figure
    approved: Figure
    makeup: Figure
    absent: int

    @property
    def fair(self) -> Ratio:
        """实到 /(应到 − 值班、准假)."""
        return Ratio(self.present.value or 0, (self.expected.value or 0) - (self.approved.value or 0))


def presence(person: Person, mine: Iterable[Fact], drawers: Drawers, year: int, rules: Rulebooks) -> Presence:
    """The sessions of the year in which a member not exempt that day stands in one of the four lists.

    An event written under two numbers counts once, by the best that is said of the member.
    """
    stood: dict[str, list[Line]] = {state: [] for state in STATES}
    makeups: list[Line] = []
    told: set[tuple[str, type[object]]] = set()
    for fact in sorted(mine, key=_best):
        session = drawers.sessions.get(fact.about) if fact.about else None
        if session is None or session.day is None or not isinstance(session.body, SessionHeld):
            continue
        if session.body.void or person.exempt_on(session.day):
            continue
        event = (event_of(session), type(fact.body))
        if event in told:
            continue
        told.add(event)
        if isinstance(fact.body, Attendance) and session.day.year == year:
            stood[fact.body.state].append(_line(fact, session, session.body, STATES[fact.body.state]))
        elif isinstance(fact.body, Makeup) and fact.day and fact.day.year == year:
            makeups.append(_line(fact, session, session.body, WAYS.get(fact.body.way, "补学")))
    return _figures(stood, makeups, rules, dt.date(year, 12, 31))


def _figures(stood: dict[str, list[Line]], makeups: list[Line], rules: Rulebooks, day: dt.date) -> Presence:
    fair = cite(rules.on("attendance.fair", day))
    counts = {state: len(found) for state, found in stood.items()}
    everything = sorted((line for found in stood.values() for line in found), key=_order)
    approved = sorted((line for state in APPROVED for line in stood[state]), key=_order)
    expected = len(everything)
    words = "、".join(f"{STATES[state]} {count}" for state, count in counts.items() if count)
    base = expected - len(approved)
    return Presence(
        Figure(
            "expected",
            "应到",
            expected,
            Unit.EVENTS,
            f"应到 {expected} 场:{words or '没有'}",
            fair,
            tuple(everything),
        ),
        Figure(
            "present",
            "实到",
            counts["present"],
            Unit.EVENTS,
            f"应到 {expected},扣除值班 {counts['duty']}、准假 {counts['leave']},分母 {base};实到 {counts['present']}",
            fair,
            tuple(sorted(stood["present"], key=_order)),
        ),
        Figure(
            "approved_absence",
            "值班和准假",
            len(approved),
            Unit.EVENTS,
            f"值班 {counts['duty']}、准假 {counts['leave']}:从分母中扣除,不作任何扣减",
            fair,
            tuple(approved),
        ),
        Figure(
            "makeup",
            "补学",
            len(makeups),
            Unit.EVENTS,
            f"补学 {len(makeups)} 场,与到场同等计学时",
            fair,
            tuple(sorted(makeups, key=_order)),
        ),
        counts["absent"],
    )


def _line(fact: Fact, session: Fact, held: SessionHeld, detail: str) -> Line:
    return Line(fact.day, held.title, f"{held.form},{detail}", 1, (fact.uid, session.uid), sources(fact))


def _best(fact: Fact) -> tuple[int, dt.date, int]:
    state = list(STATES).index(fact.body.state) if isinstance(fact.body, Attendance) else 0
    return (state, fact.day or dt.date.min, fact.seq)


def _order(line: Line) -> tuple[dt.date, str, str]:
    return (line.day or dt.date.min, line.title, line.detail)

"""The statutory rhythm of a branch (三会一课, 主题党日): what was held in each month or quarter, and what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.facts.forms import forms_in
from zhixing.core.facts.kinds import SessionHeld
from zhixing.core.facts.record import Fact
from zhixing.core.figures.figure import Cite, cite
from zhixing.core.figures.member import Frame
from zhixing.core.people.register import Org

FORMS = (
    ("党员大会", "meeting.general", "per_quarter", 3),
    ("支委会", "meeting.committee", "per_month", 1),
    ("党小组会", "meeting.group", "per_month", 1),
    ("主题党日", "meeting.theme_day", "per_month", 1),
    ("党课", "lecture.secretary", "per_year", 12),
    ("组织生活会", "meeting.org_life", "per_year", 12),
)
"""Form as ledgers spell it, its rule, the parameter that says how often, months in a period."""


@dataclass(frozen=True, slots=True)
class Period:
    """One month, quarter or year: which months, sessions held, whether due and missing, or still to come."""

    label: str
    first: int
    last: int
    held: int
    missing: bool
    ahead: bool
    facts: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One form of a branch's statutory life. `recorded` is False where no such form is kept in the ledger."""

    form: str
    cites: tuple[Cite, ...]
    periods: tuple[Period, ...]

    @property
    def recorded(self) -> bool:
        """Whether the ledger holds this form at all: an organ may keep it in another book."""
        return any(period.held for period in self.periods)


def rhythm(org: Org, frame: Frame) -> tuple[Rhythm, ...]:
    """Every form with a rule in force, for one branch."""
    found = []
    for form, code, often, length in FORMS:
        rule = frame.rules.on(code, dt.date(frame.year, 12, 31))
        if rule is not None:
            sessions = _held(org, form, frame)
            times = rule.whole(often)
            periods = [_period(first, length, times, sessions, frame) for first in range(1, 13, length)]
            found.append(Rhythm(form, cite(rule), tuple(periods)))
    return tuple(found)


def _held(org: Org, form: str, frame: Frame) -> list[Fact]:
    held = []
    for fact in frame.drawers.sessions.values():
        body = fact.body
        if isinstance(body, SessionHeld) and not body.void and form in forms_in(body.form):
            if body.organiser == org.name and fact.day and fact.day.year == frame.year:
                held.append(fact)
    return sorted(held, key=lambda fact: (fact.day or dt.date.min, fact.seq))


def _period(first: int, length: int, times: int, sessions: Sequence[Fact], frame: Frame) -> Period:
    last = first + length - 1
    inside = [fact for fact in sessions if fact.day and first <= fact.day.month <= last]
    after = dt.date(frame.year + last // 12, last % 12 + 1, 1)
    over = frame.as_of >= after - dt.timedelta(days=1)
    label = {1: f"{first} 月", 3: f"第{'一二三四'[(first - 1) // 3]}季度", 12: "全年"}[length]
    missing = over and len(inside) < times
    return Period(label, first, last, len(inside), missing, not over, tuple(fact.uid for fact in inside))

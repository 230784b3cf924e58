"""What answers a problem: lessons planned against it, and sessions held for it.

`LESSONS` is the declared list of places that know of planned lessons: each gives the lessons against a problem in a
year. The annual plan adds its line there; the page of a problem and the register show what comes of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.facts.forms import JOIN, forms_in
from zhixing.core.facts.kinds import SessionHeld
from zhixing.core.problems.register import Problem
from zhixing.store.ledger import bookings


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson of a plan against a problem: its title, the month it is planned for, how far the plan is, where it stands.

    `view` and `args` name its page (a route and its arguments), empty where it has none.
    """

    title: str
    month: str
    state: str
    view: str = ""
    args: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A session that was held for a problem."""

    id: UUID
    day: dt.date
    title: str
    forms: str
    organiser: str


LESSONS: tuple[Callable[[UUID, int], Iterable[Lesson]], ...] = ()
"""Each is asked with the id of a problem and a year."""


def lessons_for(problem: Problem, year: int) -> tuple[Lesson, ...]:
    """The lessons planned against a problem in a year, those against its doubles included."""
    ids = (problem.id, *problem.merged)
    return tuple(one for source in LESSONS for uid in ids for one in source(uid, year))


def sessions_for(problem: Problem, doubles: Iterable[Problem], years: Iterable[int]) -> tuple[Held, ...]:
    """The sessions of these years that name the problem or a double by its number, by day. One query a year."""
    both = [problem, *doubles]
    found = []
    for year in years:
        for fact in bookings.sessions(year, None):
            body = fact.body
            if (
                isinstance(body, SessionHeld)
                and fact.about
                and fact.day
                and not body.void
                and any(names(one, body.problem, year) for one in both)
            ):
                forms = JOIN.join(forms_in(body.form))
                found.append(Held(fact.about, fact.day, body.title, forms, body.organiser))
    return tuple(sorted(found, key=lambda one: (one.day, one.title)))


def names(problem: Problem, written: str, year: int) -> bool:
    """Whether a session of a year means the problem by what stands in its column: P04, in later years 2025-P04."""
    if not problem.code or not written:
        return False
    return written == (problem.code if year == problem.year else f"{problem.year}-{problem.code}")

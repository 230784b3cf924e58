"""What answers a problem: lessons planned against it, and sessions held for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from zhixing.actions.plan import current
from zhixing.core.facts.forms import JOIN, forms_in
from zhixing.core.facts.kinds import SessionHeld
from zhixing.core.plan.plan import STATE_WORDS, State
from zhixing.core.problems.register import Problem
from zhixing.store.ledger import bookings


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson of a year's plan against a problem. `state`: how far the plan is, in words; `out`: everybody reads it."""

    id: UUID
    year: int
    title: str
    state: str
    out: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A session that was held for a problem."""

    id: UUID
    day: dt.date
    title: str
    forms: str
    organiser: str


def lessons_for(problem: Problem, years: Iterable[int]) -> tuple[Lesson, ...]:
    """The lessons planned in these years against a problem or a double of it. One query a year."""
    wanted, found = {problem.id, *problem.merged}, []
    for year in years:
        held = current(year)
        for one in held.plan.lessons if held is not None else ():
            answers = {*one.answers, *(uid for theme in one.themes for uid in theme.answers)}
            if held is not None and answers & wanted:
                out = held.state in (State.PUBLISHED, State.CHANGED)
                found.append(Lesson(one.id, year, one.title, STATE_WORDS[held.state], out))
    return tuple(found)


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

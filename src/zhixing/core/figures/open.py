"""What waits to be settled, of whatever year: needs, pledges, problems, visits, outputs nobody has checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.facts.forms import forms_in
from zhixing.core.facts.kinds import (
    Kind,
    NeedRaised,
    Pledge,
    PracticeVisit,
    ProblemSet,
    SelfStudy,
    SelfStudyChecked,
    SessionHeld,
)
from zhixing.core.figures.unit import CLOSED, NEED_STATES, PROBLEM_STATES, SETTLED
from zhixing.core.figures.yearfacts import Drawers, furthest, goes_on_as
from zhixing.core.people.register import Register

PLEDGE_STATES = ("践诺中", "已践诺")


@dataclass(frozen=True, slots=True)
class OpenThing:
    """Something not settled: its kind and id, whose it is, the branch, since when, due when, how far it is.

    `words` tells it in an open word (a number, a place, a problem's text), never in confidential ones.
    """

    kind: Kind
    about: UUID
    org: UUID
    person: UUID | None
    words: str
    day: dt.date
    due: dt.date | None
    state: str


def recorded_forms(drawers: Drawers) -> tuple[frozenset[str], dt.date | None]:
    """Every form that a session served in any year, and the day of the first session."""
    forms: set[str] = set()
    first: dt.date | None = None
    for fact in drawers.sessions.values():
        body = fact.body
        if isinstance(body, SessionHeld) and not body.void:
            forms.update(forms_in(body.form))
            first = fact.day if first is None or (fact.day and fact.day < first) else first
    return frozenset(forms), first


def open_things(drawers: Drawers, register: Register) -> tuple[OpenThing, ...]:
    """Everything that waits, the oldest first."""
    found = [*_needs(drawers, register), *_pledges(drawers, register), *_problems(drawers)]
    found += [*_visits(drawers), *_outputs(drawers, register)]
    return tuple(sorted(found, key=lambda one: (one.day, one.kind, one.about)))


def _home(person: UUID | None, chain: UUID, register: Register) -> UUID:
    known = register.people.get(person) if person else None
    return known.roll[-1].org if known and known.roll else chain


def _needs(drawers: Drawers, register: Register) -> Iterator[OpenThing]:
    for about, fact in drawers.needs.items():
        state = furthest(drawers.states.get(about, ()), NEED_STATES) or NEED_STATES[0]
        if isinstance(fact.body, NeedRaised) and fact.day and state != SETTLED:
            org = _home(fact.subject, fact.chain, register)
            yield OpenThing(Kind.NEED_RAISED, about, org, fact.subject, fact.body.code, fact.day, None, state)


def _pledges(drawers: Drawers, register: Register) -> Iterator[OpenThing]:
    for about, fact in drawers.pledges.items():
        state = furthest(drawers.states.get(about, ()), PLEDGE_STATES) or PLEDGE_STATES[0]
        if isinstance(fact.body, Pledge) and fact.day and state != PLEDGE_STATES[-1]:
            org, body = _home(fact.subject, fact.chain, register), fact.body
            yield OpenThing(Kind.PLEDGE, about, org, fact.subject, body.code, fact.day, body.due, state)


def _problems(drawers: Drawers) -> Iterator[OpenThing]:
    for about, fact in drawers.problems.items():
        body = fact.body
        states = drawers.states.get(about, ())
        state = furthest(states, PROBLEM_STATES) or PROBLEM_STATES[0]
        if isinstance(body, ProblemSet) and fact.day and state != CLOSED and not goes_on_as(states):
            org = UUID(body.owner) if body.owner else fact.chain
            words = f"{body.code} {body.text}".strip()
            yield OpenThing(Kind.PROBLEM_SET, about, org, None, words, fact.day, body.due, state)


def _visits(drawers: Drawers) -> Iterator[OpenThing]:
    for about, fact in drawers.visits.items():
        body = fact.body
        if isinstance(body, PracticeVisit) and fact.day and body.problem and body.settled is False:
            words = f"{body.place}：{body.problem}"
            yield OpenThing(Kind.PRACTICE_VISIT, about, fact.chain, None, words, fact.day, None, "未办结")


def _outputs(drawers: Drawers, register: Register) -> Iterator[OpenThing]:
    """Outputs of self-study without any check."""
    for person, mine in drawers.by_person.items():
        for fact in mine:
            if isinstance(fact.body, SelfStudy) and fact.about and fact.day:
                checks = drawers.states.get(fact.about, ())
                if not any(isinstance(one.body, SelfStudyChecked) for one in checks):
                    org = _home(person, fact.chain, register)
                    yield OpenThing(
                        Kind.SELF_STUDY, fact.about, org, person, fact.body.output, fact.day, None, "未抽查"
                    )

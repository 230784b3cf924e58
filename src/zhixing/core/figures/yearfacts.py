"""Facts in force, sorted into the drawers that the folds open."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from zhixing.core.facts.kinds import (
    Attendance,
    Makeup,
    NeedRaised,
    NeedState,
    PlanItem,
    PlanItemDone,
    Pledge,
    PledgeState,
    PracticeVisit,
    ProblemSet,
    ProblemState,
    SelfStudyChecked,
    SessionHeld,
)
from zhixing.core.facts.meetings import SessionDates
from zhixing.core.facts.problems import ProblemMerged
from zhixing.core.facts.record import Fact, effective


@dataclass(frozen=True, slots=True)
class Drawers:
    """Effective facts: things by their id, states by the thing, everything about a person by the person.

    `by_code` finds sessions by year and number, as `同台账 H248` names one; branches may number alike. `dates`: the
    days of a session that was held on several, of which each person came on one.
    """

    sessions: Mapping[UUID, Fact]
    by_code: Mapping[tuple[int, str], tuple[Fact, ...]]
    visits: Mapping[UUID, Fact]
    needs: Mapping[UUID, Fact]
    problems: Mapping[UUID, Fact]
    plan: Mapping[UUID, Fact]
    pledges: Mapping[UUID, Fact]
    states: Mapping[UUID, tuple[Fact, ...]]
    by_person: Mapping[UUID, tuple[Fact, ...]]
    attended: Mapping[UUID, tuple[Fact, ...]] = field(default_factory=dict)
    dates: Mapping[UUID, frozenset[dt.date]] = field(default_factory=dict)


_THINGS = {
    SessionHeld: "sessions",
    PracticeVisit: "visits",
    NeedRaised: "needs",
    ProblemSet: "problems",
    PlanItem: "plan",
    Pledge: "pledges",
}
_STATES = (NeedState, ProblemState, ProblemMerged, PledgeState, PlanItemDone, SelfStudyChecked)


def sort_facts(facts: Iterable[Fact]) -> Drawers:
    """Sorts facts in any order; of two descriptions of one thing the one entered last holds."""
    things: dict[str, dict[UUID, Fact]] = {name: {} for name in _THINGS.values()}
    states: dict[UUID, list[Fact]] = defaultdict(list)
    people: dict[UUID, list[Fact]] = defaultdict(list)
    attended: dict[UUID, list[Fact]] = defaultdict(list)
    dates: dict[UUID, frozenset[dt.date]] = {}
    for fact in sorted(effective(facts), key=lambda fact: fact.seq):
        drawer = _THINGS.get(type(fact.body))
        if drawer and fact.about:
            things[drawer][fact.about] = fact
        elif isinstance(fact.body, _STATES) and fact.about:
            states[fact.about].append(fact)
        elif isinstance(fact.body, Attendance | Makeup) and fact.about:
            attended[fact.about].append(fact)
        elif isinstance(fact.body, SessionDates) and fact.about:
            dates[fact.about] = frozenset(map(dt.date.fromisoformat, fact.body.dates.split()))
        if fact.subject:
            people[fact.subject].append(fact)
    codes: dict[tuple[int, str], list[Fact]] = defaultdict(list)
    for fact in things["sessions"].values():
        if isinstance(fact.body, SessionHeld) and fact.day:
            codes[fact.day.year, fact.body.code].append(fact)
    return Drawers(
        **things,
        by_code={code: tuple(found) for code, found in codes.items()},
        states={uid: tuple(found) for uid, found in states.items()},
        by_person={uid: tuple(found) for uid, found in people.items()},
        attended={uid: tuple(found) for uid, found in attended.items()},
        dates=dates,
    )


def furthest(states: Iterable[Fact], order: tuple[str, ...]) -> str:
    """The furthest state reached, so that the order in which states were entered does not matter."""
    words = [getattr(fact.body, "state", "") for fact in states]
    ranked = sorted(words, key=lambda word: order.index(word) if word in order else -1)
    return ranked[-1] if ranked else ""


def goes_on_as(states: Iterable[Fact]) -> str:
    """The id (32 digits) of the problem under which one goes on that was merged; empty where it was not."""
    return next((fact.body.into for fact in states if isinstance(fact.body, ProblemMerged)), "")

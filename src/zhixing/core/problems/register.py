"""The register as the facts in force describe it: each problem once, doubles folded into the one that goes on.

Pure folds: facts may come in any order. What is not closed at the end of a year stands first in the next year's
register by itself, under its own number (2025-P04); nothing is copied.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from zhixing.core.facts.kinds import ProblemSet, ProblemState
from zhixing.core.facts.problems import ProblemEvidence, ProblemMerged, ProblemPlace
from zhixing.core.facts.record import Fact, effective
from zhixing.core.problems.words import CLOSED, furthest, source_of


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows an effect: the fact that tells it, its words, the kind of what it rests on and which one (or "")."""

    fact: UUID
    words: str
    rests: str
    thing: str
    day: dt.date | None


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem of the register of `year`. Ids of organisations and stations, codes of post categories.

    `carried`: of an earlier year (its own is `year`), not closed at the end of the year before the register's.
    `merged`: doubles that go on under this one; `into`: where this one goes on. Places and evidence are also
    those of the doubles. `closed_on`: the day of 销号; `fact` describes it now, `chain` is the books it stands in.
    """

    id: UUID
    code: str
    year: int
    source: str
    text: str
    category: str
    weight: int
    owner: UUID
    due: dt.date | None
    state: str
    orgs: tuple[UUID, ...] = ()
    posts: tuple[str, ...] = ()
    stations: tuple[UUID, ...] = ()
    carried: bool = False
    merged: tuple[UUID, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    into: UUID | None = None
    closed_on: dt.date | None = None
    fact: UUID | None = None
    chain: UUID | None = None

    @property
    def number(self) -> str:
        """P04, or 2025-P04 in a later year's register."""
        return f"{self.year}-{self.code}" if self.carried and self.code else self.code

    @property
    def closed(self) -> bool:
        """已销号."""
        return self.state == CLOSED

    @property
    def places(self) -> frozenset[UUID]:
        """The organisations that it is about: whoever answers for it, and those in which it occurs."""
        return frozenset({self.owner, *self.orgs})

    def overdue(self, today: dt.date) -> bool:
        """Past its day and not closed."""
        return self.due is not None and self.due < today and not self.closed


def fold_problems(facts: Iterable[Fact], *, root: UUID) -> Mapping[UUID, Problem]:
    """Every problem by its id, merged ones included. `root` answers for those whose owner nobody has named."""
    told: dict[UUID, list[Fact]] = defaultdict(list)
    for fact in sorted(effective(facts), key=lambda one: one.seq):
        if fact.about is not None:
            told[fact.about].append(fact)
    found = {}
    for about, mine in told.items():
        problem = _described(about, mine, root)
        if problem is not None:
            found[about] = problem
    return _merged(found, [fact for mine in told.values() for fact in mine])


def _described(about: UUID, facts: list[Fact], root: UUID) -> Problem | None:
    described = [one for one in facts if isinstance(one.body, ProblemSet) and one.day is not None]
    if not described:
        return None
    fact, body = described[-1], described[-1].body
    assert isinstance(body, ProblemSet)
    assert fact.day is not None
    states = [one for one in facts if isinstance(one.body, ProblemState)]
    closing = [one.day for one in states if isinstance(one.body, ProblemState) and one.body.state == CLOSED]
    place = next((one.body for one in reversed(facts) if isinstance(one.body, ProblemPlace)), None)
    return Problem(
        id=about,
        code=body.code,
        year=fact.day.year,
        source=source_of(body.source),
        text=body.text,
        category=body.category,
        weight=body.weight,
        owner=UUID(body.owner) if body.owner else root,
        due=body.due,
        state=furthest(one.body.state for one in states if isinstance(one.body, ProblemState)),
        orgs=_ids(place.orgs) if place else (),
        posts=_words(place.posts) if place else (),
        stations=_ids(place.stations) if place else (),
        evidence=tuple(_evidence(one) for one in facts if isinstance(one.body, ProblemEvidence)),
        closed_on=min((day for day in closing if day is not None), default=None),
        fact=fact.uid,
        chain=fact.chain,
    )


def _evidence(fact: Fact) -> Evidence:
    body = fact.body
    assert isinstance(body, ProblemEvidence)
    return Evidence(fact.uid, body.words, body.rests, body.thing, fact.day)


def _words(joined: str) -> tuple[str, ...]:
    return tuple(one for one in joined.split(",") if one)


def _ids(joined: str) -> tuple[UUID, ...]:
    return tuple(UUID(one) for one in _words(joined))


def _merged(found: Mapping[UUID, Problem], facts: Iterable[Fact]) -> Mapping[UUID, Problem]:
    """Doubles folded in. Of two merges that would close a circle the earlier one holds."""
    into: dict[UUID, UUID] = {}
    for fact in sorted(facts, key=lambda one: one.seq):
        about = fact.about
        if isinstance(fact.body, ProblemMerged) and about is not None and about in found:
            target = UUID(fact.body.into)
            if target in found and kept_as(target, into) != about:
                into.setdefault(about, target)
    doubles: dict[UUID, list[UUID]] = defaultdict(list)
    for one in sorted(into, key=lambda uid: (found[uid].year, found[uid].code, uid)):
        doubles[kept_as(one, into)].append(one)
    result = {}
    for uid, problem in found.items():
        mine = [found[one] for one in doubles.get(uid, ())]
        result[uid] = _with(problem, mine, into.get(uid) and kept_as(uid, into))
    return result


def kept_as(problem: UUID, into: Mapping[UUID, UUID]) -> UUID:
    """The problem under which one goes on in the end; itself where it was not merged."""
    while problem in into:
        problem = into[problem]
    return problem


def _with(problem: Problem, doubles: list[Problem], into: UUID | None) -> Problem:
    both = [problem, *doubles]
    return replace(
        problem,
        orgs=tuple(dict.fromkeys(org for one in both for org in one.orgs)),
        posts=tuple(dict.fromkeys(post for one in both for post in one.posts)),
        stations=tuple(dict.fromkeys(station for one in both for station in one.stations)),
        evidence=tuple(dict.fromkeys(item for one in both for item in one.evidence)),
        merged=tuple(one.id for one in doubles),
        into=into,
    )


def register_of(problems: Iterable[Problem], year: int) -> tuple[Problem, ...]:
    """The register of a year: its own problems, and before them what earlier years left unclosed (`carried`).

    In order: carried over first, then by weight (heaviest first), the due day, the year and the number. Merged
    doubles stand only under the problem that goes on.
    """
    kept = []
    for one in problems:
        if one.into is not None or one.year > year:
            continue
        if one.year == year:
            kept.append(one)
        elif left_over(one, year):
            kept.append(replace(one, carried=True))
    return tuple(sorted(kept, key=_order))


def left_over(problem: Problem, year: int) -> bool:
    """Whether a problem of an earlier year was not closed by the end of the year before `year`."""
    return problem.year < year and (problem.closed_on is None or problem.closed_on.year >= year)


def _order(one: Problem) -> tuple[object, ...]:
    return (not one.carried, -one.weight, one.due or dt.date.max, one.year, one.code, one.text, one.id)

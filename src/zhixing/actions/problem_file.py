"""One problem with all that is told of it: its history, its doubles, what answers it, what its evidence may rest on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils import timezone

from zhixing.actions.problem_answers import Held, Lesson, lessons_for, sessions_for
from zhixing.actions.problems import all_problems, may_change, may_see
from zhixing.actions.recording import keeps
from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.core.facts.kinds import Kind, ProblemSet
from zhixing.core.facts.problems import ProblemMerged
from zhixing.core.facts.record import Fact
from zhixing.core.facts.telling import line, said
from zhixing.core.problems.likeness import Alike, alike
from zhixing.core.problems.register import Problem, left_over
from zhixing.store.ledger import things
from zhixing.store.people.queries import Actor

ALIKE = 60
"""Percent of the words, where no rule says it."""
MOST_ALIKE = 5


@dataclass(frozen=True, slots=True)
class Told:
    """A fact about a problem: the day it was entered, by whom, where it comes from, what it says; `of`: the double's number."""

    fact: UUID
    day: dt.date
    at: dt.datetime
    by: str
    source: str
    what: str
    words: str
    of: str
    correctable: bool


@dataclass(frozen=True, slots=True)
class ProblemFile:
    """A problem as its page shows it. `kept`: under which it goes on; `alike`: what may be the same.

    `may_correct`: the books that it stands in are the actor's, too (an imported list stands in the organ's).
    """

    problem: Problem
    doubles: tuple[Problem, ...]
    kept: Problem | None
    history: tuple[Told, ...]
    lessons: tuple[Lesson, ...]
    sessions: tuple[Held, ...]
    alike: tuple[Alike, ...]
    may_change: bool
    may_correct: bool


_WHAT = {
    Kind.PROBLEM_STATE: "整改情况",
    Kind.PROBLEM_PLACE: "发生在哪里",
    Kind.PROBLEM_EVIDENCE: "整改成效",
    Kind.PROBLEM_MERGED: "归并",
}


def problem_file(actor: Actor, wanted: UUID, *, today: dt.date) -> ProblemFile | None:
    """One problem, for whoever may see it; None where there is none to be seen."""
    known = all_problems()
    problem = known.get(wanted)
    if problem is None or not may_see(actor, problem):
        return None
    doubles = tuple(known[one] for one in problem.merged)
    change = may_change(actor, problem)
    rule = rulebooks().on("problem.alike", today)
    percent = rule.whole("percent") if rule else ALIKE
    others = [
        one
        for one in known.values()
        if not one.closed and one.id not in problem.merged and may_change(actor, one)
    ]
    likely = alike(problem, others, percent=percent)[:MOST_ALIKE] if change and problem.into is None else ()
    years = range(problem.year, today.year + 1)
    return ProblemFile(
        problem=replace(problem, carried=left_over(problem, today.year)),
        doubles=doubles,
        kept=known.get(problem.into) if problem.into else None,
        history=_history(problem, doubles, known),
        lessons=lessons_for(problem, range(problem.year, today.year + 2)),
        sessions=sessions_for(problem, doubles, years),
        alike=likely,
        may_change=change,
        may_correct=change and keeps(actor, problem.chain, roll().register),
    )


def _history(problem: Problem, doubles: Sequence[Problem], known: Mapping[UUID, Problem]) -> tuple[Told, ...]:
    register = roll().register
    names = {uid.hex: org.name for uid, org in register.orgs.items()}
    names |= {uid.hex: one.name for uid, one in register.stations.items()}
    found: list[Told] = []
    for one in (problem, *doubles):
        found += _told(one, one.code if one is not problem else "", names, known)
    return tuple(sorted(found, key=lambda told: told.at))


def _told(one: Problem, of: str, names: Mapping[str, str], known: Mapping[UUID, Problem]) -> Iterator[Told]:
    before: Fact | None = None
    for fact in things.about(one.id):
        words, what = line(fact, names), _WHAT.get(fact.kind, "")
        if isinstance(fact.body, ProblemSet):
            what = "登记" if before is None else "修改"
            words = _difference(before, fact, names) if before is not None else fact.body.text
            before = fact
        elif isinstance(fact.body, ProblemMerged):
            target = known.get(UUID(fact.body.into))
            words = f"归并到 {target.code} {target.text}" if target else "已归并"
        yield Told(
            fact.uid,
            timezone.localtime(fact.received_at).date(),
            fact.received_at,
            fact.by,
            fact.source.words,
            what,
            words,
            of,
            not isinstance(fact.body, ProblemSet),
        )


def _difference(before: Fact, after: Fact, names: Mapping[str, str]) -> str:
    """What has changed between two descriptions: 程度 1 → 3."""
    old = {one.label: one.value for one in said(before, names)}
    new = {one.label: one.value for one in said(after, names)}
    changed = [label for label in dict.fromkeys([*old, *new]) if old.get(label) != new.get(label)]
    return (
        "；".join(f"{label} {old.get(label, '—')} → {new.get(label, '—')}" for label in changed)
        or "内容没有变"
    )

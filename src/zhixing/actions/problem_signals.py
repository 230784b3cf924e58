"""Signals beside the register for an actor: weak tests, gaps in hours, what is overdue, complaints of the public.

Counts and means of groups only, inside the books that the actor reads; nobody is named or ranked.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from zhixing.actions.books import plan_unfinished
from zhixing.actions.dossier import READERS, whole_year
from zhixing.actions.duties import due_now
from zhixing.actions.papers_results import weak as weak_topics
from zhixing.actions.problems import PROBLEM_READERS, seen
from zhixing.actions.recording import BOOKKEEPERS
from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.record import Fact
from zhixing.core.figures.due import Sort
from zhixing.core.figures.figure import Cite, cite
from zhixing.core.papers.topics import WeakTopic
from zhixing.core.people.changes import home
from zhixing.core.plan.cells import audience
from zhixing.core.problems.signals import Complaints, WeakTest, complaints, weak_tests
from zhixing.store.ledger import things
from zhixing.store.people.queries import Actor

MONTHS = 6


@dataclass(frozen=True, slots=True)
class HoursGap:
    """A branch with members short of their hours: how many, of how many in the denominator."""

    branch: UUID
    name: str
    short: int
    of: int


@dataclass(frozen=True, slots=True)
class Signals:
    """What stands out in a year. `overdue`: (sort, how many); each list with the article it rests on."""

    year: int
    weak: tuple[WeakTest, ...]
    topics: tuple[WeakTopic, ...]
    weak_cites: tuple[Cite, ...]
    fewest: int
    gaps: tuple[HoursGap, ...]
    gap_cites: tuple[Cite, ...]
    overdue: tuple[tuple[str, int], ...]
    complaints: tuple[Complaints, ...]
    complaint_cites: tuple[Cite, ...]

    @property
    def count(self) -> int:
        """How many there are in all."""
        gaps = 1 if self.everywhere else len(self.gaps)
        return len(self.weak) + len(self.topics) + gaps + len(self.overdue) + len(self.complaints)

    @property
    def everywhere(self) -> bool:
        """Whether everybody of several branches is short: told as one, for the books are rather not complete."""
        return len(self.gaps) > 1 and all(one.short == one.of for one in self.gaps)


def signals(actor: Actor, year: int, *, today: dt.date) -> Signals:
    """The signals of a year for what an actor reads. Two queries beside the folded year and roll."""
    until = min(today, dt.date(year, 12, 31))
    rules, facts = rulebooks(), things.of_kinds(Kind.TEST_TAKEN, Kind.COMPLAINT_TOTAL)
    weak_rule, public_rule = rules.on("problem.weak_test", until), rules.on("problem.complaints", until)
    tests = [one for one in facts if one.day and one.day.year == year]
    weak, topics = _weak(actor, year, facts=tests, until=until)
    units = [unit for unit in whole_year(year, today=today).branches if unit.id in actor.reach(*READERS)]
    return Signals(
        year=year,
        weak=weak,
        topics=topics,
        weak_cites=cite(weak_rule),
        fewest=weak_rule.whole("fewest") if weak_rule else 0,
        gaps=tuple(
            HoursGap(unit.id, unit.name, len(unit.coverage.short), unit.coverage.ratio.whole)
            for unit in units
            if unit.coverage.short
        ),
        gap_cites=units[0].coverage.cites[:1] if units else (),
        overdue=_overdue(actor, year, today=today),
        complaints=complaints(
            facts,
            share=public_rule.whole("share_percent"),
            rise=public_rule.whole("rise_percent"),
            fewest=public_rule.whole("fewest"),
            until=until,
            months=MONTHS,
        )
        if public_rule is not None
        else (),
        complaint_cites=cite(public_rule),
    )


def _weak(
    actor: Actor, year: int, *, facts: list[Fact], until: dt.date
) -> tuple[tuple[WeakTest, ...], tuple[WeakTopic, ...]]:
    """Tests and topics of the members of branches that the actor reads; post categories across them."""
    rules, register, reach = rulebooks(), roll().register, actor.reach(*PROBLEM_READERS)
    rule = rules.on("problem.weak_test", until)
    if rule is None:
        return (), ()
    branches = {uid: org for uid, person in register.people.items() if (org := home(person)) in reach}
    cells = audience(register, rules, year=year, today=until).cells
    posts = {uid: cell.post.value for uid, cell in cells.items() if uid in branches}
    named = {uid: org for uid, org in branches.items() if org is not None}
    percent, fewest = rule.whole("percent"), rule.whole("fewest")
    topics = weak_topics(dt.date(year, 1, 1), until, named, posts, percent=percent, fewest=fewest)
    return weak_tests(facts, named, posts, percent=percent, fewest=fewest), topics


def _overdue(actor: Actor, year: int, *, today: dt.date) -> tuple[tuple[str, int], ...]:
    """How much is past its day: problems, and for the running year items of the plan and needs."""
    late = sum(one.overdue(today) for one in seen(actor, year))
    found = [("problem", late)]
    if year == today.year and actor.wears(*BOOKKEEPERS):
        needs = sum(one.count for one in due_now(actor, today) if one.sort is Sort.NEED and one.late)
        found += [("plan", len(plan_unfinished(actor, today))), ("need", needs)]
    return tuple(one for one in found if one[1])

"""Signals beside the register: weak tests of a group, complaints of the public that stand out. Never a person.

Pure folds over facts; thresholds come from the rulebook. A group smaller than the rule's number is not shown at all,
for the mean of a few would tell who it is; nor one from which so few would follow by subtraction.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.facts.kinds import TestTaken
from zhixing.core.facts.problems import ComplaintTotal
from zhixing.core.facts.record import Fact
from zhixing.core.problems.hiding import shown_together


@dataclass(frozen=True, slots=True)
class Group:
    """Whose results are put together: a branch, or a post category (its code)."""

    branch: UUID | None = None
    post: str = ""


@dataclass(frozen=True, slots=True)
class WeakTest:
    """A test in which a group fell short: the mean share of full marks in tenths of a percent, of how many people."""

    title: str
    group: Group
    permille: int
    people: int
    last: dt.date


@dataclass(frozen=True, slots=True)
class Complaints:
    """Complaints of a kind: how many in the period, in the one before, of all; months (first, last) of the period.

    `months`: how many in each of them that the tables tell of."""

    category: str
    count: int
    before: int
    of: int
    first: dt.date
    last: dt.date
    units: tuple[str, ...]
    facts: tuple[UUID, ...]
    months: tuple[tuple[dt.date, int], ...] = ()

    @property
    def permille(self) -> int:
        """Its share of all complaints of the period."""
        return 1000 * self.count // self.of if self.of else 0


def weak_tests(
    facts: Iterable[Fact],
    branches: Mapping[UUID, UUID],
    posts: Mapping[UUID, str],
    *,
    percent: int,
    fewest: int,
) -> tuple[WeakTest, ...]:
    """The weakest first. `branches` and `posts`: where each person stands. A repeated test (延时复测) is not counted."""
    shares: dict[tuple[str, Group], dict[UUID, list[tuple[int, int]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    last: dict[tuple[str, Group], dt.date] = {}
    for fact in facts:
        body, person = fact.body, fact.subject
        if (
            not isinstance(body, TestTaken)
            or person is None
            or fact.day is None
            or not body.full
            or body.delayed
        ):
            continue
        for group in group_cell(person, branches, posts):
            if group is None:
                continue
            key = (body.title, group)
            shares[key][person].append((body.score, body.full))
            last[key] = max(last.get(key, fact.day), fact.day)
    found = []
    branchwise = {(title, frozenset(people)) for (title, group), people in shares.items() if group.branch}
    for (title, group), people in shares.items():
        if group.post and (title, frozenset(people)) in branchwise:
            continue  # the same people as a branch: told once
        marks = [one for mine in people.values() for one in mine]
        permille = sum(1000 * score // full for score, full in marks) // len(marks)
        if len(people) >= fewest and permille < 10 * percent:
            found.append(WeakTest(title, group, permille, len(people), last[title, group]))
    safe = [one for title in {one.title for one in found} for one in _safe(title, found, shares, fewest)]
    return tuple(
        sorted(safe, key=lambda one: (one.permille, one.title, str(one.group.branch), one.group.post))
    )


def _safe(
    title: str,
    found: Iterable[WeakTest],
    shares: Mapping[tuple[str, Group], Mapping[UUID, object]],
    fewest: int,
) -> list[WeakTest]:
    """Those of a test that may be shown beside one another: posts are given up before branches, the smallest first."""
    stands: dict[UUID, list[Group | None]] = {}
    for (of, group), people in shares.items():
        for person in people if of == title else ():
            stands.setdefault(person, [None, None])[0 if group.branch else 1] = group
    rows = sorted(
        (one for one in found if one.title == title),
        key=lambda one: (one.group.branch is not None, one.people, str(one.group.branch), one.group.post),
    )
    cells = ((branch, post) for branch, post in stands.values())
    kept = shown_together(cells, [one.group for one in rows], fewest)
    return [one for one in rows if one.group in kept]


def group_cell(
    person: UUID, branches: Mapping[UUID, UUID], posts: Mapping[UUID, str]
) -> tuple[Group | None, Group | None]:
    """Somebody's branch and post category, as groups; None where he has none."""
    branch, post = branches.get(person), posts.get(person, "")
    return Group(branch=branch) if branch else None, Group(post=post) if post else None


def complaints(
    facts: Iterable[Fact], *, share: int, rise: int, fewest: int, until: dt.date, months: int = 6
) -> tuple[Complaints, ...]:
    """Kinds that make up `share` percent of the last `months` told of, or rose by `rise` percent; most first.

    The period ends with the last month on record up to `until`; the one before is as long. Kinds with fewer than
    `fewest` complaints are passed over.
    """
    told: dict[tuple[object, ...], Fact] = {}
    for fact in sorted(facts, key=lambda one: one.seq):
        if isinstance(fact.body, ComplaintTotal) and fact.day is not None and fact.day <= until:
            told[fact.day, fact.body.category, fact.body.channel, fact.body.unit] = fact
    days = [fact.day for fact in told.values() if fact.day is not None]
    if not days:
        return ()
    last = max(days)
    first, before = _back(last, months - 1), _back(last, 2 * months - 1)
    now: dict[str, list[Fact]] = defaultdict(list)
    earlier: dict[str, int] = defaultdict(int)
    for fact in told.values():
        assert isinstance(fact.body, ComplaintTotal)
        assert fact.day is not None
        if fact.day >= first:
            now[fact.body.category].append(fact)
        elif fact.day >= before:
            earlier[fact.body.category] += fact.body.count
    compared = min(days) <= before
    of = sum(_count(mine) for mine in now.values())
    found = []
    for category, mine in now.items():
        count, was = _count(mine), earlier[category]
        risen = compared and 100 * count >= (100 + rise) * was
        if count >= fewest and (100 * count >= share * of or risen):
            units = dict.fromkeys(one.body.unit for one in mine if isinstance(one.body, ComplaintTotal))
            told_of = tuple(unit for unit in units if unit)
            facts_of = tuple(one.uid for one in mine)
            by_month: dict[dt.date, int] = defaultdict(int)
            for one in mine:
                by_month[one.day or last] += _count([one])
            was_told = was if compared else -1
            months_of = tuple(sorted(by_month.items()))
            found.append(Complaints(category, count, was_told, of, first, last, told_of, facts_of, months_of))
    return tuple(sorted(found, key=lambda one: (-one.count, one.category)))


def _count(facts: Iterable[Fact]) -> int:
    return sum(fact.body.count for fact in facts if isinstance(fact.body, ComplaintTotal))


def _back(day: dt.date, months: int) -> dt.date:
    """The first of the month so many months earlier."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, 1)

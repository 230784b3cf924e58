"""Topics that a group has not mastered: a fold over answers on record, never of a person.

An item tells of its topics; one without any, of its category. A group smaller than the rule's number is not shown,
nor one from which, with the whole or with others, so few would follow by subtraction.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.papers.marking import Answers, HandMarks, marks
from zhixing.core.papers.paper import Paper
from zhixing.core.problems.hiding import shown_together
from zhixing.core.problems.signals import Group, group_cell


@dataclass(frozen=True, slots=True)
class Sat:
    """A sheet on record: whose, when, of which paper, what was answered."""

    person: UUID
    day: dt.date
    paper: Paper
    answers: Answers
    by_hand: HandMarks


@dataclass(frozen=True, slots=True)
class WeakTopic:
    """A topic in which a group fell short: mean share of marks in permille, people, questions, the latest day."""

    topic: str
    group: Group
    permille: int
    people: int
    items: int
    last: dt.date


@dataclass(slots=True)
class _Sum:
    """What a group's sheets add up to in a topic."""

    score: int = 0
    full: int = 0
    last: dt.date = dt.date.min


def weak_topics(
    sheets: Iterable[Sat],
    branches: Mapping[UUID, UUID],
    posts: Mapping[UUID, str],
    *,
    percent: int,
    fewest: int,
) -> tuple[WeakTopic, ...]:
    """The weakest first. `branches`, `posts`: where each person stands; sheets of others are passed over."""
    sums: dict[tuple[str, Group], _Sum] = defaultdict(_Sum)
    people: dict[tuple[str, Group], set[UUID]] = defaultdict(set)
    asked: dict[tuple[str, Group], set[UUID]] = defaultdict(set)
    for sheet in sheets:
        groups = _groups(sheet.person, branches, posts)
        for mark in marks(sheet.paper, sheet.answers, sheet.by_hand):
            item = sheet.paper.items[mark.item]
            topics = item.question.topics or ((item.question.category,) if item.question.category else ())
            if mark.score is None or not item.marks:
                continue
            for key in ((topic, group) for topic in topics for group in groups):
                held = sums[key]
                held.score += mark.score
                held.full += item.marks
                held.last = max(held.last, sheet.day)
                people[key].add(sheet.person)
                asked[key].add(item.question.id)
    found: dict[str, list[WeakTopic]] = defaultdict(list)
    for one in _found(sums, people, asked, percent, fewest):
        found[one.topic].append(one)
    there: dict[str, set[UUID]] = defaultdict(set)
    for (topic, _), those in people.items():
        there[topic] |= those
    cells = {person: group_cell(person, branches, posts) for those in there.values() for person in those}
    safe: list[WeakTopic] = []
    for topic, rows in found.items():
        rows.sort(key=_given_up)
        kept = shown_together((cells[one] for one in there[topic]), [one.group for one in rows], fewest)
        safe += [one for one in rows if one.group in kept]
    return tuple(sorted(safe, key=_order))


def _found(
    sums: Mapping[tuple[str, Group], _Sum],
    people: Mapping[tuple[str, Group], set[UUID]],
    asked: Mapping[tuple[str, Group], set[UUID]],
    percent: int,
    fewest: int,
) -> Iterable[WeakTopic]:
    branchwise = {(topic, frozenset(people[topic, group])) for topic, group in sums if group.branch}
    for (topic, group), held in sums.items():
        those = people[topic, group]
        if group.post and (topic, frozenset(those)) in branchwise:
            continue  # the same people as a branch: told once
        permille = 1000 * held.score // held.full
        if len(those) >= fewest and permille < 10 * percent:
            yield WeakTopic(topic, group, permille, len(those), len(asked[topic, group]), held.last)


def _order(one: WeakTopic) -> tuple[int, str, str, str]:
    return one.permille, one.topic, str(one.group.branch), one.group.post


def _given_up(one: WeakTopic) -> tuple[bool, int, str, str]:
    """Posts before branches, the smallest first."""
    return one.group.branch is not None, one.people, str(one.group.branch), one.group.post


def _groups(person: UUID, branches: Mapping[UUID, UUID], posts: Mapping[UUID, str]) -> tuple[Group, ...]:
    return tuple(group for group in group_cell(person, branches, posts) if group is not None)

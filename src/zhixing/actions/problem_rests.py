"""What evidence of effect may rest on: sessions held for the problem, tests, visits, totals of complaints."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from zhixing.actions.problem_file import ProblemFile
from zhixing.actions.problems import places_of
from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.core.facts.kinds import Kind, PracticeVisit, TestTaken
from zhixing.core.facts.problems import ComplaintTotal
from zhixing.core.facts.record import Fact
from zhixing.core.people.changes import home
from zhixing.store.ledger import things

MOST = 30
"""Of one kind, the latest."""
FEWEST = 5
"""People of a test, where no rule says it."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Something that evidence may rest on: `value` is kind and id, `words` what it shows."""

    group: str
    kind: str
    thing: str
    words: str

    @property
    def value(self) -> str:
        """As a form sends it."""
        return f"{self.kind}|{self.thing}"


def rests(file: ProblemFile, *, today: dt.date) -> tuple[Rest, ...]:
    """All that may be chosen, kind by kind, the latest first. Nobody is named; tests tell the mean of a group."""
    found = [
        Rest("活动", Kind.SESSION_HELD.value, one.id.hex, f"{one.day} {one.title}（{one.organiser}）")
        for one in reversed(file.sessions[-MOST:])
    ]
    facts = [
        fact
        for fact in things.of_kinds(Kind.TEST_TAKEN, Kind.PRACTICE_VISIT, Kind.COMPLAINT_TOTAL)
        if fact.day is not None and fact.day.year in (today.year - 1, today.year, file.problem.year)
    ]
    found += _tests(file, facts, today)
    found += list(_visits(file, facts))[:MOST]
    found += list(_complaints(facts))[:MOST]
    return tuple(found)


def _tests(file: ProblemFile, facts: list[Fact], today: dt.date) -> Iterator[Rest]:
    register, places = roll().register, places_of(file.problem, roll().register)
    rule = rulebooks().on("problem.weak_test", today)
    fewest = rule.whole("fewest") if rule else FEWEST
    whole = register.root is not None and register.root.id in places
    shares: dict[tuple[str, int], list[int]] = defaultdict(list)
    people: dict[tuple[str, int], set[object]] = defaultdict(set)
    for fact in facts:
        body, person = fact.body, register.people.get(fact.subject) if fact.subject else None
        if not isinstance(body, TestTaken) or not body.full or fact.day is None or person is None:
            continue
        if whole or home(person) in places:
            shares[body.title, fact.day.year].append(1000 * body.score // body.full)
            people[body.title, fact.day.year].add(person.id)
    for (title, year), marks in sorted(shares.items(), key=lambda one: (-one[0][1], one[0][0])):
        of = len(people[title, year])
        if of >= fewest:
            words = f"{year} 年《{title}》平均得分率 {sum(marks) // len(marks) // 10}%（{of} 人）"
            yield Rest("测验", Kind.TEST_TAKEN.value, f"{title}|{year}", words)


def _visits(file: ProblemFile, facts: list[Fact]) -> Iterator[Rest]:
    """Those in the books of where the problem is."""
    places = places_of(file.problem, roll().register)
    for fact in sorted(facts, key=lambda one: one.day or dt.date.min, reverse=True):
        body = fact.body
        if isinstance(body, PracticeVisit) and fact.about and fact.chain in places:
            raised = f"：{body.problem}{'（已办结）' if body.settled else ''}" if body.problem else ""
            words = f"{fact.day} {body.place}{raised}"
            yield Rest("下基层", Kind.PRACTICE_VISIT.value, fact.about.hex, words)


def _complaints(facts: list[Fact]) -> Iterator[Rest]:
    for fact in sorted(facts, key=lambda one: (one.day or dt.date.min, one.seq), reverse=True):
        body = fact.body
        if isinstance(body, ComplaintTotal) and fact.day:
            words = (
                f"{fact.day:%Y-%m} {body.category} {body.count} 件{f'（{body.unit}）' if body.unit else ''}"
            )
            yield Rest("群众诉求", Kind.COMPLAINT_TOTAL.value, fact.uid.hex, words)

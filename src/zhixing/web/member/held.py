"""All that is held about a member, for himself: words of the roster, statements, counts; why and until when."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from zhixing.actions.dossier import MemberFile, personal_fields
from zhixing.core.facts.record import Fact
from zhixing.core.people.spans import Span
from zhixing.web.member.undone import KIND_WORDS

ROSTER: Mapping[str, str] = {
    "name": "姓名",
    "gender": "性别",
    "ethnicity": "民族",
    "birth": "出生年月",
    "education": "学历",
    "joined_on": "入党时间",
    "roster_year": "花名册年度",
}
"""Words of the roster as they are headed there."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the roster."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A dated statement: what, and from when until when."""

    label: str
    words: str
    period: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many facts of a kind there are about the member, and how many of them were reversed."""

    label: str
    total: int
    undone: int
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a field is for, on which basis, and how long it is kept."""

    purpose: str
    basis: str
    term: str


@dataclass(frozen=True, slots=True)
class HeldPage:
    """我的数据."""

    words: tuple[Word, ...]
    statements: tuple[Statement, ...]
    counts: tuple[Count, ...]
    total: int
    purposes: tuple[Purpose, ...]


def held_page(file: MemberFile) -> HeldPage:
    """Everything the ledger holds about the member of this file."""
    mine = [fact for fact in file.facts.values() if fact.subject == file.person.id]
    counts = _counts(mine, {fact.uid for fact, _ in file.reversed})
    fields = (Purpose(one.purpose, one.basis, one.term) for one in personal_fields())
    return HeldPage(
        words=tuple(Word(ROSTER.get(key, key), value) for key, value in _ordered(file.person.words)),
        statements=tuple(_statements(file)),
        counts=counts,
        total=len(mine),
        purposes=tuple(dict.fromkeys(fields)),
    )


def _ordered(words: Mapping[str, str]) -> list[tuple[str, str]]:
    order = list(ROSTER)
    return sorted(words.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order))


def _statements(file: MemberFile) -> list[Statement]:
    person, member = file.person, file.member
    found = []
    for roll in person.roll:
        words = " ".join(part for part in (member.branch, member.group, roll.standing, roll.staff) if part)
        found.append(
            Statement("组织关系", words if roll.org == member.branch_id else roll.standing, _period(roll))
        )
    found += [Statement("党内职务", span.title, _period(span)) for span in person.posts]
    found += [
        Statement("不作硬性要求", f"{span.decided_by or '支部'}决定", _period(span))
        for span in person.exemptions
    ]
    found += [
        Statement("岗位和班制", f"{span.duty} {span.shift}".strip(), _period(span)) for span in person.places
    ]
    found += [Statement("双重组织生活", "另参加一个支部的组织生活", _period(span)) for span in person.dual]
    return found


def _period(span: Span) -> str:
    start = f"自 {span.start}" if span.start else "建档以来"
    if span.until is None:
        return start
    return f"{start} 至 {span.until - dt.timedelta(days=1)}"


def _counts(mine: list[Fact], undone: set[object]) -> tuple[Count, ...]:
    kinds: dict[str, list[Fact]] = defaultdict(list)
    for fact in mine:
        kinds[fact.kind.value].append(fact)
    found = []
    for kind, label in KIND_WORDS.items():
        facts = kinds.get(kind, [])
        if facts:
            days = [fact.day for fact in facts if fact.day]
            gone = sum(fact.uid in undone for fact in facts)
            found.append(Count(label, len(facts), gone, min(days, default=None), max(days, default=None)))
    return tuple(found)

"""The question bank as others use it: what may be asked on a day, and any version by its number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from uuid import UUID

from django.utils import timezone

from zhixing.core.facts.holding import Arranged
from zhixing.core.questions.question import Question
from zhixing.store.questions import forgetting, queries


def bank(*, today: dt.date) -> tuple[Question, ...]:
    """The current version of every question that may be asked today, by number in the bank. One query."""
    return tuple(row.question for row in queries.current() if row.question.in_force(today))


def question(id: UUID, version: int) -> Question | None:
    """One version of a question, in force or not; None for none such."""
    row = queries.version(id, version)
    return row.question if row else None


def questions(wanted: Collection[tuple[UUID, int]]) -> dict[tuple[UUID, int], Question]:
    """Many versions at once by (question, version); those there are not are left out. One query."""
    return queries.named(wanted)


def signed(account: int) -> Iterator[Arranged]:
    """What somebody wrote, checked and retired in the bank, for his own copy of everything held about him."""
    for one in forgetting.signed(account):
        yield Arranged(one.what, None, f"{one.code} 第 {one.number} 版", timezone.localtime(one.at))

"""What of batches waits for the organ's officer: answers that nobody has taken or dropped, what members ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from zhixing.actions.batches import may_plan
from zhixing.actions.publishing import outlook
from zhixing.core.figures.due import Due, Sort
from zhixing.store.people.queries import SUPERIOR, Actor
from zhixing.store.plans import batches as queries
from zhixing.store.plans import queries as plans
from zhixing.store.plans import telling

KEPT = 4
Mark = tuple[int, dt.date, dt.datetime, UUID | None, dt.datetime, int]
_counted: dict[Mark, int] = {}
"""How many there are to tell, until plan, batch or day change."""


def waiting(actor: Actor, today: dt.date) -> Iterator[Due]:
    """Of this year and the next. `deadline`'s year tells the screen which."""
    if not actor.wears(SUPERIOR) or not may_plan(actor):
        return
    for year, count in queries.open_asks_by_year().items():
        words, end = f"{year} 年 {count} 件调换和候补等批准", dt.date(year, 12, 31)
        yield Due(
            Sort.BATCH, None, "", words, False, end, basis="批准以前先核查站点在岗", form="asks", count=count
        )
    for year in (today.year, today.year + 1):
        count = untold(year, today=today)
        if count:
            words, end = f"{year} 年学习日期有变动，还没告知 {count} 人", dt.date(year, 12, 31)
            yield Due(
                Sort.BATCH, None, "", words, False, end, basis="只告知有变动的人", form="tell", count=count
            )
    for row in queries.ready(today.year):
        words = f"{row.year} 年“{row.kind_words}”{row.state_words}，等您看了定"
        yield Due(Sort.BATCH, None, "", words, False, basis="不采用就什么都不变", thing=row.id)


def untold(year: int, *, today: dt.date) -> int:
    """How many people's dates differ from what they were told, where plan or batch changed since the dates went out.

    Nobody before the first publication: that is a step of its own.
    """
    last = telling.last_publication(year)
    if last is None:
        return 0
    batch, version = queries.in_force(year), plans.latest_version(year)
    changed = batch.changed_at if batch else last
    if max(changed, version.made_at if version else last) <= last:
        return 0
    mark = (year, today, last, batch.id if batch else None, changed, version.number if version else 0)
    if mark not in _counted:
        while len(_counted) >= KEPT:
            _counted.pop(next(iter(_counted)))
        _counted[mark] = len(outlook(year, today=today).people)
    return _counted[mark]

"""What of batches waits for the organ's officer: answers that nobody has taken or dropped, what members ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from zhixing.actions.batches import may_plan
from zhixing.core.figures.due import Due, Sort
from zhixing.store.people.queries import SUPERIOR, Actor
from zhixing.store.plans import batches as queries


def waiting(actor: Actor, today: dt.date) -> Iterator[Due]:
    """Of this year and the next. `deadline`'s year tells the screen which."""
    if not actor.wears(SUPERIOR) or not may_plan(actor):
        return
    for year, count in queries.open_asks_by_year().items():
        words, end = f"{year} 年 {count} 件调换和候补等批准", dt.date(year, 12, 31)
        yield Due(
            Sort.BATCH, None, "", words, False, end, basis="批准以前先核查站点在岗", form="asks", count=count
        )
    for row in queries.ready(today.year):
        words = f"{row.year} 年“{row.kind_words}”{row.state_words}，等您看了定"
        yield Due(Sort.BATCH, None, "", words, False, basis="不采用就什么都不变", thing=row.id)

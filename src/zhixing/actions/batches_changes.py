"""Changes of a batch in force: replanning after an event, a make-up batch for who has no seat yet."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from zhixing.actions.batches import NotDone, begin
from zhixing.actions.batches_events import EVENT_WORDS, PERSON, RUN
from zhixing.interop.batch_orders import Happened, Order
from zhixing.store.people.queries import Actor
from zhixing.store.plans import batches as queries
from zhixing.store.plans.batches import BatchRow, Kind

LONGEST = 366
SHORT = 10
"""Seconds that the list shows for a replanning; it needs less."""


def replan(
    year: int, happened: Happened, *, batch: UUID, by: Actor, now: dt.datetime, today: dt.date
) -> UUID:
    """Asks for the plan after an event; who moves and why is shown before anybody accepts. Raises NotDone."""
    force = _force(year)
    if happened.what not in EVENT_WORDS or not happened.which:
        raise NotDone("请选出了什么变动、涉及谁")
    if happened.what != RUN:
        if happened.until < happened.since:
            raise NotDone(f"止日 {happened.until} 早于起日 {happened.since}；请核对日期")
        if (happened.until - happened.since).days > LONGEST:
            raise NotDone("变动最长一年；更久的请改班次或计划后重新排")
        if today.year == year and happened.until < today:
            raise NotDone("这段时间已经过去，已开的期不再改；缺课的人请用“补课批次”")
    words = EVENT_WORDS[happened.what]
    reason = words if happened.what in (RUN, PERSON) else f"{words}，{_span(happened)}"
    return begin(
        year,
        Kind.REPLAN,
        Order(happened=happened),
        batch=batch,
        seconds=SHORT,
        by=by,
        now=now,
        parent=force.id,
        reason=reason,
    )


def make_up(
    year: int, *, batch: UUID, seconds: int, start: dt.date | None, by: Actor, now: dt.datetime
) -> UUID:
    """Asks for runs for those who have no seat in the batch in force; what stands there stays. Raises NotDone."""
    force = _force(year)
    if not any(one.run is None and one.way == "seat" for one in queries.seats(force.id)):
        raise NotDone("现行方案里人人都排上了，不用补课批次")
    return begin(
        year,
        Kind.MAKEUP,
        Order(start=start),
        batch=batch,
        seconds=seconds,
        by=by,
        now=now,
        parent=force.id,
        reason="为还没排上的人补课",
    )


def _force(year: int) -> BatchRow:
    force = queries.in_force(year)
    if force is None:
        raise NotDone(f"{year} 年还没有采用的批次方案；请先排全年批次并采用")
    return force


def _span(happened: Happened) -> str:
    since, until = happened.since, happened.until
    if since == until:
        return f"{since.month}月{since.day}日"
    return f"{since.month}月{since.day}日至{until.month}月{until.day}日"

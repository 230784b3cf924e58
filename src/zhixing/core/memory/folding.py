"""The log of somebody's answers folded to the memory of each card: whatever the order they arrived in.

The first answer to a card on a day counts for its schedule, since it alone tells what was still known; what is
answered again on that day is practice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from uuid import UUID

from zhixing.core.memory.answer import CardAnswer, Engine, Memory, Rating


def in_order(answers: Iterable[CardAnswer]) -> tuple[CardAnswer, ...]:
    """Each answer once, by corrected time, then by id."""
    each = {one.uid: one for one in answers}
    return tuple(sorted(each.values(), key=lambda one: (one.at, one.uid)))


def fold(answers: Iterable[CardAnswer], engine: Engine, zone: dt.tzinfo) -> Mapping[UUID, Memory]:
    """The memory of each card asked at least once, by question. `zone`: whose midnight parts the days."""
    found: dict[UUID, Memory] = {}
    for one in in_order(answers):
        day, before = one.at.astimezone(zone).date(), found.get(one.question)
        if before is None or day > before.last:
            found[one.question] = engine.after(before, one.rating, day, one.version)
    return found


def answered_on(answers: Iterable[CardAnswer], day: dt.date, zone: dt.tzinfo) -> tuple[CardAnswer, ...]:
    """The answers of one day, in their order."""
    return tuple(one for one in in_order(answers) if one.at.astimezone(zone).date() == day)


def wrong_since(answers: Iterable[CardAnswer], day: dt.date, zone: dt.tzinfo) -> tuple[CardAnswer, ...]:
    """错题本: the last wrong answer to each card from a day on, the latest first."""
    found: dict[UUID, CardAnswer] = {}
    for one in in_order(answers):
        if one.rating is Rating.AGAIN and one.at.astimezone(zone).date() >= day:
            found[one.question] = one
    return tuple(sorted(found.values(), key=lambda one: (one.at, one.uid), reverse=True))

"""备课提醒 among what needs somebody now: for the officers of the organisation that holds the lesson."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from zhixing.actions.roll import roll
from zhixing.core.figures.due import Due, Sort
from zhixing.core.plan.body import decode_body
from zhixing.core.plan.plan import State
from zhixing.core.plan.preparing import Unready, unready
from zhixing.core.plan.rules import PUBLIC
from zhixing.store.people.queries import BRANCH, SUPERIOR, Actor
from zhixing.store.plans import batches, queries

BASIS = "学习计划备课清单"


def preparations(actor: Actor, today: dt.date) -> Iterator[Due]:
    """One thing a session that is near and not ready. A branch's for its officer, the whole's for the superior."""
    if not actor.wears(BRANCH, SUPERIOR):
        return
    for one in waiting(actor, today):
        register = roll().register
        yield Due(
            Sort.PREPARE,
            one.lesson.org,
            register.name_of(one.lesson.org),
            one.words,
            False,
            one.day,
            basis=BASIS,
            thing=one.lesson.id,
        )


def waiting(actor: Actor, today: dt.date) -> tuple[Unready, ...]:
    """What is due for the lessons that an actor prepares, of this year's published plan."""
    row = queries.latest_version(today.year)
    if row is None or State(row.state) not in PUBLIC:
        return ()
    root = roll().register.root
    own = set(actor.reach(BRANCH))
    if root is not None and actor.over(root.id, SUPERIOR):
        own.add(root.id)
    ticked = {(one.lesson, one.step, one.day) for one in queries.prepared(today.year)}
    return unready(decode_body(row.body).plan, ticked, _runs(today.year), orgs=own, today=today)


def _runs(year: int) -> dict[UUID, list[dt.date]]:
    """The days of the runs of the batch in force, by lesson."""
    held = next((one for one in batches.batches(year) if one.state == batches.State.ACCEPTED), None)
    found: dict[UUID, list[dt.date]] = defaultdict(list)
    for one in batches.runs(held.id) if held else ():
        if not one.cancelled:
            found[one.lesson].append(one.day)
    return found

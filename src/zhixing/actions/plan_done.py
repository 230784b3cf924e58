"""How far the lessons of a published plan have been carried out, from the items that the ledger holds of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from zhixing.actions.dossier import whole_year
from zhixing.actions.plan import PlanView
from zhixing.actions.roll import roll
from zhixing.core.facts.kinds import Kind
from zhixing.core.plan.items import items_of
from zhixing.core.plan.rules import PUBLIC
from zhixing.store.ledger import queries, things


def carried_out(held: PlanView, *, today: dt.date) -> Mapping[UUID, str]:
    """`已完成`, or `已办 3/12` of a lesson held several times; nothing for what has not begun."""
    if held.state not in PUBLIC or held.year > today.year:
        return {}
    organ = whole_year(held.year, today=today).organ
    done = {line.facts[0] for line in organ.plan if line.done} if organ else set()
    if not done:
        return {}
    abouts = {fact.about for fact in things.of_kinds(Kind.PLAN_ITEM) if fact.uid in done}
    register, identify = roll().register, queries.identify()
    found = {}
    for lesson in held.plan.lessons:
        items = set(items_of(replace(held.plan, lessons=(lesson,)), register, identify))
        count = len(items & abouts)
        if count:
            found[lesson.id] = "已完成" if count == len(items) else f"已办 {count}/{len(items)}"
    return found

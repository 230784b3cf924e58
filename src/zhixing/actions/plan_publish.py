"""What a published plan says enters the ledger as items of the plan; the year's figures follow by themselves.

Only differences are entered: a changed item is stated anew, one taken out is reversed, what stands already is known.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhixing.actions.record import enter
from zhixing.actions.roll import roll
from zhixing.core.facts.accept import check_reversal
from zhixing.core.facts.kinds import Kind
from zhixing.core.plan.items import items_of
from zhixing.core.plan.plan import AnnualPlan
from zhixing.store.ledger import api, queries, things
from zhixing.store.people.queries import Actor

REPLACED = "学习计划调整，这一项不再安排"


def enter_items(
    old: AnnualPlan | None,
    new: AnnualPlan,
    *,
    by: Actor,
    second: str,
    reason: str,
    now: dt.datetime,
    today: dt.date,
) -> int:
    """Enters what differs between two versions. How many facts. Raises FactError.

    `second`: who approved the plan, or sent it, and is not `by`: a reversal has two people.
    """
    register, identify = roll().register, queries.identify()
    before = items_of(old, register, identify) if old else {}
    after = items_of(new, register, identify)
    fresh = [draft for about, draft in after.items() if before.get(about) != draft]
    gone = set(before) - set(after)
    target = f"{new.year} 年学习计划"
    with transaction.atomic():
        count = 0
        if fresh:
            entered = enter(fresh, by=by, verb="计划入账", target=target, now=now, today=today)
            count = len(entered.facts)
        if gone:
            facts = [fact for fact in things.of_kinds(Kind.PLAN_ITEM) if fact.about in gone]
            told = reason.strip() or REPLACED
            for fact in facts:
                check_reversal(fact, reason=told, by=by.signature, second=second, reversed_already=False)
            stamp = api.Stamp(by.signature, now)
            api.Pen().reverse(facts, stamp, reason=told, second=second)
            api.audit(stamp, "计划项取消", target, f"{len(facts)} 条事实")
            count += len(facts)
    return count

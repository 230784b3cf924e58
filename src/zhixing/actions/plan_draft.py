"""The draft of a year's plan from what the ledger and the rulebooks say, and why it is as it is."""

from __future__ import annotations

import datetime as dt

from zhixing.actions.roll import roll
from zhixing.core.plan.body import Body, decode_body
from zhixing.core.plan.explained import Explained
from zhixing.core.plan.plan import AnnualPlan
from zhixing.core.plan.rules import PlanError
from zhixing.store.plans import queries


def drafted(year: int, *, today: dt.date) -> Body:
    """A draft with nothing typed. Raises PlanError where there is no organisation yet."""
    del today
    root = roll().register.root
    if root is None:
        raise PlanError("账上还没有党组织；请先导入花名册和组织架构")
    return Body(AnnualPlan(year, root.id))


def explained(year: int, *, today: dt.date) -> Explained:
    """Why the draft is as it was, kept with the version that holds; empty where the plan was not drafted here."""
    del today
    row = queries.latest_version(year)
    body = decode_body(row.body) if row else None
    return (body.explained if body else None) or Explained()

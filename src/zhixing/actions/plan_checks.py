"""What a plan must be before it is approved, asked with what the ledger and the rulebooks say."""

from __future__ import annotations

import datetime as dt

from zhixing.core.plan.checks import Finding
from zhixing.core.plan.clash import Clash
from zhixing.core.plan.plan import AnnualPlan, Lesson


def findings(year: int, plan: AnnualPlan, *, today: dt.date) -> tuple[Finding, ...]:
    """What stands in the way of approval (hard), and what must be seen (soft)."""
    del year, plan, today
    return ()


def clashes(plan: AnnualPlan, *, today: dt.date, lesson: Lesson | None = None) -> tuple[Clash, ...]:
    """Lessons that lie in busy seasons, on holidays or on top of each other, each with three alternatives."""
    del plan, today, lesson
    return ()

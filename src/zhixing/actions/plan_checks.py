"""What a plan must be before it is approved, asked with what the ledger and the rulebooks say."""

from __future__ import annotations

import datetime as dt

from zhixing.actions.plan_draft import asked, branches
from zhixing.actions.plan_people import audience
from zhixing.actions.plan_time import year_time
from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.core.plan.checks import Bench, Finding, check
from zhixing.core.plan.clash import Clash, clash
from zhixing.core.plan.matrix import CellView, matrix
from zhixing.core.plan.plan import AnnualPlan, Lesson
from zhixing.core.plan.rhythm import beats
from zhixing.core.plan.seasons import seasons_of


def findings(year: int, plan: AnnualPlan, *, today: dt.date) -> tuple[Finding, ...]:
    """What stands in the way of approval (hard), and what must be seen (soft). Raises RulebookError."""
    people, rules = audience(year, today=today), rulebooks()
    bench = Bench(
        audience=people,
        asked=asked(year, people, today=today),
        branches=branches(people, roll().register),
        beats=beats(rules, people.day)[0],
        time=year_time(year, people, today=today),
        cells=matrix(plan, people, rules),
        seasons_known=seasons_of(rules, year) is not None,
    )
    return check(plan, bench)


def cells(plan: AnnualPlan, *, today: dt.date) -> tuple[CellView, ...]:
    """The matrix of tiers and posts for a plan."""
    return matrix(plan, audience(plan.year, today=today), rulebooks())


def clashes(plan: AnnualPlan, *, today: dt.date, lesson: Lesson | None = None) -> tuple[Clash, ...]:
    """Lessons (or one, as it would be) in busy times, on days off or on each other, each with three alternatives."""
    time = year_time(plan.year, audience(plan.year, today=today), today=today)
    wanted = plan.lessons if lesson is None else (lesson,)
    return tuple(found for one in wanted for found in clash(plan, one, time))

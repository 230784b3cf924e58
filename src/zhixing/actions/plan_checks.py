"""What a plan must be before it is approved, asked with what the ledger and the rulebooks say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from zhixing.actions.plan_draft import asked, branches
from zhixing.actions.plan_people import audience
from zhixing.actions.plan_time import year_time
from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.core.facts.kinds import Kind, PlanItem
from zhixing.core.plan.checks import Bench, Finding, Sort, check
from zhixing.core.plan.clash import Clash, clash
from zhixing.core.plan.items import items_of
from zhixing.core.plan.matrix import CellView, matrix
from zhixing.core.plan.plan import AnnualPlan, Lesson
from zhixing.core.plan.rhythm import beats
from zhixing.core.plan.seasons import seasons_of
from zhixing.store.ledger import things
from zhixing.store.ledger.queries import identify


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
    return (*check(plan, bench), *_others(year, plan))


def _others(year: int, plan: AnnualPlan) -> Iterator[Finding]:
    """Items of the year that somebody imported or keyed in: they count beside the plan's own."""
    own = set(items_of(plan, roll().register, identify()))
    facts = things.of_kinds(Kind.PLAN_ITEM)
    count = sum(
        isinstance(fact.body, PlanItem) and fact.body.year == year and fact.about not in own for fact in facts
    )
    if count:
        words = f"账上已有 {year} 年计划 {count} 项（导入或手工登记的），不在这份计划里，发布后两边都算"
        yield Finding(Sort.CALENDAR, False, words, "重复的，撤回那一批导入，或逐条更正")


def cells(plan: AnnualPlan, *, today: dt.date) -> tuple[CellView, ...]:
    """The matrix of tiers and posts for a plan."""
    return matrix(plan, audience(plan.year, today=today), rulebooks())


def clashes(plan: AnnualPlan, *, today: dt.date, lesson: Lesson | None = None) -> tuple[Clash, ...]:
    """Lessons (or one, as it would be) in busy times, on days off or on each other, each with three alternatives."""
    time = year_time(plan.year, audience(plan.year, today=today), today=today)
    wanted = plan.lessons if lesson is None else (lesson,)
    return tuple(found for one in wanted for found in clash(plan, one, time))

"""The draft of a year's plan from what the ledger and the rulebooks say, and why it is as it is."""

from __future__ import annotations

import datetime as dt

from zhixing.actions import plan_time
from zhixing.actions.plan_people import audience
from zhixing.actions.problems import open_problems
from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.core.people.register import GROUP, Org, Register
from zhixing.core.plan.answering import Asked, asked_of
from zhixing.core.plan.audience import Audience
from zhixing.core.plan.body import Body, decode_body
from zhixing.core.plan.drafting import Given, draft
from zhixing.core.plan.explained import Explained
from zhixing.core.plan.rhythm import Branch
from zhixing.core.plan.rules import PlanError
from zhixing.core.plan.templates import templates
from zhixing.core.rules.book import RulebookError
from zhixing.store.plans import queries

USUAL = "政治理论"
"""The category of a problem that names none."""


def drafted(year: int, *, today: dt.date) -> Body:
    """A draft with nothing typed. Raises PlanError where there is no organisation yet or a rule is missing."""
    register = roll().register
    root = register.root
    if root is None:
        raise PlanError("账上还没有党组织；请先导入花名册和组织架构")
    people = audience(year, today=today)
    if not people.cells:
        raise PlanError(f"{year} 年没有在册党员；请先导入花名册")
    try:
        return draft(
            Given(
                year=year,
                org=root.id,
                day=people.day,
                audience=people,
                asked=asked(year, people, today=today),
                branches=branches(people, register),
                time=plan_time.year_time(year, people, today=today),
                rules=rulebooks(),
                words=templates(),
            )
        )
    except RulebookError as missing:
        raise PlanError(f"规则手册不全，起草不了：{missing}") from missing


def asked(year: int, people: Audience, *, today: dt.date) -> tuple[Asked, ...]:
    """The open problems as a plan sees them, carried over ones first."""
    return asked_of(open_problems(year, today=today), people, roll().register, usual=USUAL)


def branches(people: Audience, register: Register) -> tuple[Branch, ...]:
    """The branches that stand on the plan's day and have somebody, in organisational order."""
    held = set(people.branches.values())
    return tuple(
        _branch(one, people, register)
        for one in register.branches()
        if one.id in held and one.open_on(people.day)
    )


def _branch(org: Org, people: Audience, register: Register) -> Branch:
    mine = [register.people[uid] for uid, branch in people.branches.items() if branch == org.id]
    rule = rulebooks().on("target.committee_hours", people.day)
    posts = rule.words("posts") if rule else ()
    committee = {one.id for one in mine for post in one.posts_on(people.day) if post.post in posts}
    groups = any(one.kind == GROUP and one.parent == org.id for one in register.orgs.values())
    return Branch(org.id, org.name, len(committee) > 1, groups)


def explained(year: int, *, today: dt.date) -> Explained:
    """Why the draft is as it was, kept with the version that holds; empty where the plan was not drafted here."""
    del today
    row = queries.latest_version(year)
    body = decode_body(row.body) if row else None
    return (body.explained if body else None) or Explained()

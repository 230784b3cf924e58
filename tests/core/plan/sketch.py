"""A small organ for tests of the plan: people in cells, problems, branches, a year's time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from uuid import UUID, uuid5

from zhixing.core.calendar.workdays import Workdays
from zhixing.core.cells import Cell, Post, Tier
from zhixing.core.plan.answering import Asked
from zhixing.core.plan.audience import Audience
from zhixing.core.plan.drafting import Given
from zhixing.core.plan.rhythm import Branch
from zhixing.core.plan.seasons import Season, YearTime, holidays, seasons_of
from zhixing.core.plan.templates import templates
from zhixing.core.rules.book import Rulebooks
from zhixing.interop.calendars import national_years
from zhixing.interop.rulebook_files import load_rulebooks

YEAR = 2026
DAY = dt.date(YEAR, 1, 5)
ROOT = UUID(int=1)
RULES: Rulebooks = load_rulebooks(Path(__file__).parents[3] / "rulebooks")
BRANCHES = tuple(
    Branch(UUID(int=10 + n), name, True, True) for n, name in enumerate(("养护支部", "执法支部", "机关支部"))
)
POSTS = (Post.MAINTENANCE, Post.ENFORCEMENT, Post.OFFICE)


def person(n: int) -> UUID:
    """The nth person."""
    return uuid5(ROOT, f"person {n}")


def audience(front: int = 12) -> Audience:
    """Three branches of so many front people, two of the committee each, leaders at the office, an exempt veteran."""
    cells: dict[UUID, Cell] = {}
    branches: dict[UUID, UUID] = {}
    tiers = [Tier.FRONT] * front + [Tier.COMMITTEE] * 2
    n = 0
    for branch, post in zip(BRANCHES, POSTS, strict=True):
        more = [Tier.LEADERSHIP, Tier.LEADERSHIP, Tier.VETERAN] if post is Post.OFFICE else []
        for tier in (*tiers, *more):
            uid = person(n)
            cells[uid], branches[uid] = Cell(tier, post), branch.id
            n += 1
    return Audience(YEAR, DAY, cells, frozenset({person(n - 1)}), {}, {}, branches)


def problem(
    n: int, category: str, weight: int = 3, *, branch: int | None = None, source: str = "督查通报"
) -> Asked:
    """A problem of one branch, or of all."""
    people = audience()
    own = None if branch is None else BRANCHES[branch].id
    cells = frozenset(
        cell
        for uid, cell in people.cells.items()
        if uid not in people.exempt and (own is None or people.branches[uid] == own)
    )
    held = frozenset({own}) if own else frozenset(one.id for one in BRANCHES)
    uid = uuid5(ROOT, f"problem {n}")
    return Asked(uid, f"P{n:02d}", source, f"第{n}个问题", category, weight, None, False, cells, held)


def year_time(*more: Season) -> YearTime:
    """The year with its seasons and holidays."""
    workdays = Workdays(national_years())
    people = audience()
    posts = {
        branch.id: frozenset(
            people.cells[uid].post for uid, own in people.branches.items() if own == branch.id
        )
        for branch in BRANCHES
    }
    busy = (*(seasons_of(RULES, YEAR) or ()), *holidays(workdays, YEAR, 3), *more)
    return YearTime(YEAR, dt.date(YEAR, 1, 1), workdays, busy, posts)


def given(*asked: Asked) -> Given:
    """Everything that a draft is made from."""
    return Given(YEAR, ROOT, DAY, audience(), asked, BRANCHES, year_time(), RULES, templates())

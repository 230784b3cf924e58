"""A plan put straight into the store: lessons of every way, one that answers nothing, one that is quite ready."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from tests import cast

from zhixing.actions.actors import tree
from zhixing.actions.problems import all_problems
from zhixing.core.cells import CELLS, Cell, Post, Tier
from zhixing.core.plan.body import Body, encode_body
from zhixing.core.plan.explained import BudgetUse, Explained, Item, LeftOut
from zhixing.core.plan.plan import (
    AnnualPlan,
    Budget,
    Lesson,
    LessonPlan,
    Requirement,
    State,
    Step,
    Theme,
    Way,
)
from zhixing.store.plans import api

PLAN_YEAR = 2026
SPACE = UUID("6f1de7a2-5f0e-4dd0-9a5f-2f2c8f0f7b11")
MADE = dt.datetime(2026, 1, 12, 2, 0, tzinfo=dt.UTC)
FRONT = tuple(cell for cell in CELLS if cell.tier is Tier.FRONT)
STEPS = (
    Step("speaker", "请好主讲人", 14, "支部书记"),
    Step("papers", "印发学习材料", 7, "党务干部"),
    Step("room", "落实场地", 1, "党务干部"),
)
READY = LessonPlan(
    goal="学会按样例填写三类常用文书，评查合格率达到九成。",
    materials=("《交通运输行政执法程序规定》", "去年评查发现的问题选编"),
    speaker="综合执法大队法制员",
    questions=("哪一类文书最容易填错，为什么", "站上怎样互相把关"),
    tests=("简易程序适用的条件",),
    action="每人改好一份自己去年的文书，交支部传看。",
    checklist=STEPS,
)


@dataclass(frozen=True)
class Planted:
    """The plan, and the ids that tests ask for."""

    plan: AnnualPlan
    course: UUID
    rhythm: UUID
    own: UUID
    other: UUID
    bare: UUID


def uid(word: str) -> UUID:
    """The same id for the same word."""
    return uuid5(SPACE, word)


def built(year: int = PLAN_YEAR) -> Planted:
    """The plan of the bureau on the ledger; the second branch's lesson answers nothing."""
    known = tree()
    assert known.root is not None
    root, first, second = known.root.id, *(org.id for org in known.branches()[:2])
    problems = tuple(all_problems())[:2]
    course, bare = _courses(year, root, problems)
    rhythm = _rhythm(year, first)
    own, other = _branches(year, first, second, problems)
    requirements = (
        Requirement("skills", "岗位法规和业务规范", 2, CELLS, "党员教育管理工作条例第十五条"),
        Requirement("aims", "党的宗旨", 1, FRONT, "条例第十三条", "党的宗旨", 100),
    )
    budgets = tuple(Budget(tier, 5600 if tier is Tier.LEADERSHIP else 3200) for tier in Tier)
    plan = AnnualPlan(year, root, (course, rhythm, own, other, bare), requirements, budgets)
    return Planted(plan, course.id, rhythm.id, own.id, other.id, bare.id)


def _lesson(word: str, title: str, forms: tuple[str, ...], way: Way, minutes: int, org: UUID) -> Lesson:
    return Lesson(
        id=uid(word),
        code=word,
        title=title,
        category="知识技能",
        forms=forms,
        way=way,
        ledgers="A",
        minutes=minutes,
        org=org,
    )


def _courses(year: int, root: UUID, problems: tuple[UUID, ...]) -> tuple[Lesson, Lesson]:
    """One that is quite ready, and one without a time and a 教案."""
    course = replace(
        _lesson("course", "执法文书怎样写得规范", ("集中轮训",), Way.COURSE, 180, root),
        ledgers="A+B",
        cells=FRONT,
        window=(dt.date(year, 4, 7), dt.date(year, 6, 26)),
        answers=problems,
        duty="交通运输部执法规范化要求",
        meets=("skills",),
        capacity=40,
        max_runs=5,
        plan=READY,
    )
    bare = replace(
        _lesson("bare", "安全生产警示教育", ("警示教育",), Way.COURSE, 120, root),
        cells=(Cell(Tier.MIDDLE, Post.MAINTENANCE), Cell(Tier.FRONT, Post.MAINTENANCE)),
        duty="安全生产月部署",
    )
    return course, bare


def _rhythm(year: int, branch: UUID) -> Lesson:
    monthly = tuple(dt.date(year, month, 5) for month in range(1, 13))
    return replace(
        _lesson("rhythm", "主题党日", ("主题党日",), Way.RHYTHM, 60, branch),
        category="",
        days=monthly,
        themes=tuple(Theme(f"{day.month}月主题：安全生产第一责任", "知识技能") for day in monthly),
        duty="党员教育管理工作条例第十六条",
        plan=LessonPlan(speaker="支部书记", checklist=STEPS),
    )


def _branches(year: int, first: UUID, second: UUID, problems: tuple[UUID, ...]) -> tuple[Lesson, Lesson]:
    """A branch's own that answers a problem, and another's that answers none."""
    own = replace(
        _lesson("own", "党课：把群众反映的事办好", ("党课", "主题党日"), Way.BRANCH, 90, first),
        category="党的宗旨",
        days=(dt.date(year, 7, 1),),
        answers=problems[:1],
        plan=READY,
    )
    other = replace(
        _lesson("other", "参观学习", ("集中学习",), Way.BRANCH, 120, second),
        category="革命传统",
        days=(dt.date(year, 9, 18),),
    )
    return own, other


def explained(one: Planted) -> Explained:
    """Why it is as it is, invented."""
    item = Item(
        lesson=one.course,
        title="执法文书怎样写得规范",
        problems=one.plan.lessons[0].answers,
        size="半天",
        benefit=42,
        formula="权重 3 × 涉及 14 人 = 42",
        hours=((Tier.FRONT, 300),),
        cost=12,
        displaced=("参观学习",),
        words="回应 2 个问题，一线每人 3 学时",
    )
    left = LeftOut("外出参观", (), 8, (Tier.FRONT,), "一线学时只余 0.5，排不下")
    uses = (
        BudgetUse(Tier.FRONT, 3200, 1200, 800, 300, ""),
        BudgetUse(Tier.MIDDLE, 3200, 1200, 2100, 0, "必学超出预算"),
    )
    return Explained((item,), (left,), uses, 42, "在各层次学时之内，逐一比过全部组合，没有更好的。")


def plant(state: State = State.DRAFT, *, number: int = 1, year: int = PLAN_YEAR) -> Planted:
    """Keeps it as a version."""
    one = built(year)
    api.add_version(
        year,
        number,
        state=state.value,
        body=encode_body(Body(one.plan, explained(one))),
        reason="起草",
        by=api.Hand(999, "刘英（liuying）"),
        now=MADE,
    )
    return one


def account(name: str, today: dt.date) -> int:
    """The account number of one of the cast."""
    return cast.actor(name, today=today).account

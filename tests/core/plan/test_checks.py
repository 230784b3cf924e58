"""What is found in a plan before it is approved: each planted fault once, and nothing in a fresh draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from tests.core.plan.sketch import BRANCHES, DAY, RULES, YEAR, audience, given, problem, year_time

from zhixing.core.plan.audience import Unclear
from zhixing.core.plan.checks import Bench, Finding, Sort, check
from zhixing.core.plan.differences import differences
from zhixing.core.plan.drafting import draft
from zhixing.core.plan.matrix import matrix
from zhixing.core.plan.plan import AnnualPlan, Lesson, LessonPlan, Way
from zhixing.core.plan.rhythm import beats

ONE = problem(1, "知识技能", 4, branch=0)
MUST = problem(2, "政治理论", 1, source="上级必学")
ASKED = (ONE, MUST)
PLAN = draft(given(*ASKED)).plan
LOOSE = Lesson(UUID(int=77), "X1", "随便学学", "", ("集中学习",), Way.BRANCH, "A", 60, PLAN.org)


def found(plan: AnnualPlan, **changes: object) -> tuple[Finding, ...]:
    """The findings of a plan."""
    people = audience()
    bench = Bench(
        people, ASKED, BRANCHES, beats(RULES, DAY)[0], year_time(), matrix(plan, people, RULES), True
    )
    return check(plan, replace(bench, **changes))  # type: ignore[arg-type]


def without(plan: AnnualPlan, wanted: Callable[[Lesson], bool]) -> AnnualPlan:
    """The plan without some lessons."""
    return replace(plan, lessons=tuple(one for one in plan.lessons if not wanted(one)))


def unanswering(lesson: Lesson, uid: UUID) -> Lesson:
    """The lesson, no longer answering a problem."""
    themes = tuple(
        replace(one, answers=tuple(each for each in one.answers if each != uid)) for one in lesson.themes
    )
    return replace(lesson, themes=themes, answers=tuple(each for each in lesson.answers if each != uid))


def test_a_fresh_draft_has_nothing_hard() -> None:
    assert {one.sort for one in found(PLAN)} <= {Sort.HOURS}
    assert not any(one.hard for one in found(PLAN))


def test_a_lesson_that_answers_nothing_blocks() -> None:
    (hard,) = [one for one in found(replace(PLAN, lessons=(*PLAN.lessons, LOOSE))) if one.hard]
    assert (hard.sort, hard.lesson) == (Sort.UNANSWERED, LOOSE.id)


@pytest.mark.parametrize(("asked", "sort", "hard"), [(ONE, Sort.PROBLEM, False), (MUST, Sort.MUST, True)])
def test_a_problem_without_a_lesson_is_listed(asked: object, sort: Sort, hard: bool) -> None:
    uid = ONE.id if asked is ONE else MUST.id
    plan = replace(PLAN, lessons=tuple(unanswering(one, uid) for one in PLAN.lessons))
    mine = [one for one in found(plan) if one.problem == uid]
    assert [(one.sort, one.hard) for one in mine] == [(sort, hard)]


def test_a_missing_month_of_the_rhythm_blocks() -> None:
    theme = next(one for one in PLAN.lessons if one.forms == ("主题党日",))
    short = replace(theme, days=theme.days[1:], themes=theme.themes[1:])
    plan = replace(PLAN, lessons=tuple(short if one.id == theme.id else one for one in PLAN.lessons))
    words = [one.words for one in found(plan) if one.hard]
    assert words == ["养护支部的主题党日只排了 11 个月，应有 12 个月"]


def test_people_without_any_lesson_block() -> None:
    nobody = replace(PLAN, lessons=())
    bare = [one for one in found(nobody) if one.sort is Sort.OWED and one.hard]
    assert {one.cell for one in bare} == set(audience().held)


def test_what_is_owed_and_missing_is_told() -> None:
    plan = without(PLAN, lambda one: "党员集中轮训" in one.meets)
    gaps = [one for one in found(plan) if one.sort is Sort.OWED]
    assert gaps
    assert all("党员集中轮训" in one.words and not one.hard for one in gaps)


def test_hours_beyond_the_budget_are_told() -> None:
    big = replace(LOOSE, minutes=6000, duty="上级", days=(DAY,), plan=PLAN.lessons[0].plan)
    over = [one for one in found(replace(PLAN, lessons=(*PLAN.lessons, big))) if "超出学时目标" in one.words]
    assert over
    assert not any(one.hard for one in over)


def test_an_unfinished_lesson_plan_is_told() -> None:
    bare = replace(PLAN.lessons[0], plan=LessonPlan(goal="弄清"))
    (one,) = [
        one for one in found(replace(PLAN, lessons=(bare, *PLAN.lessons[1:]))) if one.sort is Sort.TEACHING
    ]
    assert one.words.endswith("缺材料、主讲、讨论题、行动")


def test_doubtful_people_and_unknown_seasons_are_told() -> None:
    cell = next(iter(audience().held))
    doubtful = replace(audience(), unclear=(Unclear(UUID(int=5), "没有登记职务岗位", cell),))
    sorts = {one.sort for one in found(PLAN, audience=doubtful, seasons_known=False)}
    assert {Sort.PEOPLE, Sort.CALENDAR} <= sorts


def test_differences_tell_each_change_in_words() -> None:
    first, *rest = PLAN.lessons
    other = replace(PLAN, lessons=(replace(first, minutes=240, half_days=1), *rest[1:], LOOSE))
    told = differences(PLAN, other)
    assert [(one.change.value, one.what) for one in told] == [
        ("调整", first.title),
        ("新增", LOOSE.title),
        ("取消", rest[0].title),
    ]
    assert told[0].words == ("时长：480 分钟 → 240 分钟", "长度：2 个半天 → 1 个半天")
    assert differences(PLAN, PLAN) == ()
    assert differences(PLAN, replace(PLAN, budgets=PLAN.budgets[1:]))[0].what == "学时预算"
    assert PLAN.year == YEAR

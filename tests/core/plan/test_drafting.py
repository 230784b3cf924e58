"""A draft: whatever order things came in, within the hours, with reasons that add up, on days that can be held."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st
from tests.core.plan.sketch import BRANCHES, RULES, YEAR, audience, given, problem, year_time

from zhixing.core.cells import Tier
from zhixing.core.plan.body import decode_body, encode_body
from zhixing.core.plan.drafting import draft
from zhixing.core.plan.matrix import matrix
from zhixing.core.plan.plan import Way
from zhixing.core.plan.seasons import Sort

CATEGORIES = (
    "政治理论",
    "政治教育和政治训练",
    "党章党规党纪",
    "党的宗旨",
    "革命传统",
    "形势政策",
    "知识技能",
)
PROBLEMS = tuple(problem(n, CATEGORIES[n % 7], n % 5 + 1, branch=(None, 0, 1, 2)[n % 4]) for n in range(10))
MUST = problem(20, "政治理论", 1, source="上级必学")


def test_the_order_of_problems_is_irrelevant() -> None:
    forth, back = draft(given(*PROBLEMS, MUST)), draft(given(MUST, *reversed(PROBLEMS)))
    assert forth == back


@settings(max_examples=15, deadline=None)
@examples(st.sets(st.sampled_from(PROBLEMS), min_size=1), st.booleans())
def test_it_stays_within_the_hours_and_the_reasons_add_up(chosen: set[object], must: bool) -> None:
    asked = [one for one in PROBLEMS if one in chosen] + ([MUST] if must else [])
    body = draft(given(*asked))
    told = body.explained
    assert told is not None
    for view in matrix(body.plan, audience(), RULES):
        assert not view.people or view.planned <= view.budget
    weighed = [one for one in told.items if one.formula != "不参加比较"]
    assert told.benefit == sum(one.benefit for one in weighed)
    assert all(one.cost >= 0 for one in weighed if not one.must)
    answered = {uid for one in told.items for uid in one.problems}
    answered |= {uid for one in told.left_out for uid in one.problems}
    assert answered == {one.id for one in asked}
    assert all(one.left >= 0 for one in told.budgets)


def test_what_a_superior_asks_for_is_always_there() -> None:
    heavy = [problem(n, CATEGORIES[n % 7], 5) for n in range(30, 37)]
    body = draft(given(*heavy, MUST))
    assert any(MUST.id in one.answers and one.duty for one in body.plan.lessons)


def test_what_a_superior_asks_for_is_for_every_tier_in_service() -> None:
    """It was once given to 支委 and 一线 alone, because there the smallest hours bought the most."""
    heavy = [problem(n, CATEGORIES[n % 7], 5) for n in range(30, 37)]
    body = draft(given(*heavy, MUST))
    asked = next(one for one in body.plan.lessons if MUST.id in one.answers and one.duty)
    here = {cell.tier for cell in set(audience().cells.values()) if audience().expected(cell)}
    assert {cell.tier for cell in asked.cells} == here - {Tier.ACTIVIST, Tier.VETERAN}


def test_it_survives_being_written() -> None:
    body = draft(given(*PROBLEMS, MUST))
    assert decode_body(encode_body(body)) == body


def test_statutory_days_are_working_days_one_a_month_outside_busy_times() -> None:
    body, time = draft(given(*PROBLEMS)), year_time()
    busy = [one for one in time.seasons if one.sort is not Sort.HOLIDAY]
    for branch in BRANCHES:
        mine = [one for one in body.plan.lessons if one.org == branch.id]
        theme = next(one for one in mine if one.forms == ("主题党日",))
        assert [day.month for day in theme.days] == list(range(1, 13))
        assert len(theme.themes) == 12
        for day in (day for lesson in mine for day in lesson.days):
            assert time.workdays.is_workday(day)
            inside = any(one.covers(day) for one in busy)
            first = day.replace(day=1)
            last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
            whole = list(time.days(first, last))
            assert not inside or all(any(one.covers(other) for one in busy) for other in whole)
    forms = {form for lesson in body.plan.lessons for form in lesson.forms}
    assert forms >= {"主题党日", "党员大会", "支委会", "党小组会", "党课", "组织生活会", "民主评议党员"}


def test_theme_days_answer_problems_of_their_category() -> None:
    one = problem(50, "革命传统", branch=0)
    body = draft(given(one))
    theme = next(
        lesson
        for lesson in body.plan.lessons
        if lesson.org == BRANCHES[0].id and lesson.forms == ("主题党日",)
    )
    july = theme.themes[6]
    assert (july.category, july.answers) == ("革命传统", (one.id,))
    assert all(lesson.answered for lesson in body.plan.lessons)


def test_courses_lie_outside_busy_times_and_are_long_enough() -> None:
    body, time = draft(given(*PROBLEMS)), year_time()
    for lesson in body.plan.lessons:
        if lesson.way is Way.COURSE:
            assert lesson.window is not None
            first, last = lesson.window
            assert (last - first).days >= 6 * 7 - 1
            busy = [one for one in time.against(lesson) if one.sort is not Sort.HOLIDAY]
            assert not any(one.first <= last and first <= one.last for one in busy)


def test_a_joint_course_counts_in_both_ledgers_and_meets_two_requirements() -> None:
    body = draft(given(*PROBLEMS))
    joint = next(one for one in body.plan.lessons if one.ledgers == "A+B")
    assert joint.meets == ("党员集中轮训", "干部集中培训")
    assert joint.hundredths == 800
    views = matrix(body.plan, audience(), RULES)
    met = {
        one.requirement.key
        for view in views
        if view.cell.tier is Tier.LEADERSHIP
        for one in view.owed
        if one.met
    }
    assert met >= set(joint.meets)


def test_every_drafted_lesson_has_a_whole_lesson_plan() -> None:
    body = draft(given(*PROBLEMS, MUST))
    assert all(one.plan.complete and one.plan.checklist for one in body.plan.lessons)
    assert not any("{" in text for one in body.plan.lessons for text in (one.plan.goal, *one.plan.questions))


def test_empty_cells_stand_out_and_cells_without_people_say_so() -> None:
    body = draft(given(*PROBLEMS))
    none = replace(body.plan, lessons=())
    views = matrix(none, audience(), RULES)
    assert {view.cell for view in views if view.bare} == set(audience().held)
    assert {view.words for view in views if not view.people and not view.exempt} == {"没有人"}
    exempt = [view for view in views if view.exempt and not view.people]
    assert [view.words for view in exempt] == ["1 人不作硬性要求，送学，不算缺"]
    assert not any(view.gap for view in exempt)
    assert all(view.cell.tier is Tier.VETERAN for view in exempt)


def test_a_year_begun_is_planned_from_its_first_free_day() -> None:
    whole = given(*PROBLEMS)
    begun = replace(whole, time=replace(whole.time, first=dt.date(YEAR, 9, 10)))
    body = draft(begun)
    assert min(day for one in body.plan.lessons for day in one.days) >= dt.date(YEAR, 9, 10)
    assert all(one.window is None or one.window[0] >= dt.date(YEAR, 9, 10) for one in body.plan.lessons)

"""Clashes are told in words with exactly three other times, the nearest that do no harm."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st
from tests.core.plan.sketch import BRANCHES, YEAR, given, year_time

from zhixing.core.cells import Post
from zhixing.core.plan.clash import clash
from zhixing.core.plan.drafting import draft
from zhixing.core.plan.plan import Lesson, Way
from zhixing.core.plan.seasons import Season, Sort

PLAN = draft(given()).plan
BRANCH_LESSON = Lesson(UUID(int=99), "B1", "支部学习", "", ("集中学习",), Way.BRANCH, "A", 60, BRANCHES[0].id)
COURSE = next(one for one in PLAN.lessons if one.way is Way.COURSE)
FIRST = dt.date(YEAR, 1, 1)


def test_the_draft_clashes_with_nothing() -> None:
    assert [found for lesson in PLAN.lessons for found in clash(PLAN, lesson, year_time())] == []


@pytest.mark.parametrize(
    ("day", "word"),
    [("2026-02-04", "春运"), ("2026-10-02", "连休"), ("2026-05-16", "不是工作日"), ("2026-07-01", "主汛期")],
)
def test_a_bad_day_is_named(day: str, word: str) -> None:
    lesson = replace(BRANCH_LESSON, days=(dt.date.fromisoformat(day),))
    (found,) = clash(PLAN, lesson, year_time())
    assert word in found.words


def test_an_adjusted_workday_is_no_clash() -> None:
    assert clash(PLAN, replace(BRANCH_LESSON, days=(dt.date(YEAR, 5, 9),)), year_time()) == ()


def test_two_lessons_of_a_branch_do_not_share_a_day() -> None:
    theme = next(one for one in PLAN.lessons if one.org == BRANCHES[0].id and one.forms == ("主题党日",))
    (found,) = clash(PLAN, replace(BRANCH_LESSON, days=(theme.days[3],)), year_time())
    assert "同一天" in found.words


@examples(st.integers(0, 364))
def test_three_good_days_are_offered(n: int) -> None:
    time, day = year_time(), FIRST + dt.timedelta(days=n)
    for found in clash(PLAN, replace(BRANCH_LESSON, days=(day,)), time):
        assert len({one.days for one in found.alternatives}) == 3
        for one in found.alternatives:
            assert clash(PLAN, replace(BRANCH_LESSON, days=one.days), time) == ()
            assert one.reason


@examples(st.integers(0, 300), st.integers(7, 90))
def test_three_good_windows_are_offered(n: int, length: int) -> None:
    time, first = year_time(), FIRST + dt.timedelta(days=n)
    last = min(first + dt.timedelta(days=length), dt.date(YEAR, 12, 31))
    for found in clash(PLAN, replace(COURSE, window=(first, last)), time):
        assert len({one.window for one in found.alternatives}) == 3
        for one in found.alternatives:
            assert clash(PLAN, replace(COURSE, window=one.window), time) == ()


def test_three_windows_are_a_choice() -> None:
    """No two of them begin and end within two weeks of each other, where the year has room."""
    window = dt.date(YEAR, 7, 1), dt.date(YEAR, 8, 15)
    (found,) = clash(PLAN, replace(COURSE, window=window), year_time())
    spans = [one.window for one in found.alternatives if one.window is not None]
    pairs = [(a, b) for n, a in enumerate(spans) for b in spans[:n]]
    assert len(pairs) == 3
    assert all(max(abs((x - y).days) for x, y in zip(a, b, strict=True)) > 14 for a, b in pairs)


def test_a_peak_of_some_posts_is_no_clash_for_a_course_of_all() -> None:
    posts = frozenset({Post.MAINTENANCE})
    peak = Season("路面大修", dt.date(YEAR, 4, 1), dt.date(YEAR, 4, 30), Sort.PEAK, posts)
    time = year_time(peak)
    assert clash(PLAN, COURSE, time) == ()
    own = replace(COURSE, cells=tuple(cell for cell in COURSE.cells if cell.post is Post.MAINTENANCE))
    (found,) = clash(PLAN, own, time)
    assert "路面大修" in found.words


def test_a_year_full_of_work_still_has_three_answers() -> None:
    time = year_time(Season("全年大修", FIRST, dt.date(YEAR, 12, 31), Sort.PEAK))
    (found,) = clash(PLAN, COURSE, time)
    assert len(found.alternatives) == 3
    (day,) = clash(PLAN, replace(BRANCH_LESSON, days=(dt.date(YEAR, 4, 1),)), time)
    assert all("从简" in one.reason for one in day.alternatives)

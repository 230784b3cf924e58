"""Own dates: told only what touches one; nothing is doubled, nothing falls silently away."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from zhixing.core.plan.dates import AFTERNOON, FORENOON, Hours, OwnDate, Turn, carried, changes, session_span

HOURS = Hours(540, 720, 870, 1050)
DAY = dt.date(2026, 3, 5)


def made(code: int, day: int, place: str = "党员活动室") -> OwnDate:
    start = dt.datetime(2026, 3, 1, 9) + dt.timedelta(days=day)
    return OwnDate(start, start + dt.timedelta(hours=3), UUID(int=code), f"第{code}课", place)


dates = st.lists(
    st.builds(made, st.integers(0, 8), st.integers(0, 30), st.sampled_from(["甲", "乙"])),
    unique_by=lambda one: one.code,
)


def test_a_run_of_two_half_days_meets_forenoon_and_afternoon() -> None:
    morning, noon = session_span(DAY, FORENOON, 2, HOURS)
    assert morning == (dt.datetime(2026, 3, 5, 9), dt.datetime(2026, 3, 5, 12))
    assert noon == (dt.datetime(2026, 3, 5, 14, 30), dt.datetime(2026, 3, 5, 17, 30))


def test_a_run_that_begins_after_noon_goes_on_the_next_day() -> None:
    spans = session_span(DAY, AFTERNOON, 3, HOURS)
    assert [begin.day for begin, _ in spans] == [5, 6, 6]


def test_only_what_changed_is_told() -> None:
    old = [made(1, 1), made(2, 2), made(3, 3)]
    new = [made(1, 1), made(2, 5), made(4, 4)]
    assert [(one.turn, (one.after or one.before).title) for one in changes(old, new)] == [  # type: ignore[union-attr]
        (Turn.CANCELLED, "第3课"),
        (Turn.NEW, "第4课"),
        (Turn.MOVED, "第2课"),
    ]


@given(dates)
def test_the_same_dates_change_nothing(same: list[OwnDate]) -> None:
    assert changes(same, same) == ()
    assert carried(same, same) == tuple(sorted(same))


@given(dates, dates)
def test_what_is_carried_shows_the_new_dates_and_keeps_the_cancelled(
    old: list[OwnDate], new: list[OwnDate]
) -> None:
    now = carried(old, new)
    standing = {one.code: replace(one, revision=0) for one in now if not one.cancelled}
    assert standing == {one.code: one for one in new}
    assert {one.code for one in now} == {one.code for one in old} | {one.code for one in new}
    touched = {(one.after or one.before).code for one in changes(old, new)}  # type: ignore[union-attr]
    known = {one.code for one in old}
    assert {one.code for one in now if one.revision} == touched & known


@given(dates, dates, dates)
def test_revisions_never_fall(first: list[OwnDate], second: list[OwnDate], third: list[OwnDate]) -> None:
    once = carried(first, second)
    twice = {one.code: one.revision for one in carried(once, third)}
    assert all(twice[one.code] >= one.revision for one in once)

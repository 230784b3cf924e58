"""Fixed days: one after the other, within the afternoon, and nobody in a run at the same time."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from zhixing.core.plan.dates import Hours
from zhixing.core.plan.fixed import begins, session
from zhixing.core.plan.plan import Lesson, Way

HOURS = Hours(540, 720, 870, 1050)
DAY = dt.date(2026, 3, 5)
ORG = UUID(int=1)


def lesson(nth: int, minutes: int, *, org: UUID = ORG, days: tuple[dt.date, ...] = (DAY,)) -> Lesson:
    return Lesson(
        UUID(int=nth), f"J{nth}", f"第{nth}课", "", ("主题党日",), Way.RHYTHM, "A", minutes, org, days=days
    )


def test_one_session_begins_at_the_usual_time() -> None:
    assert begins([lesson(5, 60)], HOURS, 900) == {(UUID(int=5), DAY): 900}


def test_three_sessions_begin_earlier_and_end_in_time() -> None:
    held = [lesson(5, 60), lesson(6, 60), lesson(7, 60)]
    begin = begins(held, HOURS, 900)
    assert [begin[one.id, DAY] for one in held] == [870, 930, 990]


@given(st.lists(st.integers(0, 90), min_size=1, max_size=6))
def test_nobody_is_at_two_meetings_of_one_organisation(minutes: list[int]) -> None:
    held = [lesson(nth, one) for nth, one in enumerate(minutes, 1)]
    begin = begins(held, HOURS, 900)
    spans = [session(one, DAY, begin) for one in held]
    assert all(end <= start for (_, end), (start, _) in zip(spans, spans[1:], strict=False))
    total = sum(max(30, one) for one in minutes)
    if total <= HOURS.pm_until - HOURS.pm_from:
        assert spans[-1][1] <= dt.datetime.combine(DAY, dt.time(17, 30))


def test_organisations_do_not_wait_for_each_other() -> None:
    other = lesson(6, 60, org=UUID(int=2))
    assert set(begins([lesson(5, 60), other], HOURS, 900).values()) == {900}

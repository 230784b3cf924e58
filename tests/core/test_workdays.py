"""Working days: the year as it is, terms as the law counts them, notices as somebody pastes them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixing.core.calendar.notice import as_body, from_body, merged, read_notice
from zhixing.core.calendar.workdays import Workdays, YearDays
from zhixing.interop.calendars import national_years

KNOWN = Workdays(national_years())
DAYS = st.dates(dt.date(2004, 1, 1), dt.date(2026, 11, 1))


def test_a_notice_over_the_national_day_ends_when_people_work_again() -> None:
    """公示 5 个工作日, the first day counted: 10-09, not 10-02 as weekends alone would say."""
    start = dt.date(2026, 9, 28)
    found = KNOWN.add_workdays(start, 5, counting_start=True)
    assert (found.day, found.provisional) == (dt.date(2026, 10, 9), False)
    naive = Workdays().add_workdays(start, 5, counting_start=True)
    assert (naive.day, naive.provisional) == (dt.date(2026, 10, 2), True)
    assert "暂算" in naive.sentence


def test_adjusted_days_count_and_the_next_year_is_provisional() -> None:
    assert KNOWN.is_workday(dt.date(2025, 1, 26))
    assert not KNOWN.is_workday(dt.date(2025, 1, 28))
    found = KNOWN.add_workdays(dt.date(2026, 12, 28), 5, counting_start=False)
    assert found.provisional
    assert "2027 年放假安排还没有导入" in found.sentence
    with pytest.raises(ValueError, match="至少 1 个"):
        KNOWN.add_workdays(dt.date(2026, 1, 5), 0, counting_start=True)


@given(start=DAYS, n=st.integers(1, 40), counting=st.booleans())
def test_a_term_ends_on_a_workday_and_is_as_long_as_it_says(start: dt.date, n: int, counting: bool) -> None:
    found = KNOWN.add_workdays(start, n, counting_start=counting)
    assert KNOWN.is_workday(found.day)
    assert KNOWN.count(start, found.day, counting_start=counting) == n
    assert found.passed(found.day + dt.timedelta(days=1))
    assert not found.passed(found.day)


@given(
    start=DAYS,
    n=st.integers(1, 30),
    more=st.integers(1, 10),
    later=st.integers(0, 20),
    counting=st.booleans(),
)
def test_longer_and_later_never_end_earlier(
    start: dt.date, n: int, more: int, later: int, counting: bool
) -> None:
    first = KNOWN.add_workdays(start, n, counting_start=counting).day
    assert KNOWN.add_workdays(start, n + more, counting_start=counting).day > first
    after = start + dt.timedelta(days=later)
    assert KNOWN.add_workdays(after, n, counting_start=counting).day >= first
    assert KNOWN.add_workdays(start, n, counting_start=False).day >= first


def test_a_pasted_notice_is_read_and_spelled_back() -> None:
    text = "日期,安排\n2027-01-01 休\n2027年2月5日，放假\n\n2027/2/7\t班\n2027.10.1 休"
    notice = read_notice(text)
    assert notice.bad == ()
    assert notice.year == 2027
    assert notice.days.work == {dt.date(2027, 2, 7)}
    assert from_body(as_body(2027, notice.days, "通知")) == notice.days
    later = merged(national_years(), [as_body(2027, notice.days, "通知")])
    assert Workdays(later).knows(2027)
    assert not Workdays(later).is_workday(dt.date(2027, 10, 1))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2027-13-01 休", "认不出日期"),
        ("2027-01-01", "休”或“班"),
        ("2027-01-01 玩", "休”或“班"),
        ("2027-01-04 班", "周一至周五"),
        ("1月1日 休", "认不出日期"),
        ("2027-01-02 休\n2027-01-02 班", "写了两次"),
        ("2027-01-01 休\n2028-01-03 休", "一次只导入一年"),
        ("\n".join(["2027-01-01 休"] * 300), "最多"),
    ],
)
def test_what_is_wrong_in_a_notice_is_named_with_its_line(line: str, reason: str) -> None:
    assert any(reason in one.reason for one in read_notice(line).bad)


@given(st.sets(st.dates(dt.date(2027, 1, 1), dt.date(2027, 12, 31)), max_size=40))
def test_days_survive_the_ledger(days: set[dt.date]) -> None:
    known = YearDays(frozenset(days), frozenset())
    assert from_body(as_body(2027, known, "")) == known


def test_days_likely_off_are_for_planning_and_only_without_a_notice() -> None:
    festival = dt.date(2027, 10, 5)
    planning = Workdays(national_years(), frozenset({festival, dt.date(2026, 3, 4)}))
    assert not planning.is_workday(festival)
    assert not planning.knows(2027)
    assert planning.is_workday(dt.date(2026, 3, 4)), "the notice of 2026 is known: it holds"
    assert Workdays(national_years()).is_workday(festival), "deadlines are not reckoned with guesses"

"""Days that are off before the notice says so."""

from __future__ import annotations

import datetime as dt

import pytest

from zhixing.core.calendar.festivals import usually_off
from zhixing.interop.calendars import national_years


@pytest.mark.parametrize("day", ["2027-01-01", "2027-02-05", "2027-02-08", "2027-04-05", "2027-05-03", "2027-06-09",
                                 "2027-09-15", "2027-10-06", "2027-10-07", "2028-04-04", "2028-01-25"])  # fmt: skip
def test_festivals_are_off(day: str) -> None:
    wanted = dt.date.fromisoformat(day)
    assert wanted in usually_off(wanted.year)


def test_an_ordinary_day_is_not() -> None:
    assert dt.date(2027, 4, 6) not in usually_off(2027)
    assert len([one for one in usually_off(2027) if one.weekday() < 5]) <= 20


def test_against_the_notice_of_a_year_that_is_known() -> None:
    known = national_years()[2026].off
    missing = {one for one in known if one.weekday() < 5} - usually_off(2026)
    assert len(missing) <= 2, "what a notice joins to the festivals is guessed nearly whole"


def test_the_day_of_tomb_sweeping() -> None:
    assert [dt.date(year, 4, 5) in usually_off(year) for year in (2025, 2026, 2027)] == [False, True, True]

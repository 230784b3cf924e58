"""The working half-days of a year: ten a week, Monday morning first, as batches count them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhixing.core.calendar.workdays import Workdays

WEEK = 10
"""Half-days of a week."""
_DAYS = 5
AM, PM, NIGHT = "am", "pm", "night"
HALVES = (AM, PM)
HALF_WORDS = {AM: "上午", PM: "下午", NIGHT: "夜班"}


@dataclass(frozen=True, slots=True)
class Grid:
    """Half-days from the Monday of the week of 1 January to the Friday of the week of 31 December.

    `closed`: weekdays outside the year and public holidays, closed for everybody. Weekend days that are worked
    instead (调休) have no place in it. `provisional`: the year's notice on holidays is not known yet (暂算).
    """

    year: int
    first: dt.date
    half_days: int
    closed: frozenset[dt.date]
    provisional: bool

    def day(self, t: int) -> dt.date:
        """The date of half-day `t`."""
        week, rest = divmod(t, WEEK)
        return self.first + dt.timedelta(days=7 * week + rest // 2)

    def half(self, t: int) -> str:
        """`am` or `pm`."""
        return HALVES[t % 2]

    def index(self, day: dt.date, half: str) -> int:
        """The half-day of a date. Raises ValueError for a weekend or a day outside the grid."""
        week, weekday = divmod((day - self.first).days, 7)
        t = week * WEEK + weekday * 2 + HALVES.index(half)
        if weekday >= _DAYS or not 0 <= t < self.half_days:
            raise ValueError(f"{day} 不在 {self.year} 年的工作半天里")
        return t

    def is_open(self, t: int) -> bool:
        """Whether anybody can be planned for in half-day `t`."""
        return self.day(t) not in self.closed

    def days(self) -> list[dt.date]:
        """The weekdays of the grid, two half-days each, in order."""
        return [self.day(t) for t in range(0, self.half_days, 2)]


def year_grid(year: int, workdays: Workdays) -> Grid:
    """The grid of a year by the calendar of workdays."""
    january, december = dt.date(year, 1, 1), dt.date(year, 12, 31)
    first = january - dt.timedelta(days=january.weekday())
    weeks = (december - first).days // 7 + 1
    days = [first + dt.timedelta(days=7 * week + n) for week in range(weeks) for n in range(_DAYS)]
    closed = frozenset(day for day in days if day.year != year or not workdays.is_workday(day))
    return Grid(year, first, weeks * WEEK, closed, not workdays.knows(year))

"""Terms in working days (工作日): weekends, public holidays and adjusted workdays (调休) of each year.

Data are values handed in; a year without the State Council's notice is reckoned by weekends alone and every
deadline that touches it is provisional (暂算), to be shown in yellow until the notice has been imported.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

_SATURDAY = 5
_ONE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class YearDays:
    """What differs from the plain week in a year: weekdays off, weekend days worked."""

    off: frozenset[dt.date] = frozenset()
    work: frozenset[dt.date] = frozenset()


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a term. `provisional`: a year on the way has no notice yet. `sentence` says how it was counted."""

    day: dt.date
    provisional: bool
    sentence: str

    def passed(self, today: dt.date) -> bool:
        """Whether the last day is over."""
        return today > self.day


@dataclass(frozen=True, slots=True)
class Workdays:
    """The calendar: years that a notice is known of.

    `likely`: days taken to be off in a year without notice, for planning ahead; no deadline is reckoned with them.
    """

    years: Mapping[int, YearDays] = field(default_factory=dict)
    likely: frozenset[dt.date] = frozenset()

    def is_workday(self, day: dt.date) -> bool:
        """Whether one works on a day."""
        known = self.years.get(day.year)
        if known is not None:
            if day in known.off:
                return False
            if day in known.work:
                return True
        elif day in self.likely:
            return False
        return day.weekday() < _SATURDAY

    def knows(self, year: int) -> bool:
        """Whether the year's notice is known."""
        return year in self.years

    def add_workdays(self, start: dt.date, n: int, *, counting_start: bool) -> Deadline:
        """The nth working day from `start`; `counting_start`: the day itself counts, where it is one.

        Raises ValueError for n < 1: a term has at least one day.
        """
        if n < 1:
            raise ValueError(f"期限至少 1 个工作日，写的是 {n}")
        day = start if counting_start else start + _ONE
        left = n - self.is_workday(day)
        while left:
            day += _ONE
            left -= self.is_workday(day)
        return Deadline(day, *self._told(start, day, n, counting_start))

    def count(self, start: dt.date, end: dt.date, *, counting_start: bool) -> int:
        """How many working days lie from `start` to `end`, both included (`start` only where it counts)."""
        first = start if counting_start else start + _ONE
        return sum(self.is_workday(first + _ONE * n) for n in range(max(0, (end - first).days + 1)))

    def _told(self, start: dt.date, end: dt.date, n: int, counting_start: bool) -> tuple[bool, str]:
        unknown = [year for year in range(start.year, end.year + 1) if year not in self.years]
        days = [start + _ONE * k for k in range((end - start).days + 1)]
        rest = sum(day.weekday() < _SATURDAY and not self.is_workday(day) for day in days)
        shifted = sum(day.weekday() >= _SATURDAY and self.is_workday(day) for day in days)
        told = [f"自 {start} 起 {n} 个工作日，{'含' if counting_start else '不含'}当日"]
        told += [f"其间放假 {rest} 天"] if rest else []
        told += [f"调休上班 {shifted} 天"] if shifted else []
        if unknown:
            named = "、".join(str(year) for year in unknown)
            told.append(f"{named} 年放假安排还没有导入，只扣周末，暂算")
        return bool(unknown), "；".join(told)

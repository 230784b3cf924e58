"""The public holidays and adjusted workdays that came with the program (chinesecalendar), as plain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from zhixing.core.calendar.workdays import YearDays

_SATURDAY = 5


@cache
def national_years() -> Mapping[int, YearDays]:
    """Year → its days, from 2004 to the last notice known to the package. Weekends are not repeated."""
    # Loaded with the first deadline that is reckoned.
    from chinese_calendar import constants  # type: ignore[import-untyped]

    off, work = defaultdict(set), defaultdict(set)
    for day in constants.holidays:
        off[day.year].add(day)
    for day in constants.workdays:
        work[day.year].add(day)
    return {
        year: YearDays(
            frozenset(day for day in off[year] if day.weekday() < _SATURDAY), frozenset(work[year])
        )
        for year in sorted({*off, *work})
    }

"""Days that are surely or usually off, for planning a year whose notice on holidays isn't out yet.

《全国年节及纪念日放假办法》第二条 names the festivals; round them the weeks that notices have always joined to them.
Days by the lunar calendar stand as far as they are told here; a notice, once imported, holds instead.
"""

from __future__ import annotations

import datetime as dt

_SATURDAY = 5
_LUNAR: dict[int, tuple[tuple[int, int], tuple[int, int], tuple[int, int]]] = {
    2026: ((2, 17), (6, 19), (9, 25)),
    2027: ((2, 6), (6, 9), (9, 15)),
    2028: ((1, 26), (5, 28), (10, 3)),
    2029: ((2, 13), (6, 16), (9, 22)),
    2030: ((2, 3), (6, 5), (9, 12)),
    2031: ((1, 23), (6, 24), (10, 1)),
    2032: ((2, 11), (6, 12), (9, 19)),
    2033: ((1, 31), (6, 1), (9, 8)),
    2034: ((2, 19), (6, 20), (9, 27)),
    2035: ((2, 8), (6, 10), (9, 16)),
}
"""正月初一, 端午, 中秋 by month and day."""


def usually_off(year: int) -> frozenset[dt.date]:
    """元旦, 除夕至初七, 清明, 5月1日至5日, 端午, 中秋, 10月1日至7日; a festival on a weekend also the Monday after it."""
    found = {dt.date(year, 1, 1), _tomb_sweeping(year)}
    found |= _from(dt.date(year, 5, 1), 5) | _from(dt.date(year, 10, 1), 7)
    if year in _LUNAR:
        spring, boats, moon = (dt.date(year, *day) for day in _LUNAR[year])
        found |= _from(spring - dt.timedelta(days=1), 8) | {boats, moon}
    for day in [one for one in found if one.weekday() >= _SATURDAY]:
        found.add(day + dt.timedelta(days=7 - day.weekday()))
    return frozenset(found)


def _from(first: dt.date, days: int) -> set[dt.date]:
    return {first + dt.timedelta(days=n) for n in range(days)}


def _tomb_sweeping(year: int) -> dt.date:
    """清明 of this century: the fraction of days by which the solar year runs ahead of the calendar."""
    short = year % 100
    return dt.date(year, 4, int(short * 0.2422 + 4.81) - short // 4)

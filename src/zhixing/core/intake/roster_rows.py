"""Rows of the workbooks about rosters, leave, cover, rooms, speakers and busy seasons; see `rows`.

Last days are as written (止, included). Days lie in the future as a rule: they plan.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhixing.core.intake.origin import Origin


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """班次表, a person a row: by which pattern, from when, which day its cycle begins."""

    origin: Origin
    name: str
    branch: str
    pattern: str
    anchor: dt.date | None
    since: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class MonthRow:
    """月班次表: a mark a day, `-` where the cell is empty or could not be read."""

    origin: Origin
    name: str
    branch: str
    year: int
    month: int
    marks: str


@dataclass(frozen=True, slots=True)
class LeaveRow:
    """请假与换班. `what`: leave, on (duty instead of rest), off (rest instead of duty); `part` am/pm/night or empty."""

    origin: Origin
    name: str
    branch: str
    first: dt.date
    last: dt.date
    what: str
    part: str


@dataclass(frozen=True, slots=True)
class CoverRow:
    """站点最低在岗: weekdays as digits (1 = Monday), half am/pm or empty for both."""

    origin: Origin
    station: str
    branch: str
    minimum: int
    weekdays: str
    half: str
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class VenueRow:
    """场地: seats, the station it is at (and its branch), whether in use, the days on which it cannot be had."""

    origin: Origin
    name: str
    seats: int
    station: str
    branch: str
    open: bool
    closed: tuple[dt.date, ...]
    """First and last day of each time in turn."""


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """师资: unit, topics as numbers of the categories, whether from outside, whether still asked, days not to be had."""

    origin: Origin
    name: str
    unit: str
    topics: str
    outside: bool | None
    open: bool
    closed: tuple[dt.date, ...]


@dataclass(frozen=True, slots=True)
class PeakRow:
    """业务高峰: from the first to the last day; the names of organisations and stations, none for all."""

    origin: Origin
    title: str
    first: dt.date
    last: dt.date
    places: tuple[str, ...]

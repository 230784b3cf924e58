"""Duty rosters and what training needs beside people: rooms, speakers, busy seasons.

These facts plan what lies ahead, so their days are fields of the body (`since`, first day; `until`, the first day on
which it no longer holds) and the fact itself has none. Of each key the statement entered last holds; one that is
called off is stated anew with `until` equal to `since`. No reason of an absence is ever kept.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhixing.core.facts.body import Body, Kind


@dataclass(frozen=True, slots=True)
class ShiftRoster(Body):
    """轮班: `subject` works by a pattern (班制) of the rulebook; `anchor` is a first day of its cycle."""

    pattern: str
    since: dt.date
    until: dt.date | None
    anchor: dt.date | None
    KEY: ClassVar[tuple[str, ...]] = ("since",)


@dataclass(frozen=True, slots=True)
class MonthRoster(Body):
    """月班次表: month as `2026-03`, one mark a day (白早中夜全休假), `-` where the table says nothing."""

    month: str
    marks: str
    KEY: ClassVar[tuple[str, ...]] = ("month",)


@dataclass(frozen=True, slots=True)
class DutyException(Body):
    """换班/加班/备勤: on `date`, `part` (am/pm/night), duty is on, off, or again as planned (plan)."""

    date: dt.date
    part: str
    duty: str
    KEY: ClassVar[tuple[str, ...]] = ("date", "part")


@dataclass(frozen=True, slots=True)
class LeaveSpan(Body):
    """Away (请假/休假/外派) in [`since`, `until`), half am/pm or empty for whole days; never why."""

    since: dt.date
    until: dt.date
    half: str
    KEY: ClassVar[tuple[str, ...]] = ("since", "half")


@dataclass(frozen=True, slots=True)
class CoverSet(Body):
    """最低在岗 of station `about`: weekdays as digits (1 = Monday), half am/pm or empty for both."""

    weekdays: str
    half: str
    minimum: int
    since: dt.date
    until: dt.date | None
    KEY: ClassVar[tuple[str, ...]] = ("weekdays", "half", "since")


@dataclass(frozen=True, slots=True)
class VenueSet(Body):
    """场地 `about`: seats, the station it is at (id, or empty), whether it is in use."""

    name: str
    seats: int
    station: str
    open: bool


@dataclass(frozen=True, slots=True)
class SpeakerSet(Body):
    """师资 `about`: `person` (id) where a member, topics as numbers of the categories (`1 3`), from outside or not.

    Who is no member is named in the private part, and is its own `subject`.
    """

    person: str
    topics: str
    outside: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Unavailable(Body):
    """Venue or speaker `about` cannot be had in [`since`, `until`); half am/pm, or empty for whole days."""

    since: dt.date
    until: dt.date
    half: str
    KEY: ClassVar[tuple[str, ...]] = ("since", "half")


@dataclass(frozen=True, slots=True)
class PeakSet(Body):
    """业务高峰 `about`: title, [`since`, `until`), ids of organisations and stations apart by a blank; empty = all."""

    title: str
    since: dt.date
    until: dt.date
    places: str


ROSTERING: dict[Kind, type[Body]] = {
    Kind.SHIFT_ROSTER: ShiftRoster,
    Kind.MONTH_ROSTER: MonthRoster,
    Kind.DUTY_EXCEPTION: DutyException,
    Kind.LEAVE_SPAN: LeaveSpan,
    Kind.COVER_SET: CoverSet,
    Kind.VENUE_SET: VenueSet,
    Kind.SPEAKER_SET: SpeakerSet,
    Kind.UNAVAILABLE: Unavailable,
    Kind.PEAK_SET: PeakSet,
}
"""Their kinds."""
PLANNING = tuple(ROSTERING.values())
"""All of them are descriptions that may be given anew."""

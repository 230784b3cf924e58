"""Each one's own dates (本人的学习日程) and what changes between two publications.

A date keeps its `code` through every change, so that a calendar moves the entry it has instead of adding another,
and so that only those are told whom a change touches.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

FORENOON, AFTERNOON = "am", "pm"


class Manner(StrEnum):
    """How one takes part."""

    RUN = "run"
    FIXED = "fixed"
    MAKEUP = "makeup"
    DELIVERED = "delivered"


MANNER_WORDS: dict[Manner, str] = {
    Manner.RUN: "分批轮训",
    Manner.FIXED: "支部集中",
    Manner.MAKEUP: "补训",
    Manner.DELIVERED: "送学",
}

FIXED_MANNERS = frozenset({Manner.FIXED})
"""Held by one's own organisation on its fixed days: no run of a course."""


@dataclass(frozen=True, slots=True)
class Hours:
    """作息: minutes after midnight at which forenoon and afternoon begin and end (`run.hours` of the rulebook)."""

    am_from: int
    am_until: int
    pm_from: int
    pm_until: int


@dataclass(frozen=True, slots=True, order=True)
class OwnDate:
    """One date of one person. `start` and `end` are the organ's local time without a zone.

    A run of several days is a date a day, each with a `code` of its own and the same `run`.
    `revision` counts the changes since it was first told; `cancelled` ones stay for those who still have them.
    """

    start: dt.datetime
    end: dt.datetime
    code: UUID
    title: str
    place: str = ""
    speaker: str = ""
    manner: Manner = Manner.RUN
    lesson: UUID | None = None
    run: UUID | None = None
    revision: int = 0
    cancelled: bool = False


class Turn(StrEnum):
    """What happened to a date."""

    NEW = "new"
    MOVED = "moved"
    CANCELLED = "cancelled"


TURN_WORDS: dict[Turn, str] = {Turn.NEW: "新安排", Turn.MOVED: "有变动", Turn.CANCELLED: "取消"}


@dataclass(frozen=True, slots=True)
class Change:
    """A date that is new, moved or cancelled: as it was and as it is."""

    turn: Turn
    before: OwnDate | None
    after: OwnDate | None


def session_span(
    day: dt.date, half: str, half_days: int, hours: Hours
) -> tuple[tuple[dt.datetime, dt.datetime], ...]:
    """When a run of so many half-days meets: one span a half-day, from `half` of `day` on."""
    spans = []
    at, forenoon = day, half == FORENOON
    for _ in range(half_days):
        begin, finish = (hours.am_from, hours.am_until) if forenoon else (hours.pm_from, hours.pm_until)
        midnight = dt.datetime.combine(at, dt.time())
        spans.append((midnight + dt.timedelta(minutes=begin), midnight + dt.timedelta(minutes=finish)))
        at = at if forenoon else at + dt.timedelta(days=1)
        forenoon = not forenoon
    return tuple(spans)


def changes(old: Iterable[OwnDate], new: Iterable[OwnDate]) -> tuple[Change, ...]:
    """What somebody must be told, in order of time: nothing where his own dates stay as they were."""
    before = {one.code: one for one in old if not one.cancelled}
    after = {one.code: one for one in new if not one.cancelled}
    found = [Change(Turn.NEW, None, one) for code, one in after.items() if code not in before]
    found += [Change(Turn.CANCELLED, one, None) for code, one in before.items() if code not in after]
    found += [
        Change(Turn.MOVED, before[code], one)
        for code, one in after.items()
        if code in before and _told(one) != _told(before[code])
    ]
    return tuple(sorted(found, key=_when))


def carried(old: Iterable[OwnDate], new: Iterable[OwnDate]) -> tuple[OwnDate, ...]:
    """The dates as they stand now: revisions counted on, and what fell away kept as cancelled."""
    before = {one.code: one for one in old}
    now = {one.code: one for one in new}
    found = []
    for code, one in now.items():
        known = before.get(code)
        if known is None:
            found.append(one)
        else:
            same = _told(one) == _told(known) and known.cancelled == one.cancelled
            found.append(replace(one, revision=known.revision if same else known.revision + 1))
    for code, one in before.items():
        if code not in now:
            found.append(one if one.cancelled else replace(one, revision=one.revision + 1, cancelled=True))
    return tuple(sorted(found))


def _told(one: OwnDate) -> tuple[object, ...]:
    return one.start, one.end, one.title, one.place, one.speaker, one.manner


def _when(change: Change) -> tuple[dt.datetime, UUID]:
    shown = change.after or change.before
    assert shown is not None
    return shown.start, shown.code

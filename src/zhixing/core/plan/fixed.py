"""Fixed days of the plan (法定节拍、支部组织): when each session begins, who is expected, which half-days that takes.

Own dates and batches both rest on it, so that nobody is called to a run and to his own branch's meeting at once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from zhixing.core.cells import Cell
from zhixing.core.people.register import Register
from zhixing.core.plan.dates import AFTERNOON, FORENOON, Hours
from zhixing.core.plan.plan import Lesson, Way

SHORTEST = 30
"""Minutes that a session on a fixed day takes at the least."""
COMMITTEE_MEETING = "支委会"
Begins = Mapping[tuple[UUID, dt.date], int]
"""By lesson and day, minutes after midnight."""


def begins(lessons: Iterable[Lesson], hours: Hours, fixed_from: int) -> Begins:
    """When each lesson begins on each of its fixed days.

    What one organisation holds on one day follows one after the other. A day begins at `fixed_from`, or as much
    earlier in the afternoon as it takes to end in time.
    """
    held = list(_held(lessons))
    total: dict[tuple[UUID, dt.date], int] = defaultdict(int)
    for lesson, day in held:
        total[lesson.org, day] += _minutes(lesson)
    at: dict[tuple[UUID, dt.date], int] = {}
    found: dict[tuple[UUID, dt.date], int] = {}
    for lesson, day in held:
        place = lesson.org, day
        first = min(fixed_from, max(hours.pm_from, hours.pm_until - total[place]))
        found[lesson.id, day] = at.get(place, first)
        at[place] = found[lesson.id, day] + _minutes(lesson)
    return found


def session(lesson: Lesson, day: dt.date, begin: Begins) -> tuple[dt.datetime, dt.datetime]:
    """Beginning and end of a lesson on one of its days."""
    start = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=begin[lesson.id, day])
    return start, start + dt.timedelta(minutes=_minutes(lesson))


def expected(lesson: Lesson, register: Register, cells: Mapping[UUID, Cell]) -> Iterator[UUID]:
    """Members of the organisation that holds it, of the cells it is for; of a 支委会 who holds a post there.

    A secretary may stand in another tier than 支委, and is expected all the same.
    """
    reach, wanted = register.below(lesson.org), set(lesson.cells)
    for person in register.people.values():
        if COMMITTEE_MEETING in lesson.forms:
            if any(post.org == lesson.org for post in person.posts_on(lesson.days[0])):
                yield person.id
            continue
        cell = cells.get(person.id)
        if cell is None or (wanted and cell not in wanted):
            continue
        held = person.on_roll(lesson.days[0]) or (person.roll[-1] if person.roll else None)
        if held and {held.org, held.group} & reach:
            yield person.id


def taken(
    lessons: Iterable[Lesson],
    register: Register,
    cells: Mapping[UUID, Cell],
    hours: Hours,
    fixed_from: int,
) -> Mapping[UUID, frozenset[tuple[dt.date, str]]]:
    """By person, the half-days (day, am or pm) in which his own organisation meets."""
    every = list(lessons)
    begin = begins(every, hours, fixed_from)
    found: dict[UUID, set[tuple[dt.date, str]]] = defaultdict(set)
    for lesson in every:
        if lesson.way is Way.COURSE or not lesson.days:
            continue
        halves = {
            (day, FORENOON if begin[lesson.id, day] < hours.am_until else AFTERNOON) for day in lesson.days
        }
        for person in expected(lesson, register, cells):
            found[person] |= halves
    return {person: frozenset(halves) for person, halves in found.items()}


def _held(lessons: Iterable[Lesson]) -> Iterator[tuple[Lesson, dt.date]]:
    for lesson in lessons:
        if lesson.way is not Way.COURSE:
            yield from ((lesson, day) for day in sorted(lesson.days))


def _minutes(lesson: Lesson) -> int:
    return max(SHORTEST, lesson.minutes)

"""Random wishes, as an officer might make them on a bureau's problem, most of them impossible."""

from __future__ import annotations

import random

from zhixing.core.timetable.instance import Course, Instance
from zhixing.core.timetable.wishes import (
    AtMostRuns,
    AwayAtMost,
    CompleteBy,
    NoRuns,
    OneRun,
    SpeakerOnly,
    Together,
    VenueOnly,
    Wish,
)


def drawn(given: Instance, seed: int) -> tuple[Wish, ...]:
    """A deadline for some stations on a course, and one to three conditions that make it harder."""
    dice = random.Random(seed)
    course = dice.choice([one for one in given.courses if _needing(given, one)])
    q = course.covers[0]
    stations = sorted({given.members[m].station for m in _needing(given, course)})
    chosen = set(dice.sample(stations, min(len(stations), dice.choice((2, 5, 12, 40)))))
    members = tuple(m for m in _needing(given, course) if given.members[m].station in chosen)
    weeks = (course.to_half_day - course.from_half_day) // 10
    by = course.from_half_day + 10 * dice.randint(1, max(1, weeks // 2))
    wishes: list[Wish] = [CompleteBy(q, members, by)]
    for kind in dice.sample(range(6), dice.randint(1, 3)):
        wishes.append(_harder(given, course, members, by, kind, dice))
    return tuple(wishes)


def _needing(given: Instance, course: Course) -> tuple[int, ...]:
    return tuple(one.id for one in given.members if course.covers[0] in one.needs)


def _harder(
    given: Instance, course: Course, members: tuple[int, ...], by: int, kind: int, dice: random.Random
) -> Wish:
    station = given.members[dice.choice(members)].station
    match kind:
        case 0:
            return AtMostRuns(course.id, dice.choice((1, 1, 2)))
        case 1:
            return AwayAtMost(station, dice.choice((0, 1, 2)))
        case 2:
            return SpeakerOnly(course.id, dice.choice(course.instructors))
        case 3:
            return VenueOnly(course.id, min(course.venues, key=lambda v: given.venues[v].capacity))
        case 4:
            return NoRuns(
                course.from_half_day, max(course.from_half_day + 5, by - dice.choice((1, 2, 5, 10)))
            )
        case _:
            if dice.random() < 0.5 or len(members) < 2:
                return OneRun(course.id, station)
            return Together(course.id, tuple(sorted(dice.sample(members, 2))))

"""Wishes made part of the problem: what an officer asks for beyond the rules holds for whatever plan is found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from zhixing.core.timetable.building import Keys
from zhixing.core.timetable.instance import Instance, Requirement
from zhixing.core.timetable.wishes import (
    AtMostRuns,
    AwayAtMost,
    CompleteBy,
    SpeakerOnly,
    VenueOnly,
    Wish,
)

URGENT = 9
"""Priority of a need with a deadline: above all others, so that it goes unmet last."""


def bind(instance: Instance, keys: Keys, wishes: Iterable[Wish]) -> tuple[Instance, Keys]:
    """The problem in which the wishes hold, and its keys: a deadline adds a course of its own for whom it is about."""
    for wish in wishes:
        match wish:
            case AtMostRuns():
                instance = _course(instance, wish.course, max_runs=wish.runs)
            case SpeakerOnly():
                instance = _course(instance, wish.course, instructors=(wish.instructor,))
            case VenueOnly():
                instance = _course(instance, wish.course, venues=(wish.venue,))
            case AwayAtMost():
                stations = list(instance.stations)
                one = stations[wish.station]
                stations[wish.station] = replace(
                    one, may_leave=tuple(min(n, wish.away) for n in one.may_leave)
                )
                instance = replace(instance, stations=tuple(stations))
            case CompleteBy():
                instance, keys = _urgent(instance, keys, wish)
            case _:
                pass
    return instance, keys


def _course(instance: Instance, number: int, **changed: int | tuple[int, ...]) -> Instance:
    courses = list(instance.courses)
    courses[number] = replace(courses[number], **changed)  # type: ignore[arg-type]
    return replace(instance, courses=tuple(courses))


def _urgent(instance: Instance, keys: Keys, wish: CompleteBy) -> tuple[Instance, Keys]:
    """The members need the requirement anew, and only runs that end in time meet it; others may join them."""
    need, those = len(instance.requirements), set(wish.members)
    members = tuple(
        replace(one, needs=tuple(need if q == wish.requirement and one.id in those else q for q in one.needs))
        for one in instance.members
    )
    courses, lessons = list(instance.courses), list(keys.lessons)
    for old in instance.courses:
        if wish.requirement not in old.covers or old.from_half_day + old.length > wish.by:
            continue
        runs = _runs(len(those), old.capacity, old.max_runs)
        courses[old.id] = replace(courses[old.id], max_runs=old.max_runs - runs)
        courses.append(
            replace(
                old,
                id=len(courses),
                to_half_day=min(old.to_half_day, wish.by),
                covers=(*old.covers, need),
                max_runs=runs,
            )
        )
        lessons.append(keys.lessons[old.id])
    asked: Sequence[Requirement] = (*instance.requirements, Requirement(need, URGENT))
    return (
        replace(instance, members=members, requirements=tuple(asked), courses=tuple(courses)),
        replace(
            keys,
            requirements=(*keys.requirements, keys.requirements[wish.requirement]),
            lessons=tuple(lessons),
        ),
    )


def _runs(people: int, capacity: int, most: int) -> int:
    """Of the runs that a course may have, those set aside for the deadline."""
    needed = -(-people // max(1, capacity)) + 1
    return min(needed, max(1, most - 1), most)

"""Instances so small that the best plan can be proven, and the same made easier in one respect."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from zhixing.core.timetable.instance import (
    Course,
    Instance,
    Instructor,
    Member,
    Requirement,
    Station,
    Venue,
    Weights,
)
from zhixing.interop.batches import read_instance

DATA = Path(__file__).resolve().parents[1] / "data" / "batches"
WEIGHTS = Weights(unmet=100, time=2, rest=4, run=25, late=10, split=6, strain=3, bunch=15)
HALF_DAYS = 20


@lru_cache
def public(name: str) -> Instance:
    """An instance of the folder `tests/data/batches`."""
    return read_instance(DATA / f"{name}.json")


def by_hand(
    stations: tuple[Station, ...],
    members: tuple[Member, ...],
    rooms: tuple[int, ...],
    speakers: int,
    course: Course,
    *,
    half_days: int,
    priority: int,
) -> Instance:
    """An instance written down in a test: one requirement, one course; `rooms` by capacity, all free all the time."""
    free = "1" * half_days
    return Instance(
        "小",
        half_days,
        ("一", "二", "三", "四"),
        stations,
        members,
        (Requirement(0, priority),),
        tuple(Venue(v, capacity, free) for v, capacity in enumerate(rooms)),
        tuple(Instructor(i, free) for i in range(speakers)),
        (course,),
        9,
        WEIGHTS,
    )


def _flags(rng: random.Random, share: float, length: int = HALF_DAYS) -> str:
    return "".join("1" if rng.random() < share else "0" for _ in range(length))


def micro(seed: int, members: int = 9, courses: int = 3) -> Instance:
    """Nine members in three stations, three courses of which the first covers two requirements."""
    rng = random.Random(seed)
    stations = tuple(
        Station(
            s,
            "office",
            tuple(rng.randint(0, 3) for _ in range(HALF_DAYS)),
            (rng.randint(0, 6), rng.randint(0, 6)),
        )
        for s in range(3)
    )
    people = tuple(
        Member(
            m,
            rng.randrange(3),
            rng.randrange(5),
            tuple(q for q in range(courses) if rng.random() < 0.6),
            _flags(rng, 0.8),
            _flags(rng, 0.2),
        )
        for m in range(members)
    )
    made = []
    for c in range(courses):
        first = 4 * rng.randint(0, 2)
        made.append(
            Course(
                id=c,
                length=rng.choice((1, 2, 2, 4)),
                capacity=rng.randint(3, 6),
                from_half_day=first,
                to_half_day=first + 12,
                venues=(0, 1),
                instructors=(0, 1) if c else (0,),
                covers=(0, courses - 1) if c == 0 else (c,),
                max_runs=2,
                station_share=tuple(rng.randint(1, 3) for _ in stations),
            )
        )
    return Instance(
        f"micro-{seed}",
        HALF_DAYS,
        ("L", "M", "C", "P", "A"),
        stations,
        people,
        tuple(Requirement(q, rng.randint(1, 3)) for q in range(courses)),
        (Venue(0, 5, _flags(rng, 0.8)), Venue(1, 8, _flags(rng, 0.8))),
        (Instructor(0, _flags(rng, 0.8)), Instructor(1, _flags(rng, 0.7))),
        tuple(made),
        rng.randint(1, 3),
        WEIGHTS,
    )


def eased(instance: Instance, how: int) -> Instance:
    """The same instance, easier in one respect: whatever plan was allowed still is, and costs no more."""
    if how == 0:
        courses = tuple(replace(one, capacity=one.capacity + 2) for one in instance.courses)
        return replace(instance, courses=courses)
    if how == 1:
        courses = tuple(replace(one, max_runs=one.max_runs + 1) for one in instance.courses)
        return replace(instance, courses=courses)
    if how == 2:
        stations = tuple(
            replace(one, may_leave=tuple(count + 1 for count in one.may_leave)) for one in instance.stations
        )
        return replace(instance, stations=stations)
    if how == 3:
        members = tuple(replace(one, free="1" * instance.half_days) for one in instance.members)
        return replace(instance, members=members)
    if how == 4:
        teachers = tuple(replace(one, free="1" * instance.half_days) for one in instance.instructors)
        return replace(instance, instructors=teachers)
    return replace(instance, month_cap=instance.month_cap + 2)


WAYS = 6
"""How many ways `eased` knows."""


def shuffled(instance: Instance, seed: int) -> tuple[Instance, tuple[int, ...]]:
    """The same members in another order, and which of the old each of the new is."""
    order = list(range(len(instance.members)))
    random.Random(seed).shuffle(order)
    members = tuple(replace(instance.members[old], id=new) for new, old in enumerate(order))
    return replace(instance, members=members), tuple(order)

"""Instances of the batches problem drawn at random: a bureau of about 300 members, a county of about 3,000.

Drawn after two public instances (`tests/data/batches`): stations of an office kind, on shifts, or remote with seven
days on and seven off; leave in days; needs by tier and kind of station; courses with windows, rooms and teachers.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from zhixing.core.timetable.instance import (
    STARTS,
    WEEK,
    Course,
    Instance,
    Instructor,
    Member,
    Requirement,
    Station,
    Venue,
    Weights,
)

WEIGHTS = Weights(unmet=100, time=2, rest=4, run=25, late=10, split=6, strain=3, bunch=15)
TIERS = ("L", "M", "C", "P", "A")
TIERS_OF = {"office": (10, 27, 50, 11, 10), "shift": (3, 6, 18, 62, 11), "point": (2, 5, 20, 66, 7)}
SIZES = {"office": (6, 25), "shift": (3, 11), "point": (2, 8)}


@dataclass(frozen=True, slots=True)
class Size:
    """How large an instance is."""

    name: str
    stations: int
    requirements: int
    venues: int
    instructors: int
    half_days: int = 500


BUREAU = Size("bureau", 40, 24, 6, 10)
COUNTY = Size("county", 400, 30, 24, 40)
SMALL = Size("small", 6, 5, 3, 4, 120)


def drawn(size: Size, seed: int) -> Instance:
    """The instance of a seed."""
    rng = random.Random(f"{size.name}-{seed}")  # noqa: S311  a benchmark, not a secret
    venues = tuple(
        Venue(v, 120 if v == 0 else rng.choice((30, 30, 40, 60, 120)), _open(rng, size.half_days, 0.81))
        for v in range(size.venues)
    )
    instructors = tuple(Instructor(i, _open(rng, size.half_days, 0.66)) for i in range(size.instructors))
    priorities = tuple(Requirement(q, rng.choice((1, 2, 2, 3, 3))) for q in range(size.requirements))
    wishes = [_wish(rng) for _ in priorities]
    places = [(rng.uniform(0, 10), rng.uniform(0, 10)) for _ in venues]
    stations: list[Station] = []
    members: list[Member] = []
    for s in range(size.stations):
        kind = rng.choices(("office", "shift", "point"), (0.24, 0.38, 0.38))[0]
        where = (rng.uniform(0, 10), rng.uniform(0, 10))
        people = _people(rng, kind, s, size.half_days, wishes, len(members))
        stations.append(
            Station(
                s,
                kind,
                _may_leave(kind, people, size.half_days),
                tuple(round(math.dist(where, v)) for v in places),
            )
        )
        members += people
    courses = _courses(rng, size, members, len(stations))
    half_days = sum(_expected(one, members) for one in courses)
    return Instance(
        name=f"{size.name}-drawn-{seed}",
        half_days=size.half_days,
        tiers=TIERS,
        stations=tuple(stations),
        members=tuple(members),
        requirements=priorities,
        venues=venues,
        instructors=instructors,
        courses=courses,
        month_cap=max(1, round(half_days / 13)),
        weights=WEIGHTS,
    )


def _open(rng: random.Random, half_days: int, share: float) -> str:
    """Days that can be had, in spells."""
    text = ""
    while len(text) < half_days:
        open_days = rng.random() < share
        text += ("1" if open_days else "0") * (2 * rng.choice((1, 1, 2, 2, 3, 5)))
    return text[:half_days]


def _wish(rng: random.Random) -> dict[tuple[int, str], float]:
    """By tier and kind of station, how likely somebody needs a requirement."""
    tiers = rng.sample(range(5), rng.choice((1, 1, 1, 2, 2, 3)))
    kinds = rng.choice((("office", "shift", "point"), ("office", "shift", "point"), ("shift", "point")))
    likely = rng.choice((0.4, 0.5, 0.55, 0.8, 1.0))
    return {(tier, kind): likely for tier in tiers for kind in kinds}


def _people(
    rng: random.Random,
    kind: str,
    station: int,
    half_days: int,
    wishes: list[dict[tuple[int, str], float]],
    first: int,
) -> list[Member]:
    low, high = SIZES[kind]
    count = rng.randint(low, high)
    people = []
    cycle, phase = rng.choice((4, 6, 8)), rng.randrange(2 * WEEK)
    for at in range(count):
        tier = rng.choices(range(5), TIERS_OF[kind])[0]
        needs = tuple(q for q, wish in enumerate(wishes) if rng.random() < wish.get((tier, kind), 0.0))
        free, rest = _duty(rng, kind, half_days, cycle, phase)
        people.append(Member(first + at, station, tier, needs, _leave(rng, free), rest))
    return people


def _duty(rng: random.Random, kind: str, half_days: int, cycle: int, phase: int) -> tuple[list[str], str]:
    """When somebody is neither on duty, and when the half-day is his rest."""
    if kind == "office":
        return ["1"] * half_days, "0" * half_days
    if kind == "point":
        # Seven days there and seven off: five working days each; off means free, some half-days there too.
        shift = phase + rng.choice((0, 0, WEEK))
        free = [
            "1" if (t + shift) % (2 * WEEK) < WEEK and rng.random() < 0.93 or rng.random() < 0.2 else "0"
            for t in range(half_days)
        ]
        return free, "0" * half_days
    turn = 2 * rng.randrange(cycle)
    free, rest = [], []
    for t in range(half_days):
        resting = (t + turn) % (2 * cycle) < cycle
        rest.append("1" if resting else "0")
        free.append("1" if rng.random() < (0.86 if resting else 0.49) else "0")
    return free, "".join(rest)


def _leave(rng: random.Random, free: list[str]) -> str:
    t = 0
    while t < len(free):
        if rng.random() < 0.025:
            days = 2 * rng.choice((1, 1, 2, 2, 5))
            free[t : t + days] = ["0"] * len(free[t : t + days])
        t += 2
    return "".join(free)


def _may_leave(kind: str, people: list[Member], half_days: int) -> tuple[int, ...]:
    keep = {"office": 0.5, "shift": 0.3, "point": 0.45}[kind]
    cap = len(people) - math.ceil(keep * len(people))
    result = []
    for t in range(half_days):
        free = sum(one.free[t] == "1" for one in people)
        away = sum(one.free[t] == "0" and one.rest[t] == "0" for one in people)
        result.append(max(0, min(free, max(cap, 1) - max(0, away - len(people) // 3))))
    return tuple(result)


def _courses(rng: random.Random, size: Size, members: list[Member], stations: int) -> tuple[Course, ...]:
    courses: list[Course] = []
    joint = max(1, size.requirements // 8)
    for c in range(size.requirements):
        covers: tuple[int, ...] = (c, size.requirements - 1 - c) if c < joint else (c,)
        length = rng.choices((1, 2, 4), (45, 42, 13))[0]
        capacity = rng.choice((30, 45, 45, 60, 90))
        demand = [0] * stations
        for one in members:
            demand[one.station] += bool(set(one.needs) & set(covers))
        window = 10 * rng.randint(size.half_days // 45, size.half_days // 20)
        first = 10 * rng.randint(0, (size.half_days - window) // 10)
        runs = math.ceil(sum(demand) / capacity)
        courses.append(
            Course(
                id=c,
                length=length,
                capacity=capacity,
                from_half_day=first,
                to_half_day=first + window,
                venues=tuple(
                    sorted({0, *rng.sample(range(size.venues), min(size.venues, rng.choice((3, 4))))})
                ),
                instructors=tuple(sorted(rng.sample(range(size.instructors), 3))),
                covers=covers,
                max_runs=max(2, runs + rng.choice((1, 1, 2, 2, 3))),
                station_share=tuple(max(1, math.ceil(one / 2)) for one in demand),
            )
        )
    assert all(one.length in STARTS for one in courses)
    return tuple(courses)


def _expected(course: Course, members: list[Member]) -> float:
    demand = sum(bool(set(one.needs) & set(course.covers)) for one in members)
    return course.length * (math.ceil(demand / course.capacity) + 0.7)

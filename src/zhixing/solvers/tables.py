"""The instance as tables of numbers: by course every place a run could have, and what each seat in it would cost.

Prices are whole numbers in units of 1 / `SCALE` of the cost, so that multipliers of the relaxation are whole
numbers too and every bound is exact. Members of a course stand in the order of their stations: the first of a
station has rank 0, the next rank 1, …: with gains sorted inside each station the price of a seat (split, strain)
depends on the rank alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from zhixing.core.timetable.instance import Course, Instance, Member, late_price

SCALE = 16
"""Parts of one unit of cost."""
NEVER = 1 << 20
"""A price nobody pays (scaled)."""

Ints: TypeAlias = npt.NDArray[np.int32]
Longs: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Index: TypeAlias = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class CourseTable:
    """A course. J places (start, venue) for a run, K starts, n members who need something it covers.

    `cost[J, n]` a seat's scaled price without split and strain (`NEVER` where the member isn't free); `reward[n]`
    scaled price of what a seat saves from being unmet; `instructors[i, K]` who of `course.instructors` is free;
    `shares[S]` the stations' shares.
    """

    id: int
    course: Course
    starts: Index
    start: Index
    at: Index
    venue: Index
    room: Ints
    period: Index
    members: Index
    station: Index
    order: Ints
    rank: Ints
    share: Ints
    reward: Ints
    cost: Ints
    instructors: Bools
    shares: Ints

    @property
    def length(self) -> int:
        """Half-days of a run."""
        return self.course.length


@dataclass(frozen=True, slots=True)
class Unit:
    """One attendance somebody may owe in a component, and the needs it would meet."""

    member: int
    needs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Component:
    """Courses joined by requirements they share, and the attendances owed among them.

    `place[c][u]` position of unit u in the table of the c-th course (-1: not for it); `missed[c][u]` scaled
    price of what stays unmet when u attends it; `unmet[u]` of attending nothing. `simple`: one unit a member.
    """

    courses: tuple[int, ...]
    units: tuple[Unit, ...]
    station: Index
    place: tuple[Index, ...]
    missed: tuple[Longs, ...]
    unmet: Longs
    simple: bool


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything the engine counts with. `free[s, t]` is `may_leave`."""

    instance: Instance
    courses: tuple[CourseTable, ...]
    components: tuple[Component, ...]
    component_of: tuple[int, ...]
    may_leave: Ints
    venue_free: Bools
    instructor_free: Bools
    base: int
    """Scaled price of needs no course covers."""


def bits(rows: list[str] | tuple[str, ...], width: int) -> Bools:
    """Texts of '0' and '1' as a table of truth values."""
    if not rows:
        return np.zeros((0, width), dtype=np.bool_)
    table = np.frombuffer("".join(rows).encode("ascii"), dtype=np.uint8).reshape(len(rows), width)
    true: Bools = table == ord("1")
    return true


def span_all(table: Bools, starts: Index, length: int) -> Bools:
    """By row and start: whether the whole span is true."""
    held: Bools = table[:, starts]
    for ahead in range(1, length):
        held = np.logical_and(held, table[:, starts + ahead])
    return held


def build(instance: Instance) -> Tables:
    """The tables of an instance."""
    free = bits([one.free for one in instance.members], instance.half_days)
    rest = bits([one.rest for one in instance.members], instance.half_days)
    venue_free = bits([one.free for one in instance.venues], instance.half_days)
    teacher_free = bits([one.free for one in instance.instructors], instance.half_days)
    courses = tuple(_course(instance, one, free, rest, venue_free, teacher_free) for one in instance.courses)
    components = _components(instance, courses)
    owner = [0] * len(courses)
    for number, each in enumerate(components):
        for course in each.courses:
            owner[course] = number
    covered = {q for one in instance.courses for q in one.covers}
    alone = sum(
        instance.requirements[q].priority for one in instance.members for q in set(one.needs) - covered
    )
    return Tables(
        instance,
        courses,
        components,
        tuple(owner),
        np.array([one.may_leave for one in instance.stations], dtype=np.int32).reshape(
            len(instance.stations), instance.half_days
        ),
        venue_free,
        teacher_free,
        alone * instance.weights.unmet * SCALE,
    )


def _course(
    instance: Instance, course: Course, free: Bools, rest: Bools, venue_free: Bools, teacher_free: Bools
) -> CourseTable:
    covers = set(course.covers)
    inside = [one for one in instance.members if covers & set(one.needs)]
    inside.sort(key=lambda one: (one.station, one.id))
    members = np.array([one.id for one in inside], dtype=np.intp)
    station = np.array([one.station for one in inside], dtype=np.intp)
    starts = np.array(course.starts(), dtype=np.intp)
    teachers = span_all(teacher_free[list(course.instructors)], starts, course.length)
    rooms = span_all(venue_free[list(course.venues)], starts, course.length)
    usable = np.logical_and(rooms, np.logical_or.reduce(teachers, axis=0)[None, :])
    which, at = np.nonzero(usable)
    order = np.lexsort((which, at))
    which, at = which[order], at[order]
    venue = np.array(course.venues, dtype=np.intp)[which]
    travel = np.array([one.travel for one in instance.stations], dtype=np.int32)
    trips: Ints = travel.take(station, axis=0).take(course.venues, axis=1).T
    if course.length > 2:
        trips = trips * 2
    seat = _seat_prices(instance, course, inside, starts, free, rest)
    cost = np.minimum(seat[at] + trips[which] * SCALE, NEVER).astype(np.int32)
    first = np.searchsorted(station, station, side="left")
    return CourseTable(
        id=course.id,
        course=course,
        starts=starts,
        start=starts[at],
        at=at,
        venue=venue,
        room=np.array(
            [min(course.capacity, instance.venues[int(v)].capacity) for v in venue], dtype=np.int32
        ),
        period=np.array([instance.period(int(t)) for t in starts[at]], dtype=np.intp),
        members=members,
        station=station,
        order=np.searchsorted(np.unique(station), station).astype(np.int32),
        rank=(np.arange(len(station)) - first).astype(np.int32),
        share=np.array([course.station_share[s] for s in station], dtype=np.int32),
        reward=np.array([_worth(instance, covers & set(one.needs)) for one in inside], dtype=np.int32),
        cost=cost,
        instructors=teachers,
        shares=np.array(course.station_share, dtype=np.int32),
    )


def _worth(instance: Instance, needs: set[int]) -> int:
    return SCALE * instance.weights.unmet * sum(instance.requirements[q].priority for q in needs)


def _seat_prices(
    instance: Instance,
    course: Course,
    inside: list[Member],
    starts: Index,
    free: Bools,
    rest: Bools,
) -> Ints:
    """[K, n]: time, rest and lateness of a seat, `NEVER` where not free."""
    ids = np.array([one.id for one in inside], dtype=np.intp)
    resting = np.zeros((len(ids), len(starts)), dtype=np.int32)
    for ahead in range(course.length):
        resting += rest[ids][:, starts + ahead]
    prices = (instance.weights.time * course.length + instance.weights.rest * resting) * SCALE
    for row, member in enumerate(inside):
        if member.tier < 2:
            prices[row] += SCALE * np.array(
                [late_price(instance, member, course, int(t)) for t in starts], dtype=np.int32
            )
    prices[~span_all(free[ids], starts, course.length)] = NEVER
    turned: Ints = np.ascontiguousarray(prices.T.astype(np.int32))
    return turned


def _components(instance: Instance, courses: tuple[CourseTable, ...]) -> tuple[Component, ...]:
    root = list(range(len(courses)))

    def find(one: int) -> int:
        while root[one] != one:
            one = root[one]
        return one

    first: dict[int, int] = {}
    for course in instance.courses:
        for need in course.covers:
            other = first.setdefault(need, course.id)
            low, high = sorted((find(other), find(course.id)))
            root[high] = low
    groups: dict[int, list[int]] = defaultdict(list)
    for each in range(len(courses)):
        groups[find(each)].append(each)
    return tuple(_component(instance, courses, tuple(group)) for group in groups.values())


def _component(instance: Instance, courses: tuple[CourseTable, ...], group: tuple[int, ...]) -> Component:
    covers = [set(courses[c].course.covers) for c in group]
    everything = set[int]().union(*covers)
    units = [
        Unit(member.id, tuple(sorted(part)))
        for member in sorted(instance.members, key=lambda one: (one.station, one.id))
        for part in _parts(set(member.needs) & everything, covers)
    ]
    place, missed = [], []
    unmet = np.array([_worth(instance, set(one.needs)) for one in units], dtype=np.int64)
    for course, covered in zip(group, covers, strict=True):
        position = {int(member): at for at, member in enumerate(courses[course].members)}
        place.append(
            np.array(
                [position[one.member] if covered & set(one.needs) else -1 for one in units], dtype=np.intp
            )
        )
        missed.append(np.array([_worth(instance, set(one.needs) - covered) for one in units], dtype=np.int64))
    return Component(
        courses=group,
        units=tuple(units),
        station=np.array([instance.members[one.member].station for one in units], dtype=np.intp),
        place=tuple(place),
        missed=tuple(missed),
        unmet=unmet,
        simple=len({one.member for one in units}) == len(units),
    )


def _parts(needs: set[int], covers: list[set[int]]) -> list[set[int]]:
    """The attendances somebody with these needs owes: one where one course covers all that any other does."""
    parts = []
    while needs:
        best = max((needs & one for one in covers), key=lambda one: (len(one), sorted(one)))
        parts.append(best)
        needs = needs - best
    return parts

"""From the annual plan, the people and the duty rosters to the problem of batches: `build` gives Instance and Keys.

Everything is numbered in an order that depends on ids alone, so that the same things in another order make the same
problem. Whom nobody seats (exempt: 送学; no usable roster) is no member of the problem and stands in `outside`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.cells import CELLS, Cell, Tier
from zhixing.core.plan.plan import AnnualPlan, Lesson, Way
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

TIERS: tuple[Tier, ...] = tuple(Tier)
"""Their places are the tiers of the problem: 班子 0 and 中层 1 are leaders, who go first."""
OWN = "lesson:"
"""Begins the key of what a course is owed by itself, where it names no requirement."""
ORDINARY = 2
"""Priority of what is owed by a course alone."""
SPARE_RUNS = 4
"""Runs allowed beyond twice the fewest that hold everybody: with shifts, few runs suit all."""
SMALLEST_ROOM = 10
EXEMPT, NO_ROSTER, NO_STATION = "exempt", "no_roster", "no_station"
OUTSIDE_WORDS: dict[str, str] = {
    EXEMPT: "不作硬性要求，送学上门",
    NO_ROSTER: "没有可用的班次，请先登记班次",
    NO_STATION: "没有登记工作站点",
}


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody on the roll: cell, place of work, exemption, and the year's half-days (empty: no usable roster)."""

    person: UUID
    cell: Cell
    station: UUID | None
    exempt: bool = False
    free: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A station: how many may leave in each half-day; `travel` by venue, quarters of an hour there and back."""

    id: UUID
    kind: str
    may_leave: tuple[int, ...]
    travel: Mapping[UUID, int]


@dataclass(frozen=True, slots=True)
class Room:
    """A venue (场地): seats and the half-days in which it can be had."""

    id: UUID
    capacity: int
    free: str


@dataclass(frozen=True, slots=True)
class Teacher:
    """A speaker (主讲人): half-days and topics; without topics, any."""

    id: UUID
    free: str
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Given:
    """Everything that a problem is built from. `first`: the Monday of half-day 0; `start`: the first day of any run."""

    plan: AnnualPlan
    first: dt.date
    half_days: int
    start: dt.date
    people: Sequence[Attendee]
    stations: Sequence[Place]
    rooms: Sequence[Room]
    teachers: Sequence[Teacher]
    weights: Weights
    month_cap: int


@dataclass(frozen=True, slots=True)
class Keys:
    """What the numbers of a problem stand for. `requirements` may name one key more than once: by the courses open to
    a cell.
    """

    year: int
    first: dt.date
    stations: tuple[UUID, ...]
    people: tuple[UUID, ...]
    requirements: tuple[str, ...]
    venues: tuple[UUID, ...]
    speakers: tuple[UUID, ...]
    lessons: tuple[UUID, ...]

    def day(self, half_day: int) -> dt.date:
        """The date of a half-day."""
        week, rest = divmod(half_day, WEEK)
        return self.first + dt.timedelta(days=7 * week + rest // 2)

    def half_day(self, day: dt.date) -> int:
        """The first half-day on or after a date (a weekend's is Monday's); below 0 before the first."""
        week, weekday = divmod((day - self.first).days, 7)
        return week * WEEK + (2 * weekday if weekday < WEEK // 2 else WEEK)


@dataclass(frozen=True, slots=True)
class Outside:
    """A need that no run is sought for, and why (`EXEMPT`, `NO_ROSTER`, `NO_STATION`)."""

    person: UUID
    requirement: str
    why: str


@dataclass(frozen=True, slots=True)
class Built:
    """The problem, its keys, who stands outside, and what an officer should know (courses without a half-day left)."""

    instance: Instance
    keys: Keys
    outside: tuple[Outside, ...]
    shut: tuple[UUID, ...]


class NothingToPlan(ValueError):
    """There is no problem to be solved; the sentence says what is missing and where it is entered."""


_Need = tuple[str, tuple[UUID, ...]]
"""A requirement's key and the courses that serve it for a cell."""


def build(given: Given) -> Built:
    """The problem of a year's courses. Raises NothingToPlan."""
    lessons = sorted((one for one in given.plan.lessons if one.way is Way.COURSE), key=lambda one: one.id)
    rooms, teachers = sorted(given.rooms, key=_id), sorted(given.teachers, key=_id)
    _check(lessons, rooms, teachers)
    owed = _owed(given.plan, lessons)
    places = {one.id: one for one in given.stations}
    inside, outside = _sorted_out(given.people, owed, places)
    if not inside:
        raise NothingToPlan("没有要安排的党员：请核对计划里各课的对象、党员的层次和班次")
    stations = sorted({one.station for one in inside if one.station})
    needs = sorted({need for one in inside for need in owed.get(one.cell, ())})
    number = {need: n for n, need in enumerate(needs)}
    station_number = {one: n for n, one in enumerate(stations)}
    keys = Keys(
        given.plan.year,
        given.first,
        tuple(stations),
        tuple(one.person for one in inside),
        tuple(key for key, _ in needs),
        tuple(one.id for one in rooms),
        tuple(one.id for one in teachers),
        tuple(one.id for one in lessons),
    )
    members = tuple(
        Member(
            n,
            station_number[one.station] if one.station else 0,
            TIERS.index(one.cell.tier),
            tuple(sorted(number[need] for need in owed[one.cell])),
            one.free,
            one.rest,
        )
        for n, one in enumerate(inside)
    )
    priority = {one.key: one.priority for one in given.plan.requirements}
    courses = tuple(
        _course(n, lesson, given, keys, members, _covers(lesson, number), (rooms, teachers))
        for n, lesson in enumerate(lessons)
    )
    instance = Instance(
        f"{given.plan.year} 年度批次",
        given.half_days,
        tuple(tier.value for tier in TIERS),
        tuple(_station(n, places[one], keys) for n, one in enumerate(stations)),
        members,
        tuple(Requirement(n, priority.get(key, ORDINARY)) for n, (key, _) in enumerate(needs)),
        tuple(Venue(n, one.capacity, one.free) for n, one in enumerate(rooms)),
        tuple(Instructor(n, one.free) for n, one in enumerate(teachers)),
        courses,
        given.month_cap,
        given.weights,
    )
    shut = tuple(keys.lessons[one.id] for one in courses if not one.starts())
    return Built(instance, keys, outside, shut)


def _id(one: Room | Teacher) -> UUID:
    return one.id


def _check(lessons: Sequence[Lesson], rooms: Sequence[Room], teachers: Sequence[Teacher]) -> None:
    if not lessons:
        raise NothingToPlan("计划里还没有分批轮训的课：请先在学习计划里把要轮训的课标为“分批轮训”")
    if not rooms:
        raise NothingToPlan("还没有登记场地：请先在班次里登记上课的场地和容量")
    if not teachers:
        raise NothingToPlan("还没有登记主讲人：请先在班次里登记师资")


def _owed(plan: AnnualPlan, lessons: Sequence[Lesson]) -> dict[Cell, tuple[_Need, ...]]:
    """What each cell is owed by courses: a key, and which courses serve it there."""
    serving: dict[tuple[Cell, str], list[UUID]] = defaultdict(list)
    asked = {one.key: frozenset(one.cells) for one in plan.requirements}
    for lesson in lessons:
        mine = frozenset(lesson.cells or CELLS)
        for key in lesson.meets or (f"{OWN}{lesson.code or lesson.id}",):
            for cell in mine & asked.get(key, mine):
                serving[cell, key].append(lesson.id)
    found: dict[Cell, list[_Need]] = defaultdict(list)
    for (cell, key), those in serving.items():
        found[cell].append((key, tuple(sorted(those))))
    return {cell: tuple(sorted(needs)) for cell, needs in found.items()}


def _sorted_out(
    people: Sequence[Attendee], owed: Mapping[Cell, tuple[_Need, ...]], places: Mapping[UUID, Place]
) -> tuple[list[Attendee], tuple[Outside, ...]]:
    """Whom runs are sought for, and whose needs are met otherwise or can't be planned yet."""
    inside, outside = [], []
    for one in sorted(people, key=lambda one: one.person):
        needs = owed.get(one.cell, ())
        why = _why_not(one, places)
        if not why and needs:
            inside.append(one)
        elif why:
            outside += [Outside(one.person, key, why) for key, _ in needs]
    return inside, tuple(outside)


def _why_not(one: Attendee, places: Mapping[UUID, Place]) -> str:
    if one.exempt:
        return EXEMPT
    if one.station is None or one.station not in places:
        return NO_STATION
    return "" if "1" in one.free else NO_ROSTER


def _covers(lesson: Lesson, number: Mapping[_Need, int]) -> tuple[int, ...]:
    return tuple(sorted(n for (_, serving), n in number.items() if lesson.id in serving))


def _station(n: int, place: Place, keys: Keys) -> Station:
    return Station(n, place.kind, place.may_leave, tuple(place.travel.get(one, 0) for one in keys.venues))


def _course(
    n: int,
    lesson: Lesson,
    given: Given,
    keys: Keys,
    members: Sequence[Member],
    covers: tuple[int, ...],
    means: tuple[Sequence[Room], Sequence[Teacher]],
) -> Course:
    rooms, teachers = means
    venues = _suiting(lesson.venues, keys.venues)
    asked = tuple(one.id for one in teachers if not one.topics or lesson.category in one.topics)
    speakers = _suiting(lesson.speakers or asked, keys.speakers)
    needing = [one for one in members if set(one.needs) & set(covers)]
    by_station = Counter(one.station for one in needing)
    capacity = lesson.capacity or max(rooms[v].capacity for v in venues)
    first, last = _window(lesson, given, keys)
    room = min(capacity, *(rooms[v].capacity for v in venues))
    runs = lesson.max_runs or 2 * -(-len(needing) // max(SMALLEST_ROOM, room)) + SPARE_RUNS
    return Course(
        n,
        lesson.half_days if lesson.half_days in STARTS else 1,
        capacity,
        first,
        last,
        venues,
        speakers,
        covers,
        runs,
        tuple(max(1, -(-by_station[s] // 2)) for s in range(len(keys.stations))),
    )


def _suiting(named: Sequence[UUID], all_of: Sequence[UUID]) -> tuple[int, ...]:
    """The numbers of those named; where none is, or none of them is to be had, all."""
    wanted = set(named)
    return tuple(n for n, one in enumerate(all_of) if one in wanted) or tuple(range(len(all_of)))


def _window(lesson: Lesson, given: Given, keys: Keys) -> tuple[int, int]:
    """The half-days of the window that lie on or after the first day of any run."""
    first, last = lesson.window or (dt.date(given.plan.year, 1, 1), dt.date(given.plan.year, 12, 31))
    begin = max(0, keys.half_day(max(first, given.start)))
    end = min(given.half_days, keys.half_day(last + dt.timedelta(days=1)))
    return min(begin, given.half_days), max(end, min(begin, given.half_days))

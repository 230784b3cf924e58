"""A plan under work: by component its runs and seats, and what they take of stations, rooms and people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from zhixing.core.timetable.instance import PERIODS, Plan, Run, Seat
from zhixing.solvers.oracle import Setting, setting
from zhixing.solvers.tables import SCALE, Bools, CourseTable, Index, Longs, Tables


@dataclass(frozen=True, slots=True)
class Opened:
    """A run: the course within its component, the row of its table, who teaches; `locked` runs stay."""

    inner: int
    row: int
    teacher: int
    locked: bool = False

    @property
    def place(self) -> tuple[int, int]:
        """What the seating needs of it."""
        return self.inner, self.row


@dataclass(frozen=True, slots=True)
class Held:
    """A component's part of the plan: `seats[u]` which of `runs` (-1: none)."""

    runs: tuple[Opened, ...]
    seats: Index


class State:
    """The whole under work. A component is taken out, thought over, and put back."""

    __slots__ = ("tables", "held", "away", "busy", "rooms", "teachers", "load", "toll")

    def __init__(self, tables: Tables) -> None:
        given = tables.instance
        self.tables = tables
        self.held: list[Held | None] = [None] * len(tables.components)
        self.away = np.zeros_like(tables.may_leave)
        self.busy: Bools = np.zeros((len(given.members), given.half_days), dtype=np.bool_)
        self.rooms: Bools = ~tables.venue_free
        self.teachers: Bools = ~tables.instructor_free
        self.load: Longs = np.zeros(PERIODS, dtype=np.int64)
        self.toll: Longs | None = None

    def course(self, component: int, inner: int) -> CourseTable:
        """The table of a component's course."""
        return self.tables.courses[self.tables.components[component].courses[inner]]

    def put(self, number: int, held: Held) -> None:
        """Puts a component in that was out."""
        self._apply(number, held, taken=True)
        self.held[number] = held

    def take(self, number: int) -> Held:
        """Takes a component out and returns what it was."""
        held = self.held[number]
        if held is None:
            return Held((), np.full(len(self.tables.components[number].units), -1, dtype=np.intp))
        self._apply(number, held, taken=False)
        self.held[number] = None
        return held

    def _apply(self, number: int, held: Held, *, taken: bool) -> None:
        component, sign = self.tables.components[number], 1 if taken else -1
        members = np.array([one.member for one in component.units], dtype=np.intp)
        stations = component.station
        for index, run in enumerate(held.runs):
            course = self.course(number, run.inner)
            start = int(course.start[run.row])
            span = slice(start, start + course.length)
            self.rooms[course.venue[run.row], span] = taken
            self.teachers[run.teacher, span] = taken
            self.load[course.period[run.row]] += sign * course.length
            inside, first = np.unique(members[held.seats == index], return_index=True)
            self.busy[inside, span] = taken
            counts = np.bincount(stations[held.seats == index][first], minlength=len(self.away))
            self.away[:, span] += (sign * counts[:, None]).astype(np.int32)

    def settings(self, number: int) -> list[Setting]:
        """What surrounds the courses of a component that is out."""
        return [
            setting(self.tables, self.tables.courses[each], self.away, self.busy)
            for each in self.tables.components[number].courses
        ]

    def open_places(self, course: CourseTable) -> Bools:
        """[J] where a room and somebody to teach are still to be had."""
        if not len(course.start):
            return np.zeros(0, dtype=np.bool_)
        people = self.teachers[list(course.course.instructors)]
        starts = course.starts
        taken: Bools = people[:, starts]
        flat, width = self.rooms.ravel(), self.rooms.shape[1]
        rooms: Bools = flat[course.venue * width + course.start]
        for ahead in range(1, course.length):
            taken = np.logical_or(taken, people[:, starts + ahead])
            rooms = np.logical_or(rooms, flat[course.venue * width + course.start + ahead])
        some: Bools = ~np.logical_and.reduce(taken, axis=0)
        return ~rooms & some[course.at]

    def teacher(
        self, course: CourseTable, row: int, taken: Iterable[tuple[int, int, int]] = ()
    ) -> int | None:
        """Somebody free to teach there: the one with the fewest duties; `taken`: (who, from, to) besides."""
        start = int(course.start[row])
        stop = start + course.length
        others = list(taken)
        best: tuple[int, int] | None = None
        for who in course.course.instructors:
            if self.teachers[who, start:stop].any():
                continue
            if any(one == who and begin < stop and start < end for one, begin, end in others):
                continue
            load = int(self.teachers[who].sum())
            if best is None or (load, who) < best:
                best = (load, who)
        return None if best is None else best[1]

    def bunch(self, course_rows: Iterable[tuple[CourseTable, int]] = ()) -> int:
        """Scaled price of bunched periods, with further runs; where there are tolls, those."""
        load = self.load.copy()
        for course, row in course_rows:
            load[course.period[row]] += course.length
        return self.bunched(load)

    def bunched(self, load: Longs) -> int:
        """Scaled price of these half-days of runs in the periods."""
        if self.toll is not None:
            return int(load @ self.toll)
        over = np.maximum(0, load - self.tables.instance.month_cap).sum()
        return int(over) * self.tables.instance.weights.bunch * SCALE


def plan_of(state: State) -> Plan:
    """The plan as a value; runs in the order of their starts."""
    found: list[tuple[Run, set[tuple[int, int]]]] = []
    for number, held in enumerate(state.held):
        if held is None:
            continue
        component = state.tables.components[number]
        for index, one in enumerate(held.runs):
            course = state.course(number, one.inner)
            covers = set(course.course.covers)
            inside = {
                (component.units[u].member, need)
                for u in np.nonzero(held.seats == index)[0]
                for need in component.units[u].needs
                if need in covers
            }
            run = Run(course.id, int(course.start[one.row]), int(course.venue[one.row]), one.teacher)
            found.append((run, inside))
    found.sort(key=lambda one: (one[0].start, one[0].course, one[0].venue))
    seats = sorted(
        Seat(member, need, index) for index, (_, inside) in enumerate(found) for member, need in inside
    )
    return Plan(tuple(run for run, _ in found), tuple(seats))

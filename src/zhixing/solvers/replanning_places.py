"""What replanning stands on: the seats that stay, what room they leave, and where a new run might be held."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from zhixing.core.timetable.changes import span_of
from zhixing.core.timetable.instance import Course, Instance, Plan, Seat

SPREAD = 7
"""Candidate half-days of a course chosen to reach whom the ones before don't."""
BEST = 12
"""Candidate half-days of a course in all."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where one may be seated: a run that exists (`run`: its number) or one that might be opened (`run` None)."""

    start: int
    course: int
    run: int | None = None


@dataclass(frozen=True, slots=True)
class Openings:
    """Venues and instructors that are free for a run that might be opened."""

    venues: tuple[int, ...]
    instructors: tuple[int, ...]


class Board:
    """What is taken by the seats that stay: all of the plan's but those of `closed` runs and of `lifted` attendances."""

    def __init__(
        self, instance: Instance, plan: Plan, closed: Collection[int], lifted: Collection[tuple[int, int]]
    ) -> None:
        self.given, self.plan, self.closed = instance, plan, frozenset(closed)
        self.attends: dict[int, set[int]] = defaultdict(set)
        self.served: set[tuple[int, int]] = set()
        self.seats: list[Seat] = []
        for seat in plan.seats:
            if seat.run in self.closed or (seat.member, seat.run) in lifted:
                continue
            self.seats.append(seat)
            self.attends[seat.member].add(seat.run)
            self.served.add((seat.member, seat.requirement))
        self.away: Counter[tuple[int, int]] = Counter()
        self.shares: Counter[tuple[int, int]] = Counter()
        self.inside: Counter[int] = Counter()
        self.busy: set[tuple[int, int]] = set()
        for member, runs in self.attends.items():
            station = instance.members[member].station
            for run in runs:
                self.inside[run] += 1
                self.shares[station, run] += 1
                for t in span_of(instance, plan.runs[run]):
                    self.away[station, t] += 1
                    self.busy.add((member, t))
        self.open = [number for number in range(len(plan.runs)) if number not in self.closed]
        self.held = Counter(plan.runs[number].course for number in self.open)
        self.load: Counter[int] = Counter()
        self.used: set[tuple[str, int, int]] = set()
        for number in self.open:
            held = plan.runs[number]
            self.load[instance.period(held.start)] += instance.courses[held.course].length
            for t in span_of(instance, held):
                self.used |= {("v", held.venue, t), ("i", held.instructor, t)}

    def span(self, place: Place) -> range:
        """The half-days of a place."""
        return range(place.start, place.start + self.given.courses[place.course].length)

    def room(self, place: Place) -> int:
        """Seats left in a run that exists."""
        if place.run is None:
            return self.given.courses[place.course].capacity
        venue = self.given.venues[self.plan.runs[place.run].venue]
        return min(self.given.courses[place.course].capacity, venue.capacity) - self.inside[place.run]

    def left(self, station: int, t: int) -> int:
        """How many more of a station may be away in a half-day."""
        return self.given.stations[station].may_leave[t] - self.away[station, t]

    def able(self, member: int, place: Place) -> bool:
        """Whether a member is free then and nowhere else."""
        free = self.given.members[member].free
        return all(free[t] == "1" and (member, t) not in self.busy for t in self.span(place))

    def covered(self, member: int, place: Place) -> bool:
        """Whether the member's post stays covered if he or she goes."""
        station = self.given.members[member].station
        return all(self.left(station, t) > 0 for t in self.span(place))

    def openings(self, place: Place) -> Openings:
        """Who and what is free for a new run there."""
        course, span = self.given.courses[place.course], self.span(place)
        venues = tuple(
            v
            for v in course.venues
            if all(self.given.venues[v].free[t] == "1" and ("v", v, t) not in self.used for t in span)
        )
        teachers = tuple(
            i
            for i in course.instructors
            if all(self.given.instructors[i].free[t] == "1" and ("i", i, t) not in self.used for t in span)
        )
        return Openings(venues, teachers)

    def slots(self, course: Course) -> int:
        """How many more runs of a course may be held."""
        return course.max_runs - self.held[course.id]


def existing(board: Board, requirements: Collection[int], *, now_half_day: int) -> list[Place]:
    """The runs yet to be held that meet one of the requirements."""
    found = []
    for number in board.open:
        run = board.plan.runs[number]
        if run.start >= now_half_day and set(board.given.courses[run.course].covers) & set(requirements):
            found.append(Place(run.start, run.course, number))
    return found


def candidates(
    board: Board,
    wanting: Mapping[int, Collection[int]],
    *,
    now_half_day: int,
    barred: Collection[tuple[int, int]],
    near: Mapping[int, Iterable[int]],
) -> dict[Place, Openings]:
    """Where new runs might help those who want a requirement (`wanting`: members by requirement), a few per course.

    `barred`: (course, start) of runs cancelled; `near`: by course the starts of the runs that are gone, for a shift that
    changes little.
    """
    chosen: dict[Place, Openings] = {}
    for course in board.given.courses:
        members = {m for q in course.covers for m in wanting.get(q, ())}
        if not members or board.slots(course) <= 0:
            continue
        reach: dict[Place, set[int]] = {}
        open_there: dict[Place, Openings] = {}
        for start in course.starts():
            place = Place(start, course.id)
            if start < now_half_day or (course.id, start) in barred:
                continue
            openings = board.openings(place)
            if not openings.venues or not openings.instructors:
                continue
            there = {m for m in members if board.able(m, place) and board.covered(m, place)}
            if there:
                reach[place], open_there[place] = there, openings
        was = tuple(near.get(course.id, ())) or (course.from_half_day,)
        for place in _pick(reach, was):
            chosen[place] = open_there[place]
    return chosen


def _pick(reach: Mapping[Place, set[int]], was: tuple[int, ...]) -> list[Place]:
    def rank(place: Place, members: set[int]) -> tuple[int, int, int]:
        return (-len(members), min(abs(place.start - start) for start in was), place.start)

    picked: list[Place] = []
    met: set[int] = set()
    rest = dict(reach)
    while rest and len(picked) < SPREAD:
        best = min(rest, key=lambda place: rank(place, rest[place] - met))
        gained = rest.pop(best) - met
        if not gained:
            met = set()
            if picked and not reach[best]:
                break
        picked.append(best)
        met |= gained or reach[best]
    picked += sorted(rest, key=lambda place: rank(place, rest[place]))[: BEST - len(picked)]
    return picked

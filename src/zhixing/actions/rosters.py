"""A year's rosters as batches and screens read them: who is free when, how many each station can spare."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from zhixing.actions.roll import Roll, roll
from zhixing.actions.start import rulebooks
from zhixing.actions.workdays import planning_days
from zhixing.core.people.register import Person, Station
from zhixing.core.rosters.cover import Spare, hold, share_of, spares
from zhixing.core.rosters.days import Availability, Placed, State, availability, states
from zhixing.core.rosters.fold import RosterBook, fold_rosters
from zhixing.core.rosters.grid import Grid, year_grid
from zhixing.core.rosters.patterns import Patterns, patterns_on
from zhixing.store.ledger import marks
from zhixing.store.ledger.planning import ROSTERS, planning_facts, planning_mark

DAY = dt.timedelta(days=1)
KEPT = 4
"""Years kept in memory."""

_years: dict[tuple[object, ...], YearRosters] = {}
_folding = Lock()


@dataclass(frozen=True, slots=True)
class YearRosters:
    """A year of everybody. `unknown`: on the roll in the year, and in some open half-day nobody knows whether on duty."""

    grid: Grid
    patterns: Patterns
    book: RosterBook
    unknown: tuple[UUID, ...]
    columns: Mapping[UUID, tuple[State, ...]]
    _free: Mapping[UUID, Availability]
    _spares: Mapping[UUID, tuple[Spare, ...]]

    def availability(self, person: UUID) -> Availability:
        """When somebody may attend; never for who is not known here."""
        nothing = "0" * self.grid.half_days
        return self._free.get(person, Availability(nothing, nothing))

    def states(self, person: UUID) -> tuple[State, ...]:
        """How somebody stands in each half-day."""
        return self.columns.get(person, (State.OUT,) * self.grid.half_days)

    def may_leave(self, station: UUID) -> tuple[int, ...]:
        """How many of a station's members may be away in each half-day; nobody where nobody is listed."""
        return tuple(one.may_leave for one in self._spares.get(station, ())) or (0,) * self.grid.half_days

    def spares(self, station: UUID) -> tuple[Spare, ...]:
        """How a station stands in each half-day; empty where nobody is listed."""
        return self._spares.get(station, ())


def year_rosters(year: int, *, today: dt.date) -> YearRosters:
    """The rosters of a year by the rules in force, kept until anything they rest on changes. Raises RulebookError."""
    day = min(max(today, dt.date(year, 1, 1)), dt.date(year, 12, 31))
    key = (year, day, marks.people_mark(), planning_mark(ROSTERS), rulebooks().digest)
    with _folding:
        if key not in _years:
            made = _make(year, day)
            if len(_years) >= KEPT:
                _years.clear()
            _years[key] = made
        return _years[key]


def _make(year: int, day: dt.date) -> YearRosters:
    grid, whole = year_grid(year, planning_days(year)), roll()
    book = fold_rosters(planning_facts(ROSTERS))
    patterns, share = patterns_on(rulebooks(), day), share_of(rulebooks().need("roster.cover", day))
    columns = {
        person.id: states(grid, book.own(person.id), _shifts(person, grid), patterns)
        for person in whole.register.people.values()
        if person.roll_in(year)
    }
    members = _members(whole, grid, columns)
    found = {
        uid: spares([column for _, column in there], _minima(grid, book, whole.register.stations[uid]), share)
        for uid, there in members.items()
    }
    free = {uid: availability(column) for uid, column in columns.items()}
    for uid, there in members.items():
        for person, column in there:
            held = hold(column, found[uid])
            free[person] = _merged(free[person], column, held)
    unknown = tuple(uid for uid, column in columns.items() if State.UNKNOWN in column)
    return YearRosters(grid, patterns, book, unknown, columns, free, found)


def _shifts(person: Person, grid: Grid) -> Placed:
    """The words of somebody's shift on a day, as the list of people has them; None when not on the roll."""
    first, last = grid.first - DAY, grid.day(grid.half_days - 1)
    spans = [span for span in (*person.roll, *person.places) if span.touches(first, last)]
    steady = all(span.covers(first) and span.covers(last) for span in spans)

    def told(day: dt.date) -> str | None:
        if person.on_roll(day) is None:
            return None
        place = person.place_on(day)
        return place.shift if place else ""

    if steady:
        words = told(last)
        return lambda day: words
    return told


def _members(
    whole: Roll, grid: Grid, columns: Mapping[UUID, tuple[State, ...]]
) -> dict[UUID, list[tuple[UUID, tuple[State, ...]]]]:
    """Each station's members with their columns, out of the picture on the days they belong elsewhere."""
    found: dict[UUID, list[tuple[UUID, tuple[State, ...]]]] = {}
    for uid, column in columns.items():
        for station, own in _by_station(whole.register.people[uid], grid, column):
            if station in whole.register.stations:
                found.setdefault(station, []).append((uid, own))
    return found


def _by_station(
    person: Person, grid: Grid, column: tuple[State, ...]
) -> Iterator[tuple[UUID, tuple[State, ...]]]:
    first, last = grid.day(0), grid.day(grid.half_days - 1)
    places = [span for span in person.places if span.touches(first, last) and span.station]
    if len(places) == 1 and places[0].covers(first) and places[0].covers(last):
        yield places[0].station or person.id, column
        return
    by_day = [person.place_on(day) for day in grid.days()]
    for station in dict.fromkeys(span.station for span in places if span.station):
        here = [place is not None and place.station == station for place in by_day]
        yield station, tuple(state if here[t // 2] else State.OUT for t, state in enumerate(column))


def _minima(grid: Grid, book: RosterBook, station: Station) -> Sequence[int]:
    if station.id not in book.covers:
        return (station.minimum,) * grid.half_days
    return [
        book.minimum(station.id, grid.day(t), grid.half(t), station.minimum) for t in range(grid.half_days)
    ]


def _merged(before: Availability, column: tuple[State, ...], held: str) -> Availability:
    """A person's strings with what one of the stations forbids, on the days he or she belongs there."""
    triples = zip(before.free, column, held, strict=True)
    return Availability(
        "".join(free if state is State.OUT else kept for free, state, kept in triples), before.rest
    )

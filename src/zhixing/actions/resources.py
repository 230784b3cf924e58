"""Rooms, speakers and busy seasons of a year, as plans and batches read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from zhixing.actions.roll import roll
from zhixing.actions.rosters import year_rosters
from zhixing.actions.start import rulebooks
from zhixing.core.people.register import Station
from zhixing.core.rosters.grid import Grid
from zhixing.core.rosters.resources import (
    Peak,
    ResourceBook,
    both_free,
    fold_resources,
    free_string,
    travel_quarters,
)
from zhixing.store.ledger import marks
from zhixing.store.ledger.planning import RESOURCES, ROSTERS, planning_facts, planning_mark, speaker_words
from zhixing.store.ledger.steady import once

_years: dict[tuple[object, ...], Resources] = {}
_folding = Lock()


@dataclass(frozen=True, slots=True)
class VenueRow:
    """A room in use and when it can be had."""

    id: UUID
    name: str
    seats: int
    station: UUID | None
    free: str


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """Somebody who teaches and when he or she can. A member also has to be free by the roster.

    `topics` are numbers of the seven categories (content.categories), from 1; none: any.
    """

    id: UUID
    name: str
    person: UUID | None
    topics: tuple[int, ...]
    outside: bool
    free: str


@dataclass(frozen=True, slots=True)
class Resources:
    """What is in use in the year, in order of entry, and the ways between stations and rooms."""

    grid: Grid
    venues: tuple[VenueRow, ...]
    speakers: tuple[SpeakerRow, ...]
    peaks: tuple[Peak, ...]
    _stations: Mapping[UUID, Station]
    _km_per_hour: int
    _detour: int

    def travel(self, station: UUID | None, venue: UUID) -> int:
        """Quarters of an hour from a station to a room and back; 0 where they are together or a place is unknown."""
        row = next((one for one in self.venues if one.id == venue), None)
        here = self._stations.get(station) if station else None
        there = self._stations.get(row.station) if row and row.station else None
        return travel_quarters(here, there, km_per_hour=self._km_per_hour, detour=self._detour)


@once
def resource_book() -> ResourceBook:
    """Everything entered, what is no longer in use too. Two queries."""
    return fold_resources(planning_facts(RESOURCES), speaker_words())


def year_resources(year: int, *, today: dt.date) -> Resources:
    """What is in use in a year, kept until anything it rests on changes. Raises RulebookError."""
    rosters = year_rosters(year, today=today)
    day = min(max(today, dt.date(year, 1, 1)), dt.date(year, 12, 31))
    kinds = (*RESOURCES, *ROSTERS)
    key = (year, day, marks.people_mark(), planning_mark(kinds), rulebooks().digest)
    with _folding:
        if key not in _years:
            whole, book, rule = roll(), resource_book(), rulebooks().need("roster.travel", day)
            made = Resources(
                rosters.grid,
                tuple(
                    VenueRow(one.id, one.name, one.seats, one.station, free_string(rosters.grid, one.closed))
                    for one in book.venues
                    if one.open
                ),
                tuple(_speakers(book, year, today)),
                tuple(one for one in book.peaks if one.since.year <= year <= one.until.year),
                whole.register.stations,
                rule.whole("km_per_hour"),
                rule.whole("detour_hundredths"),
            )
            _years.clear()
            _years[key] = made
        return _years[key]


def _speakers(book: ResourceBook, year: int, today: dt.date) -> list[SpeakerRow]:
    rosters, people = year_rosters(year, today=today), roll().register.people
    rows = []
    for one in book.speakers:
        if not one.open:
            continue
        free, name = free_string(rosters.grid, one.closed), one.name
        if one.person is not None:
            known = people.get(one.person)
            name = known.name if known else name
            free = both_free(free, rosters.availability(one.person).free)
        rows.append(SpeakerRow(one.id, name, one.person, one.topics, one.outside, free))
    return rows

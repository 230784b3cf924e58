"""Rooms, speakers and busy seasons in force, and how long the way to a room takes."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.facts.record import Fact, effective
from zhixing.core.facts.rostering import PeakSet, SpeakerSet, Unavailable, VenueSet
from zhixing.core.people.register import Station
from zhixing.core.rosters.grid import HALVES, Grid

_KM_PER_DEGREE = 111.2
_QUARTER = 15
NOWHERE = -1
"""A station's distance that nobody has told."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Not to be had in [`since`, `until`), in one half or both."""

    since: dt.date
    until: dt.date
    halves: tuple[str, ...]
    fact: UUID


@dataclass(frozen=True, slots=True)
class Venue:
    """A room: seats, the station it is at, whether it is in use, when it cannot be had. `chain`: whose books."""

    id: UUID
    chain: UUID
    name: str
    seats: int
    station: UUID | None
    open: bool
    closed: tuple[Closed, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who teaches: a member (`person`) or somebody named in private words; `topics` number the categories from 1."""

    id: UUID
    chain: UUID
    person: UUID | None
    name: str
    topics: tuple[int, ...]
    outside: bool
    open: bool
    closed: tuple[Closed, ...]


@dataclass(frozen=True, slots=True)
class Peak:
    """A busy season in [`since`, `until`) at some organisations and stations, or everywhere (`places` empty)."""

    id: UUID
    chain: UUID
    title: str
    since: dt.date
    until: dt.date
    places: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class ResourceBook:
    """All of them in order of entry, those no longer in use too (`open`)."""

    venues: tuple[Venue, ...]
    speakers: tuple[Speaker, ...]
    peaks: tuple[Peak, ...]


def fold_resources(facts: Iterable[Fact], private: Mapping[UUID, Mapping[str, str]]) -> ResourceBook:
    """The book that the facts describe; `private` gives the words of a fact by its uid."""
    last: dict[str, Fact] = {}
    first: dict[str, int] = {}
    for fact in sorted(effective(facts), key=lambda one: one.seq):
        last[fact.key] = fact
        first.setdefault(fact.key, fact.seq)
    held = sorted(last.values(), key=lambda one: first[one.key])
    closed: dict[UUID, list[Closed]] = {}
    for fact in held:
        body = fact.body
        if isinstance(body, Unavailable) and fact.about and body.until > body.since:
            halves = (body.half,) if body.half else HALVES
            closed.setdefault(fact.about, []).append(Closed(body.since, body.until, halves, fact.uid))
    venues, speakers, peaks = [], [], []
    for fact in held:
        body, uid = fact.body, fact.about
        if uid is None:
            continue
        gone = tuple(sorted(closed.get(uid, ()), key=lambda one: one.since))
        if isinstance(body, VenueSet):
            station = UUID(body.station) if body.station else None
            venues.append(Venue(uid, fact.chain, body.name, body.seats, station, body.open, gone))
        elif isinstance(body, SpeakerSet):
            person = UUID(body.person) if body.person else None
            topics = tuple(int(word) for word in body.topics.split())
            name = private.get(fact.uid, {}).get("name", "")
            speakers.append(Speaker(uid, fact.chain, person, name, topics, body.outside, body.open, gone))
        elif isinstance(body, PeakSet) and body.until > body.since:
            places = frozenset(UUID(word) for word in body.places.split())
            peaks.append(Peak(uid, fact.chain, body.title, body.since, body.until, places))
    return ResourceBook(tuple(venues), tuple(speakers), tuple(peaks))


def free_string(grid: Grid, closed: Iterable[Closed]) -> str:
    """'1' in each open half-day in which nothing stands against it."""
    gone = tuple(closed)

    def one(t: int) -> str:
        day, half = grid.day(t), grid.half(t)
        return "0" if any(c.since <= day < c.until and half in c.halves for c in gone) else "1"

    return "".join(one(t) if grid.is_open(t) else "0" for t in range(grid.half_days))


def both_free(first: str, second: str) -> str:
    """'1' where both have it."""
    return "".join("1" if a == b == "1" else "0" for a, b in zip(first, second, strict=True))


def travel_quarters(here: Station | None, there: Station | None, *, km_per_hour: int, detour: int) -> int:
    """Quarters of an hour there and back, begun ones counted; 0 at one station, or where nothing is known.

    By the coordinates of both; without them by their distances from the county town, as if by way of it.
    `detour` is a hundredth's factor on the straight line.
    """
    if here is None or there is None or here.id == there.id:
        return 0
    km = _straight(here, there)
    if km is None:
        if NOWHERE in (here.distance, there.distance):
            return 0
        km = (here.distance + there.distance) / 10
    minutes = 2 * km * detour / 100 * 60 / max(1, km_per_hour)
    return math.ceil(round(minutes, 6) / _QUARTER)


def _straight(here: Station, there: Station) -> float | None:
    points = [_point(one) for one in (here, there)]
    (a, b) = points
    if a is None or b is None:
        return None
    east = (a[0] - b[0]) * math.cos(math.radians((a[1] + b[1]) / 2))
    return math.hypot(east, a[1] - b[1]) * _KM_PER_DEGREE


def _point(station: Station) -> tuple[float, float] | None:
    """Degrees east and north, as far as they are written as such."""
    try:
        return float(station.longitude), float(station.latitude)
    except ValueError:
        return None

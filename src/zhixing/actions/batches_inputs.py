"""What a batch is built from: the plan, the people, the duty rosters, rooms and speakers, and the rulebook's weights."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from zhixing.actions.dossier import outline
from zhixing.actions.own_dates import run_hours
from zhixing.actions.plan_people import Audience, audience
from zhixing.actions.resources import Resources, year_resources
from zhixing.actions.roll import roll
from zhixing.actions.rosters import YearRosters, year_rosters
from zhixing.actions.start import rulebooks
from zhixing.actions.workdays import workdays
from zhixing.core.cells import Tier
from zhixing.core.people.register import Register
from zhixing.core.plan import fixed
from zhixing.core.plan.plan import AnnualPlan
from zhixing.core.rosters.grid import Grid
from zhixing.core.rosters.resources import Peak
from zhixing.core.timetable.building import Attendee, Given, Place, Room, Teacher
from zhixing.core.timetable.instance import Weights
from zhixing.store.plans import batches as queries

Halves = frozenset[tuple[dt.date, str]]
"""Half-days: the day, am or pm."""
NO_STATION_KIND = "branch"
"""Those without a station are held together by their branch: nobody must stay behind there."""


def given_for(plan: AnnualPlan, *, start: dt.date, today: dt.date) -> Given:
    """Everything that the problem of the plan's year is built from. Raises RulebookError."""
    rosters, means = year_rosters(plan.year, today=today), year_resources(plan.year, today=today)
    people = audience(plan.year, today=today)
    day = min(max(today, dt.date(plan.year, 1, 1)), dt.date(plan.year, 12, 31))
    weights, topics = rulebooks().need("batch.weights", day), _topics(day)
    met = _meetings(plan, people)
    attendees = _attendees(people, rosters, met)
    used = {one.station for one in attendees if one.station}
    return Given(
        plan,
        rosters.grid.first,
        rosters.grid.half_days,
        start,
        attendees,
        _places(used, attendees, rosters, means, roll().register),
        [Room(one.id, one.seats, one.free) for one in means.venues],
        [
            Teacher(
                one.id,
                _unmet(one.free, met.get(one.person) if one.person else None, rosters.grid),
                frozenset(topics[n] for n in one.topics if n in topics),
            )
            for one in means.speakers
        ],
        Weights(**{name: weights.whole(name) for name in Weights.__slots__}),
        rulebooks().need("batch.month_cap", day).whole("half_days"),
    )


def first_day(year: int, *, today: dt.date) -> dt.date:
    """From which day runs may lie, unless the officer says otherwise: the year's first, where nothing of it has been
    held nor published; else the next working day.
    """
    begun = year in outline().years or any(one.published_at for one in queries.batches(year))
    if year != today.year or not begun:
        return dt.date(year, 1, 1)
    return next_workday(today)


def next_workday(today: dt.date) -> dt.date:
    """The first working day after today."""
    known, day = workdays(), today + dt.timedelta(days=1)
    while not known.is_workday(day):
        day += dt.timedelta(days=1)
    return day


def _topics(day: dt.date) -> Mapping[int, str]:
    rule = rulebooks().on("content.categories", day)
    return dict(enumerate(rule.words("names"), 1)) if rule else {}


def _unmet(free: str, met: Halves | None, grid: Grid) -> str:
    """Half-days without those in which one's own organisation meets."""
    if not free or not met:
        return free
    return "".join("0" if (grid.day(t), grid.half(t)) in met else one for t, one in enumerate(free))


def _meetings(plan: AnnualPlan, people: Audience) -> Mapping[UUID, Halves]:
    """By person, the half-days in which his own organisation meets on its fixed days: he can't be in a run then."""
    hours, fixed_from = run_hours(dt.date(plan.year, 1, 1))
    return fixed.taken(plan.lessons, roll().register, people.cells, hours, fixed_from)


def _attendees(people: Audience, rosters: YearRosters, meetings: Mapping[UUID, Halves]) -> list[Attendee]:
    found, grid = [], rosters.grid
    open_all = "".join("1" if grid.is_open(t) else "0" for t in range(grid.half_days))
    for person, cell in people.cells.items():
        exempt, when = person in people.exempt, rosters.availability(person)
        station = people.stations.get(person) or people.branches.get(person)
        free = when.free
        if cell.tier is Tier.ACTIVIST and person not in rosters.columns:
            # Not on the roll, so no roster keeps a post for them: they come when they are called.
            station, free = people.branches.get(person), open_all
        free = _unmet(free, meetings.get(person), grid)
        found.append(Attendee(person, cell, station, exempt, free, when.rest))
    return found


def _places(
    used: set[UUID],
    attendees: Sequence[Attendee],
    rosters: YearRosters,
    means: Resources,
    register: Register,
) -> list[Place]:
    found, venues = [], [one.id for one in means.venues]
    for uid in sorted(used):
        station = register.stations.get(uid)
        if station is None:
            count = sum(one.station == uid for one in attendees)
            may, kind, org = (count,) * rosters.grid.half_days, NO_STATION_KIND, uid
        else:
            may, kind, org = rosters.may_leave(uid), station.kind, station.org
        travel = {venue: means.travel(uid, venue) for venue in venues}
        above = _above(org, register)
        peaks = [one for one in means.peaks if not one.places or one.places & {uid, *above}]
        found.append(Place(uid, kind, _kept_back(may, peaks, rosters.grid), travel))
    return found


def _above(org: UUID, register: Register) -> set[UUID]:
    """An organisation and everything above it."""
    found: set[UUID] = set()
    at: UUID | None = org
    while at is not None and at not in found:
        found.add(at)
        known = register.orgs.get(at)
        at = known.parent if known else None
    return found


def _kept_back(may: tuple[int, ...], peaks: Sequence[Peak], grid: Grid) -> tuple[int, ...]:
    """Nobody leaves in a busy season."""
    if not peaks:
        return may
    return tuple(
        0 if any(one.since <= grid.day(t) < one.until for one in peaks) else n for t, n in enumerate(may)
    )

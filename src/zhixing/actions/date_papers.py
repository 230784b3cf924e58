"""Papers for published dates: the official notice of runs, and the sheet for a station's wall.

Made from what was told last, so that paper, page and calendar say the same. Who keeps the books of one branch
gets the notice with that branch's names alone, and the wall sheets of stations where its members work.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from zhixing.actions.export import Document
from zhixing.actions.fonts import own_fonts
from zhixing.actions.plan_people import audience
from zhixing.actions.printing import OFFICERS, Ending, taken
from zhixing.actions.roll import Roll, roll
from zhixing.core.people.register import Person
from zhixing.core.plan.dates import FIXED_MANNERS, OwnDate
from zhixing.core.plan.dates_wire import read_dates
from zhixing.core.strokes import stroke_key
from zhixing.interop.documents.study_notice import (
    BranchList,
    RunLine,
    StudyNotice,
    WallRow,
    WallSheet,
    notice_docx,
    notice_pdf,
    wall_docx,
    wall_pdf,
)
from zhixing.store.people.queries import Actor
from zhixing.store.plans import telling

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class StationLine:
    """A station with a sheet to hang: how many dates are to come there."""

    id: UUID
    name: str
    branch: str
    dates: int


@dataclass(frozen=True, slots=True)
class Told:
    """What was told, by person, of those the actor may see; `all` of everybody, for the seats of a run."""

    own: Mapping[UUID, tuple[OwnDate, ...]]
    all: Mapping[UUID, tuple[OwnDate, ...]]
    whole: Roll


def stations(actor: Actor, year: int, *, today: dt.date) -> tuple[StationLine, ...]:
    """The stations where members of the actor's organisations have dates, in order of entry."""
    told = _told(actor, year)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for person, dates in told.own.items():
        place = told.whole.register.people[person].place_on(today)
        station = place.station if place else None
        if station:
            found[station] |= {one.code for one in dates if one.start.date() >= _since(year, today)}
    rows = [(told.whole.register.stations.get(station), codes) for station, codes in found.items()]
    lines = [
        (one.order, StationLine(one.id, one.name, told.whole.register.name_of(one.org), len(codes)))
        for one, codes in rows
        if one
    ]
    return tuple(line for _, line in sorted(lines, key=lambda pair: (pair[0], pair[1].name)))


def notice(actor: Actor, year: int, ending: Ending, *, now: dt.datetime, today: dt.date) -> Document | None:
    """The notice; None before anything was published."""
    told = _told(actor, year)
    if not told.all:
        return None
    register = told.whole.register
    made = StudyNotice(
        register.root.name if register.root else "",
        year,
        today,
        tuple(_runs(told.all)),
        tuple(_lists(told)),
        sum(one in told.own for one in audience(year, today=today).exempt),
    )
    content = notice_docx(made) if ending == "docx" else notice_pdf(made, fonts=own_fonts())
    return taken(actor, f"{year}年分期分批安排通知", ending, content, now, f"{len(made.runs)} 期")


def wall(
    actor: Actor, year: int, station: UUID, ending: Ending, *, now: dt.datetime, today: dt.date
) -> Document | None:
    """The sheet of a station; None where none of the actor's members works there."""
    told, since = _told(actor, year), _since(year, today)
    register = told.whole.register
    here = register.stations.get(station)
    rows: dict[OwnDate, list[str]] = defaultdict(list)
    for person, dates in told.own.items():
        who = register.people[person]
        place = who.place_on(today)
        if place is None or place.station != station:
            continue
        for one in dates:
            if one.start.date() >= since and not one.cancelled:
                rows[_alike(one)].append(who.name)
    if here is None or not rows:
        return None
    root = register.root
    lines = tuple(_wall_row(one, names) for one, names in sorted(rows.items()))
    sheet = WallSheet(here.name, year, root.name if root else "", since, lines)
    content = (
        wall_docx(sheet, day=today) if ending == "docx" else wall_pdf(sheet, day=today, fonts=own_fonts())
    )
    return taken(actor, f"{here.name}{year}年学习安排", ending, content, now, f"{len(rows)} 项")


def _told(actor: Actor, year: int) -> Told:
    whole, reach = roll(), actor.reach(*OFFICERS)
    everybody = {
        person: tuple(one for one in read_dates(row.body) if not one.cancelled)
        for person, row in telling.last_told(year).items()
        if person in whole.register.people
    }
    own = {
        person: dates
        for person, dates in everybody.items()
        if (held := _home(whole.register.people[person])) is not None and held in reach
    }
    return Told(own, everybody, whole)


def _home(person: Person) -> UUID | None:
    return person.roll[-1].org if person.roll else None


def _runs(told: Mapping[UUID, tuple[OwnDate, ...]]) -> Iterable[RunLine]:
    """The runs of courses in order of time, numbered course by course; fixed days stand in the plan itself."""
    seats: dict[UUID, set[UUID]] = defaultdict(set)
    days: dict[UUID, set[OwnDate]] = defaultdict(set)
    for person, dates in told.items():
        for one in dates:
            if one.run is not None:
                seats[one.run].add(person)
                days[one.run].add(_alike(one))
    numbers: dict[UUID | None, int] = defaultdict(int)
    for run, parts in sorted(days.items(), key=lambda pair: min(pair[1])):
        first, last = min(parts), max(parts)
        numbers[first.lesson] += 1
        when = _when(first) if first == last else f"{_when(first)}至{_when(last)}"
        place, speaker = first.place or "另行通知", first.speaker or "另行通知"
        yield RunLine(first.title, numbers[first.lesson], when, place, speaker, len(seats[run]))


def _lists(told: Told) -> Iterable[BranchList]:
    register = told.whole.register
    for branch in register.branches():
        rows: dict[OwnDate, list[str]] = defaultdict(list)
        for person, dates in told.own.items():
            who = register.people[person]
            if _home(who) == branch.id:
                for one in dates:
                    if one.manner not in FIXED_MANNERS:
                        rows[_alike(one)].append(who.name)
        if rows:
            listed = tuple((one.title, _when(one), _names(names)) for one, names in sorted(rows.items()))
            yield BranchList(branch.name, listed)


def _alike(one: OwnDate) -> OwnDate:
    """The same date for everybody who has it: what is each one's own is taken off."""
    return replace(one, revision=0)


def _names(names: Iterable[str]) -> str:
    return "、".join(sorted(names, key=stroke_key))


def _wall_row(one: OwnDate, names: Iterable[str]) -> WallRow:
    day = one.start.date()
    time = f"{one.start.hour}:{one.start:%M}—{one.end.hour}:{one.end:%M}"
    words = f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"
    return WallRow(words, time, one.title, one.place, _names(names))


def _when(one: OwnDate) -> str:
    day = one.start.date()
    noon = 12
    if one.start.hour < noon <= one.end.hour and one.end.hour > noon:
        part = "全天"
    else:
        part = "上午" if one.start.hour < noon else "下午"
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）{part}"


def _since(year: int, today: dt.date) -> dt.date:
    """From when on a wall needs to know: today, or the whole of a year that is not this one."""
    return today if today.year == year else dt.date(year, 1, 1)

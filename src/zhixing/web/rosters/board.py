"""The picture of a station's weeks: who is on duty, at work, free or away in each half-day, and what it can spare."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from zhixing.actions.dossier import READERS
from zhixing.actions.duty_entries import may_enter_cover
from zhixing.actions.roll import BOOKS, Roll, keeps_books_of, roll, visible
from zhixing.actions.rosters import YearRosters, year_rosters
from zhixing.core.people.changes import home
from zhixing.core.people.register import Person, Station
from zhixing.core.rosters.days import STATE_WORDS, State
from zhixing.core.rosters.grid import HALF_WORDS
from zhixing.core.strokes import stroke_key
from zhixing.interop.documents.cells import Cell
from zhixing.store.people.queries import Actor
from zhixing.web.shared.downloads import Offer, list_offers
from zhixing.web.shared.lists import Filter, select

NOWHERE = "none"
"""Stands for no station where a station is chosen."""
SPANS = (("1", "一周"), ("4", "四周"))
_WEEKDAYS = "一二三四五"
_DAY = dt.timedelta(days=1)
_CLASSES = {
    State.CLOSED: "shut",
    State.AWAY: "away",
    State.DUTY: "duty",
    State.WORK: "work",
    State.AFTER: "after",
    State.REST: "rest",
    State.IDLE: "rest",
    State.UNKNOWN: "what",
    State.OUT: "shut",
}
KEY = tuple((state.value, _CLASSES[state], STATE_WORDS[state]) for state in State)


@dataclass(frozen=True, slots=True)
class Slot:
    """A half-day of somebody: the letter, its class, its words."""

    letter: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Absence:
    """A leave that is in the picture or ahead, and where it is called off (empty: not by this actor)."""

    who: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """A person: name, by which pattern, each half-day."""

    id: UUID
    name: str
    pattern: str
    slots: tuple[Slot, ...]
    unknown: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the heading."""

    date: dt.date
    weekday: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """A line below: what it counts, its numbers; `short`: where fewer are there than must be."""

    words: str
    numbers: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The page. `unknown`: whose duty nobody knows in these weeks, here and of all seen; `provisional`: 暂算."""

    title: str
    filters: tuple[Filter, ...]
    days: tuple[Day, ...]
    rows: tuple[Row, ...]
    sums: tuple[Sum, ...]
    absences: tuple[Absence, ...]
    previous: str
    next: str
    unknown: int
    all_unknown: int
    provisional: bool
    year: int
    may_enter: bool
    may_cover: bool
    station: str
    own: bool
    exports: tuple[Offer, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """Of the file."""
        halves = (f"{day.date:%m-%d}{word}" for day in self.days for word in ("上午", "下午"))
        return ("姓名", "班制", *halves)

    @property
    def cells(self) -> list[tuple[Cell, ...]]:
        """The rows as the file has them, the sums below."""
        people: list[tuple[Cell, ...]] = [
            (row.name, row.pattern, *(slot.words for slot in row.slots)) for row in self.rows
        ]
        return people + [(one.words, "", *(number for number, _ in one.numbers)) for one in self.sums]


def board(actor: Actor, asked: Mapping[str, str], today: dt.date) -> Board:
    """What the address asks for: a station (the first one seen), a Monday (this week), one week or four."""
    whole = roll()
    monday = _monday(asked.get("from", ""), today)
    weeks = 4 if asked.get("weeks") == "4" else 1
    year = (monday + 3 * _DAY).year
    rosters = year_rosters(year, today=today)
    own = not actor.wears(*READERS)
    people = _seen(actor, whole, monday)
    stations = _stations(whole, people, monday)
    options = [(str(one.id), _station_name(one, stations, whole)) for one in stations]
    if any(_place(one, monday) == NOWHERE for one in people):
        options.append((NOWHERE, "没有登记站点"))
    wanted = asked.get("station", "")
    wanted = wanted if wanted in dict(options) or not options else options[0][0]
    chosen = next((one for one in stations if str(one.id) == wanted), None)
    here = [one for one in people if _place(one, monday) == wanted]
    if own:
        here = people
    first, last = (0, rosters.grid.half_days)
    span = [t for t in range(first, last) if monday <= rosters.grid.day(t) < monday + weeks * 7 * _DAY]
    asked_now = {"station": wanted, "weeks": str(weeks)}
    filters = (
        ()
        if own
        else (select("station", "站点", options, asked_now), select("weeks", "时段", SPANS, asked_now))
    )
    keep = {**asked_now, "from": monday.isoformat()}
    rows = tuple(_row(one, rosters, span, monday) for one in here)
    return Board(
        title="我的班次" if own else dict(options).get(wanted, "班次"),
        filters=filters,
        days=_days(rosters, span),
        rows=rows,
        sums=() if own or chosen is None else tuple(_sums(rosters, chosen.id, span)),
        absences=tuple(_absences(actor, here, rosters, monday)),
        previous=_link(asked_now, monday - weeks * 7 * _DAY),
        next=_link(asked_now, monday + weeks * 7 * _DAY),
        unknown=sum(row.unknown for row in rows),
        all_unknown=sum(any(rosters.states(one.id)[t] is State.UNKNOWN for t in span) for one in people),
        provisional=rosters.grid.provisional,
        year=year,
        may_enter=any(keeps_books_of(actor, one) for one in here),
        may_cover=chosen is not None and may_enter_cover(actor, chosen),
        station=wanted,
        own=own,
        exports=() if own else list_offers("rosters:export", keep),
    )


def people_of(actor: Actor, station: str, today: dt.date) -> list[Person]:
    """Whom of a station (empty: of all) the actor enters duty for, by strokes of the surname."""
    found = [
        one
        for one in visible(actor, roll())
        if one.on_roll(today) and actor.over(home(one), *BOOKS)
        if not station or _place(one, today) == station
    ]
    return sorted(found, key=lambda one: stroke_key(one.name))


def stations_of(actor: Actor, today: dt.date) -> list[tuple[str, str]]:
    """The stations whose books the actor keeps, by id."""
    whole = roll()
    found = sorted(whole.register.stations.values(), key=lambda one: (one.order, one.name))
    mine = [one for one in found if may_enter_cover(actor, one)]
    return [(str(one.id), _station_name(one, mine, whole)) for one in mine]


def places_of(actor: Actor, today: dt.date) -> list[tuple[str, str]]:
    """The same as far as somebody belongs there, and no station at all where somebody has none."""
    used = {_place(one, today) for one in people_of(actor, "", today)}
    found = [(uid, name) for uid, name in stations_of(actor, today) if uid in used]
    return [*found, (NOWHERE, "没有登记站点")] if NOWHERE in used else found


def _seen(actor: Actor, whole: Roll, monday: dt.date) -> list[Person]:
    if actor.wears(*READERS):
        found = [one for one in visible(actor, whole) if one.roll and one.on_roll(monday)]
    else:
        one = whole.register.people.get(actor.person) if actor.person else None
        found = [one] if one is not None else []
    return sorted(found, key=lambda one: stroke_key(one.name))


def _stations(whole: Roll, people: Sequence[Person], day: dt.date) -> list[Station]:
    wanted = {_station_of(one, day) for one in people}
    found = [one for one in whole.register.stations.values() if one.id in wanted]
    return sorted(found, key=lambda one: (one.order, one.name))


def _station_of(one: Person, day: dt.date) -> UUID | None:
    place = one.place_on(day)
    return place.station if place else None


def _place(one: Person, day: dt.date) -> str:
    return str(_station_of(one, day) or NOWHERE)


def _station_name(one: Station, among: Sequence[Station], whole: Roll) -> str:
    twice = sum(other.name == one.name for other in among) > 1
    return f"{one.name}（{whole.register.name_of(one.org)}）" if twice else one.name


def _row(one: Person, rosters: YearRosters, span: Sequence[int], monday: dt.date) -> Row:
    states = [rosters.states(one.id)[t] for t in span]
    slots = tuple(Slot(state.value, _CLASSES[state], STATE_WORDS[state]) for state in states)
    return Row(one.id, one.name, _pattern(one, rosters, monday), slots, State.UNKNOWN in states)


def _pattern(one: Person, rosters: YearRosters, day: dt.date) -> str:
    turn = rosters.book.own(one.id).turn(day)
    if turn is None:
        place = one.place_on(day)
        return place.shift if place else ""
    if turn.anchor is None:
        return turn.pattern
    return f"{turn.pattern}，起点 {turn.anchor.month} 月 {turn.anchor.day} 日"


def _days(rosters: YearRosters, span: Sequence[int]) -> tuple[Day, ...]:
    dates = dict.fromkeys(rosters.grid.day(t) for t in span)
    return tuple(Day(one, _WEEKDAYS[one.weekday()], one in rosters.grid.closed) for one in dates)


def _sums(rosters: YearRosters, station: UUID, span: Sequence[int]) -> Iterator[Sum]:
    found = rosters.spares(station)
    if not found:
        return
    some = [(found[t], rosters.grid.is_open(t)) for t in span]
    yield Sum(
        "在岗", tuple((str(one.at_post) if on else "", on and one.at_post < one.minimum) for one, on in some)
    )
    yield Sum("最低在岗", tuple((str(one.minimum) if on else "", False) for one, on in some))
    yield Sum(
        "可外出", tuple((str(one.may_leave) if on else "", on and one.may_leave == 0) for one, on in some)
    )


def _absences(
    actor: Actor, people: Sequence[Person], rosters: YearRosters, monday: dt.date
) -> Iterator[Absence]:
    for one in people:
        mine = keeps_books_of(actor, one)
        for gone in rosters.book.own(one.id).away:
            if gone.until <= monday:
                continue
            half = f"，{HALF_WORDS[gone.halves[0]]}" if len(gone.halves) == 1 else ""
            words = f"{gone.since} 至 {gone.until - _DAY}{half}"
            yield Absence(
                one.name, words, reverse("rosters:call_off", args=[one.id, gone.fact]) if mine else ""
            )


def _monday(text: str, today: dt.date) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = today
    if not 2000 <= day.year <= 2100:
        day = today
    return day - dt.timedelta(days=day.weekday())


def _link(asked: Mapping[str, str], monday: dt.date) -> str:
    return "?" + urlencode({**{k: v for k, v in asked.items() if v}, "from": monday.isoformat()})

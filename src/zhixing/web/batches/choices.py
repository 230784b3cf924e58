"""What the forms of changes and wishes offer: the runs, rooms, speakers, stations and people that the batch knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.actions import plan
from zhixing.actions.batches_events import EVENT_WORDS, PERSON, RUN, SPEAKER, STATION, VENUE
from zhixing.actions.batches_reading import Names, names, telling_apart
from zhixing.actions.batches_wishes import WISH_WORDS
from zhixing.actions.plan_people import audience
from zhixing.actions.resources import resource_book
from zhixing.actions.roll import roll
from zhixing.core.plan.plan import Way
from zhixing.core.strokes import stroke_key
from zhixing.store.plans import batches as queries
from zhixing.web.batches.owning import run_words

Options = tuple[tuple[str, str, bool], ...]
"""Value, words, chosen."""


@dataclass(frozen=True, slots=True)
class EventChoice:
    """One sort of event: its key, its words, whom it may concern; `dated`: asks from when to when."""

    what: str
    words: str
    label: str
    options: Options
    dated: bool
    many: bool
    open: bool


@dataclass(frozen=True, slots=True)
class ChangePage:
    """The form of changes. `held`: whether there is a batch in force."""

    year: int
    held: bool
    since: str
    until: str
    events: tuple[EventChoice, ...]


@dataclass(frozen=True, slots=True)
class WishPage:
    """The form of wishes."""

    year: int
    held: bool
    kinds: Mapping[str, str]
    lessons: Options
    places: Options
    stations: Options
    rooms: Options
    speakers: Options
    what: str
    until: str
    count: str


def change_choices(year: int, *, asked: Mapping[str, str], today: dt.date) -> ChangePage:
    """The events that may be told of the batch in force; `asked` holds what was typed."""
    row = queries.in_force(year)
    day = today if today.year == year else dt.date(year, 1, 1)
    since, until = asked.get("since", "") or day.isoformat(), asked.get("until", "") or day.isoformat()
    if row is None:
        return ChangePage(year, False, since, until, ())
    called, chosen, what = names(row), asked.get("which", ""), asked.get("what", "")
    runs = [one for one in queries.runs(row.id) if one.day >= today or today.year != year]
    people = {seat.person for seat in queries.seats(row.id) if seat.run is not None}
    stations = audience(year, today=today).stations

    def choice(key: str, label: str, options: Options, *, many: bool = False) -> EventChoice:
        return EventChoice(key, EVENT_WORDS[key], label, options, key != RUN, many, key == what)

    events = (
        choice(SPEAKER, "哪位主讲人", _named({r.speaker for r in runs}, called.speaker, chosen)),
        choice(VENUE, "哪个场地", _named({r.venue for r in runs}, called.room, chosen)),
        choice(
            STATION,
            "哪些站点（可多选）",
            _named({stations[p] for p in people if p in stations}, called.station, chosen),
            many=True,
        ),
        choice(PERSON, "谁", _named(people, telling_apart(called.known), chosen)),
        choice(
            RUN,
            "哪一期",
            tuple(
                (str(one.code), f"{run_words(one)} {called.lesson(one.lesson)}", str(one.code) == chosen)
                for one in runs
            ),
        ),
    )
    return ChangePage(year, True, since, until, events)


def _named(those: Iterable[UUID | None], name: object, chosen: str) -> Options:
    assert callable(name)
    found = [(str(one), str(name(one)), str(one) == chosen) for one in those if one is not None]
    return tuple(sorted(found, key=lambda one: (stroke_key(one[1]), one[0])))


def wish_choices(year: int, *, asked: Mapping[str, str], today: dt.date) -> WishPage:
    """What may be wished of the year's courses."""
    held, register, book = plan.current(year), roll().register, resource_book()
    called = Names(roll(), held.plan if held else None, {one.id: one.name for one in book.venues}, {})
    people = audience(year, today=today)
    stations = set(people.stations.values())
    branches = {people.branches[one] for one in people.cells if one in people.branches}
    speakers = {
        one.id: register.people[one.person].name if one.person and one.person in register.people else one.name
        for one in book.speakers
        if one.open
    }
    lessons = [one for one in held.plan.lessons if one.way is Way.COURSE] if held else []
    return WishPage(
        year,
        bool(lessons),
        WISH_WORDS,
        tuple((str(one.id), one.title, str(one.id) == asked.get("lesson")) for one in lessons),
        _named(branches, register.name_of, asked.get("place", ""))
        + _named(stations, called.station, asked.get("place", "")),
        _named(stations, called.station, asked.get("place", "")),
        _named([one.id for one in book.venues if one.open], called.room, asked.get("means", "")),
        _named(speakers, speakers.__getitem__, asked.get("means", "")),
        asked.get("what", ""),
        asked.get("until", ""),
        asked.get("count", ""),
    )

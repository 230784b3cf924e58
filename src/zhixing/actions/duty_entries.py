"""What officers enter about rosters and resources by hand: permission first, one audit line each, nothing overwritten.

A statement is called off by stating it anew with no length; so it stays in the history.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from zhixing.actions.changing import NotYours, Sheet, change
from zhixing.actions.record import Entered
from zhixing.actions.resources import resource_book
from zhixing.actions.roll import BOOKS, keeps_books_of, roll
from zhixing.actions.rosters import year_rosters
from zhixing.core.facts.kinds import Body
from zhixing.core.facts.record import Draft, FactError, Source
from zhixing.core.facts.rostering import (
    CoverSet,
    DutyException,
    LeaveSpan,
    PeakSet,
    ShiftRoster,
    SpeakerSet,
    Unavailable,
    VenueSet,
)
from zhixing.core.people.changes import home
from zhixing.core.people.register import Person, Station
from zhixing.core.rosters.grid import AM, PM
from zhixing.core.rosters.resources import Peak, Speaker, Venue
from zhixing.store.ledger import queries
from zhixing.store.people.queries import Actor

DAY = dt.timedelta(days=1)
MOST_DAYS = 31
"""Of an exception; what lasts longer is another pattern."""
Thing = TypeVar("Thing", Venue, Speaker, Peak, Venue | Speaker)
_Bodies = Callable[[Person], Sequence[Body]]
LONGEST = 60
"""Characters of a name or title."""


def set_pattern(
    sheet: Sheet,
    people: Sequence[UUID],
    *,
    pattern: str,
    anchor: dt.date | None,
    since: dt.date,
    last: dt.date | None,
) -> Entered:
    """The same pattern for several people. Raises FactError, NotYours."""
    known = year_rosters(since.year, today=sheet.today).patterns.named(pattern)
    if known is None:
        raise FactError("没有这种班制；请从所列的里面选")
    if known.rotates and anchor is None:
        raise FactError(f"{pattern}要写轮班起点：这些人轮班第一天的日期")
    body = ShiftRoster(pattern, since, _until(since, last), anchor if known.rotates else None)
    return _people(sheet, people, lambda one: [body], verb="登记班制", detail=f"{pattern}，{len(people)} 人")


def set_exception(
    sheet: Sheet, people: Sequence[UUID], *, first: dt.date, last: dt.date, part: str, duty: str
) -> Entered:
    """换班, 加班, 备勤, or again as planned. Raises FactError, NotYours."""
    days = (_until(first, last) or first) - first
    if days.days > MOST_DAYS:
        raise FactError(f"一次最多登记 {MOST_DAYS} 天；更长的请改班制")
    parts = (part,) if part else (AM, PM)
    bodies = [DutyException(first + n * DAY, one, duty) for n in range(days.days) for one in parts]
    return _people(sheet, people, lambda one: bodies, verb="登记换班", detail=f"{len(people)} 人，{first} 起")


def set_leave(sheet: Sheet, people: Sequence[UUID], *, first: dt.date, last: dt.date, half: str) -> Entered:
    """Away from the first to the last day; never why. Raises FactError, NotYours."""
    body = LeaveSpan(first, _until(first, last) or first, half)
    return _people(
        sheet, people, lambda one: [body], verb="登记不在岗", detail=f"{len(people)} 人，{first} 起"
    )


def call_off_leave(sheet: Sheet, person: UUID, fact: UUID) -> Entered:
    """A leave that is not taken. Raises FactError, NotYours."""
    held = queries.fact(fact)
    if held is None or held.subject != person or not isinstance(held.body, LeaveSpan):
        raise NotYours
    body = LeaveSpan(held.body.since, held.body.since, held.body.half)
    return _people(sheet, [person], lambda one: [body], verb="撤销不在岗", detail="")


def set_cover(
    sheet: Sheet,
    station: UUID,
    *,
    minimum: int,
    weekdays: str,
    half: str,
    since: dt.date,
    last: dt.date | None,
) -> Entered:
    """A station's minimum. Raises FactError, NotYours."""
    known = roll().register.stations.get(station)
    if known is None or not sheet.by.over(known.org, *BOOKS):
        raise NotYours
    body = CoverSet(weekdays, half, minimum, since, _until(since, last))
    draft = Draft(body, known.org, Source(), about=station)
    return change(sheet, lambda: [draft], verb="登记最低在岗", target=known.name)


def set_venue(
    sheet: Sheet, venue: UUID | None, *, name: str, seats: int, station: UUID | None, in_use: bool
) -> Entered:
    """A room, new or told anew. Raises FactError, NotYours."""
    place = roll().register.stations.get(station) if station else None
    held = _held(resource_book().venues, venue)
    chain = place.org if place else _root()
    _check(sheet.by, chain, held.chain if held else chain)
    uid = venue or queries.identify()("venue", _named(name))
    if held is None and any(one.id == uid and one.open for one in resource_book().venues):
        raise FactError(f"已有场地“{name}”；要改座位，请点它的“修改”")
    body = VenueSet(_named(name), seats, place.id.hex if place else "", in_use)
    return change(sheet, lambda: [Draft(body, chain, Source(), about=uid)], verb="登记场地", target=name)


def set_speaker(
    sheet: Sheet,
    speaker: UUID | None,
    *,
    person: UUID | None,
    name: str,
    topics: Iterable[int],
    in_use: bool,
) -> Entered:
    """Who teaches: a member, or somebody from outside by name and unit. Raises FactError, NotYours."""
    identify, held = queries.identify(), _held(resource_book().speakers, speaker)
    told = " ".join(str(n) for n in sorted(set(topics)))
    if held is not None:
        person, name = held.person, name or held.name
    if person is not None:
        one = roll().register.people.get(person)
        if one is None:
            raise NotYours
        chain, uid = home(one) or _root(), held.id if held else identify("speaker", person.hex)
        body, words = SpeakerSet(person.hex, told, False, in_use), None
    else:
        bare, _, unit = _named(name).rstrip("）)").replace("(", "（").partition("（")
        chain, uid = _root(), held.id if held else identify("speaker", bare, unit)
        body, words = SpeakerSet("", told, True, in_use), {"name": _named(name)}
    _check(sheet.by, chain, held.chain if held else chain)
    draft = Draft(body, chain, Source(), person or uid, uid, None, words)
    return change(sheet, lambda: [draft], verb="登记师资", target="师资", subject=person)


def set_peak(
    sheet: Sheet, peak: UUID | None, *, title: str, first: dt.date, last: dt.date, places: Sequence[UUID]
) -> Entered:
    """A busy season of all, or of some organisations and stations. Raises FactError, NotYours."""
    register, held = roll().register, _held(resource_book().peaks, peak)
    wanted = sorted(uid.hex for uid in places)
    sole = places[0] if len(places) == 1 else None
    chain = _root()
    if sole is not None:
        chain = register.stations[sole].org if sole in register.stations else sole
    _check(sheet.by, chain, held.chain if held else chain)
    uid = peak or queries.identify()("peak", _named(title), str(first.year), *wanted)
    body = PeakSet(_named(title), first, _until(first, last) or first, " ".join(wanted))
    return change(sheet, lambda: [Draft(body, chain, Source(), about=uid)], verb="登记业务高峰", target=title)


def end_peak(sheet: Sheet, peak: UUID) -> Entered:
    """A busy season that is none after all. Raises NotYours."""
    held = _held(resource_book().peaks, peak)
    if held is None:
        raise NotYours
    _check(sheet.by, held.chain, held.chain)
    places = " ".join(sorted(uid.hex for uid in held.places))
    body = PeakSet(held.title, held.since, held.since, places)
    draft = Draft(body, held.chain, Source(), about=peak)
    return change(sheet, lambda: [draft], verb="撤销业务高峰", target=held.title)


def set_closed(
    sheet: Sheet, thing: UUID, *, first: dt.date, last: dt.date, half: str, open_again: bool = False
) -> Entered:
    """Days on which a room or a speaker cannot be had; `open_again` calls them off. Raises FactError, NotYours."""
    book = resource_book()
    both: list[Venue | Speaker] = [*book.venues, *book.speakers]
    held = _held(both, thing)
    if held is None:
        raise NotYours
    _check(sheet.by, held.chain, held.chain)
    body = Unavailable(first, first if open_again else _until(first, last) or first, half)
    draft = Draft(body, held.chain, Source(), about=thing)
    return change(sheet, lambda: [draft], verb="登记不能安排的日子", target="场地和师资")


def may_enter_cover(actor: Actor, station: Station) -> bool:
    """Whether the actor sets a station's minimum."""
    return actor.over(station.org, *BOOKS)


def may_enter_resource(actor: Actor, chain: UUID) -> bool:
    """Whether the actor changes a room, a speaker or a busy season of these books."""
    return actor.over(chain, *BOOKS)


def _people(sheet: Sheet, people: Sequence[UUID], bodies: _Bodies, *, verb: str, detail: str) -> Entered:
    register = roll().register
    found = [register.people.get(uid) for uid in dict.fromkeys(people)]
    mine = [one for one in found if one is not None and keeps_books_of(sheet.by, one)]
    if not mine:
        raise FactError("请至少勾选一人") if not people else NotYours
    if len(mine) != len(found):
        raise NotYours
    drafts = [Draft(body, home(one) or _root(), Source(), one.id) for one in mine for body in bodies(one)]
    return change(
        sheet,
        lambda: drafts,
        verb=verb,
        target="班次",
        subject=mine[0].id if len(mine) == 1 else None,
        detail=detail,
    )


def _held(things: Iterable[Thing], uid: UUID | None) -> Thing | None:
    """The thing of this id. Raises NotYours where one is asked for that is not there."""
    if uid is None:
        return None
    found = next((one for one in things if one.id == uid), None)
    if found is None:
        raise NotYours
    return found


def _until(first: dt.date, last: dt.date | None) -> dt.date | None:
    if last is not None and last < first:
        raise FactError(f"止（{last}）早于起（{first}），请核对")
    return last + DAY if last else None


def _named(words: str) -> str:
    text = " ".join(words.split())
    if not text or len(text) > LONGEST:
        raise FactError(f"请写名称，不超过 {LONGEST} 个字")
    return text


def _root() -> UUID:
    root = roll().register.root
    if root is None:
        raise FactError("账上还没有党组织；请先导入花名册")
    return root.id


def _check(actor: Actor, *chains: UUID) -> None:
    if not all(actor.over(chain, *BOOKS) for chain in chains):
        raise NotYours

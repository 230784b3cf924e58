"""Rooms, speakers and busy seasons as one page shows them, and what their forms offer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from zhixing.actions.duty_entries import may_enter_resource
from zhixing.actions.resources import resource_book
from zhixing.actions.roll import BOOKS, Roll, roll, visible
from zhixing.actions.start import rulebooks
from zhixing.core.people.register import Person, Register
from zhixing.core.rosters.grid import HALF_WORDS
from zhixing.core.rosters.resources import Closed, Peak, ResourceBook, Speaker, Venue
from zhixing.core.strokes import stroke_key
from zhixing.interop.documents.cells import Cell
from zhixing.store.people.queries import Actor
from zhixing.web.rosters.resource_forms import Reopen, SetPeak, SetSpeaker, SetVenue, ThingForm
from zhixing.web.shared.downloads import Offer, list_offers

HEADINGS = ("种类", "名称", "说明", "在用", "不能安排的日子")
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Act:
    """Something one may do about a row."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A room, a speaker or a busy season."""

    kind: str
    name: str
    told: str
    open: bool
    closed: str
    acts: tuple[Act, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Under `HEADINGS`."""
        return (self.kind, self.name, self.told, "是" if self.open else "否", self.closed)


@dataclass(frozen=True, slots=True)
class ResourcePage:
    """The page: three lists."""

    venues: tuple[Line, ...]
    speakers: tuple[Line, ...]
    peaks: tuple[Line, ...]
    may_enter: bool
    exports: tuple[Offer, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All of them."""
        return (*self.venues, *self.speakers, *self.peaks)


def resource_page(actor: Actor, today: dt.date) -> ResourcePage:
    """Everything entered that has not ended."""
    book, whole = resource_book(), roll()
    names = category_names(today)
    peaks = sorted((one for one in book.peaks if one.until > today), key=lambda one: one.since)
    return ResourcePage(
        tuple(_venue(actor, one, whole.register, today) for one in book.venues),
        tuple(_speaker(actor, one, whole.register, names, today) for one in book.speakers),
        tuple(_peak(actor, one, whole.register) for one in peaks),
        actor.wears(*BOOKS),
        list_offers("rosters:resources_export"),
    )


def category_names(today: dt.date) -> tuple[str, ...]:
    """The seven categories in their order (条例第三章)."""
    return rulebooks().need("content.categories", today).words("names")


def prepare(form: ThingForm, actor: Actor, thing: UUID | None, today: dt.date) -> bool:
    """Fills in what may be chosen and what is known; whether the thing is there and the actor's to change."""
    book, whole = resource_book(), roll()
    held = _held(book, thing)
    if thing is not None and (held is None or not may_enter_resource(actor, held.chain)):
        return False
    form.thing = thing
    if isinstance(form, SetVenue):
        form.choose("station", [("", "不在任何站点"), *_stations(actor, whole)])
        if isinstance(held, Venue):
            _show(form, name=held.name, seats=held.seats, station=str(held.station or ""), in_use=held.open)
        return thing is None or isinstance(held, Venue)
    if isinstance(form, SetSpeaker):
        return _prepare_speaker(form, actor, held, whole, today)
    if isinstance(form, SetPeak):
        form.choose("places", _places(actor, whole, today))
        if isinstance(held, Peak):
            spread = [str(uid) for uid in held.places]
            _show(form, name=held.title, first=held.since, last=held.until - _DAY, places=spread)
        else:
            _show(form, first=today)
        return thing is None or isinstance(held, Peak)
    if isinstance(form, Reopen):
        closed = held.closed if isinstance(held, Venue | Speaker) else ()
        form.choose("span", [(_span_value(one), _span(one)) for one in closed if one.until > today])
        return bool(closed)
    return held is not None


def _prepare_speaker(form: SetSpeaker, actor: Actor, held: object, whole: Roll, today: dt.date) -> bool:
    form.choose("topics", [(str(n), name) for n, name in enumerate(category_names(today), 1)])
    if isinstance(held, Speaker):
        _show(form, name=held.name, topics=[str(n) for n in held.topics], in_use=held.open)
        del form.fields["person"]
        if held.person is not None:
            del form.fields["name"]
        return True
    mine = [one for one in visible(actor, whole) if one.on_roll(today) and _books(actor, one, today)]
    people = sorted(mine, key=lambda one: stroke_key(one.name))
    told = [(str(one.id), f"{one.name}（{_branch(one, whole.register, today)}）") for one in people]
    form.choose("person", [("", "不是本局党员"), *told])
    return form.thing is None


def _books(actor: Actor, one: Person, today: dt.date) -> bool:
    roll_now = one.on_roll(today)
    return roll_now is not None and actor.over(roll_now.org, *BOOKS)


def _branch(one: Person, register: Register, today: dt.date) -> str:
    roll_now = one.on_roll(today)
    return register.name_of(roll_now.org) if roll_now else ""


def _held(book: ResourceBook, thing: UUID | None) -> Venue | Speaker | Peak | None:
    both: list[Venue | Speaker | Peak] = [*book.venues, *book.speakers, *book.peaks]
    return next((one for one in both if one.id == thing), None)


def _show(form: ThingForm, **known: object) -> None:
    for name, value in known.items():
        if name in form.fields:
            form.fields[name].initial = value


def _stations(actor: Actor, whole: Roll) -> list[tuple[str, str]]:
    found = sorted(whole.register.stations.values(), key=lambda one: (one.order, one.name))
    mine = [one for one in found if actor.over(one.org, *BOOKS)]
    names = [one.name for one in mine]
    return [
        (
            str(one.id),
            one.name if names.count(one.name) == 1 else f"{one.name}（{whole.register.name_of(one.org)}）",
        )
        for one in mine
    ]


def _places(actor: Actor, whole: Roll, today: dt.date) -> list[tuple[str, str]]:
    branches = [one for one in whole.register.branches() if one.open_on(today) and actor.over(one.id, *BOOKS)]
    found = [(str(one.id), one.name) for one in branches]
    return [*found, *_stations(actor, whole)]


def _acts(actor: Actor, chain: UUID, thing: UUID, acts: Iterable[tuple[str, str]]) -> tuple[Act, ...]:
    if not may_enter_resource(actor, chain):
        return ()
    return tuple(Act(words, reverse("rosters:resource", args=[thing, act])) for act, words in acts)


def _venue(actor: Actor, one: Venue, register: Register, today: dt.date) -> Line:
    station = register.stations.get(one.station) if one.station else None
    told = f"{one.seats} 座" + (f"，在{station.name}" if station else "")
    acts = [("venue", "修改"), ("closed", "登记停用"), *_reopen(one.closed, today)]
    return Line(
        "场地", one.name, told, one.open, _spans(one.closed, today), _acts(actor, one.chain, one.id, acts)
    )


def _speaker(actor: Actor, one: Speaker, register: Register, names: tuple[str, ...], today: dt.date) -> Line:
    known = register.people.get(one.person) if one.person else None
    topics = "、".join(names[n - 1] for n in one.topics if n <= len(names)) or "各类都可"
    where = "外请" if one.outside else _branch(known, register, today) if known else ""
    acts = [("speaker", "修改"), ("closed", "登记没空"), *_reopen(one.closed, today)]
    name = known.name if known else one.name or "（姓名已按规定删除）"
    told = "，".join(part for part in (where, topics) if part)
    return Line(
        "师资", name, told, one.open, _spans(one.closed, today), _acts(actor, one.chain, one.id, acts)
    )


def _peak(actor: Actor, one: Peak, register: Register) -> Line:
    names = [register.name_of(uid) or _station(register, uid) for uid in one.places]
    told = f"{one.since} 至 {one.until - _DAY}，{'、'.join(sorted(names)) or '全局'}"
    acts = _acts(actor, one.chain, one.id, [("peak", "修改"), ("end", "撤销")])
    return Line("业务高峰", one.title, told, True, "", acts)


def _station(register: Register, uid: UUID) -> str:
    known = register.stations.get(uid)
    return known.name if known else ""


def _reopen(closed: Iterable[Closed], today: dt.date) -> list[tuple[str, str]]:
    return [("reopen", "取消停用")] if any(one.until > today for one in closed) else []


def _spans(closed: Iterable[Closed], today: dt.date) -> str:
    return "；".join(_span(one) for one in closed if one.until > today)


def _span(one: Closed) -> str:
    half = HALF_WORDS[one.halves[0]] if len(one.halves) == 1 else ""
    return f"{one.since} 至 {one.until - _DAY}{half}"


def _span_value(one: Closed) -> str:
    return f"{one.since}/{one.halves[0] if len(one.halves) == 1 else ''}"

"""What the pages of own dates show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.http import HttpRequest
from django.urls import reverse

from zhixing.actions import feeds, self_entry
from zhixing.actions.leave import Leave, own_leave
from zhixing.actions.meetings import Decision, own_decisions
from zhixing.actions.publishing import Outlook, ToTell
from zhixing.actions.roll import roll
from zhixing.actions.workdays import holidays_note
from zhixing.core.facts.meeting_words import LEAVE
from zhixing.core.plan.dates import MANNER_WORDS, TURN_WORDS, Change, Manner, OwnDate
from zhixing.core.plan.dates_wire import read_changes, read_dates
from zhixing.core.strokes import stroke_key
from zhixing.store.people.queries import Actor
from zhixing.store.plans import telling
from zhixing.store.plans.telling import FeedRow, ToldRow
from zhixing.web.shared.lists import Chip, Pages, chips, kept, page_of
from zhixing.web.shared.qr import qr_svg

FRESH = dt.timedelta(days=14)
"""How long a change stands at the top of one's own page."""
WEEKDAYS = "一二三四五六日"
SEATS = (Manner.RUN, Manner.MAKEUP)
"""Dates that are seats in a run."""


@dataclass(frozen=True, slots=True)
class DateLine:
    """A date as it is read: 3月5日 周四, 9:00—12:00; `leave` asked from it, `uid` the id of the form that asks."""

    day: str
    time: str
    title: str
    place: str
    speaker: str
    manner: str
    past: bool
    cancelled: bool
    soon: bool
    code: UUID | None = None
    leave: Leave | None = None
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """Dates of a month."""

    title: str
    lines: tuple[DateLine, ...]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What changed: the word, before and after."""

    turn: str
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Address:
    """An address just made: shown once, with its picture to be scanned by a phone."""

    url: str
    picture: str


@dataclass(frozen=True, slots=True)
class MinePage:
    """One's own dates. `coming` from today on by month, `past` those before, `changed` told within two weeks.

    `swaps`: the year in which a run to come may be exchanged for another. `decisions`: what one sees to, whether its
    day has passed, and the id of the form that settles it.
    """

    coming: tuple[Month, ...]
    past: tuple[DateLine, ...]
    changed: tuple[ChangeLine, ...]
    told_at: dt.datetime | None
    feeds: tuple[FeedRow, ...]
    address: Address | None
    problem: str
    exempt: bool
    swaps: int | None
    decisions: tuple[tuple[Decision, bool, str], ...] = ()
    here: bool = False
    reasons: tuple[tuple[str, str], ...] = tuple(LEAVE.items())

    @property
    def count(self) -> int:
        """How many are to come."""
        return sum(len(month.lines) for month in self.coming)


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody who will be told, and what."""

    name: str
    branch: str
    words: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class PublishingPage:
    """Before dates go out: whom it touches and what changes. `pages` those to be told, by branch and strokes.

    `last`: when and by whom dates went out last.
    """

    year: int
    first: int
    changed: int
    untouched: int
    turns: tuple[tuple[str, int], ...]
    pages: Pages[Touched]
    chips: tuple[Chip, ...]
    q: str
    batch: bool
    last: tuple[dt.datetime, str] | None
    holidays: str

    @property
    def any(self) -> bool:
        """Whether anybody hears anything."""
        return bool(self.first or self.changed)


def mine_page(
    request: HttpRequest,
    actor: Actor,
    *,
    now: dt.datetime,
    today: dt.date,
    secret: str = "",
    problem: str = "",
) -> MinePage:
    """One's own page."""
    assert actor.person is not None
    rows = telling.told_years(actor.person)
    dates = sorted(one for row in rows for one in read_dates(row.body))
    lines = [(one, date_line(one, today)) for one in dates]
    asked = own_leave(actor.person)
    coming = [
        (one, replace(line, code=one.code, leave=asked.get(one.code.hex), uid=str(uuid4())))
        for one, line in lines
        if not line.past and not one.cancelled
    ]
    decisions = tuple((one, one.late(today), str(uuid4())) for one in own_decisions(actor.person))
    person = roll().register.people.get(actor.person)
    return MinePage(
        _months(coming),
        tuple(line for one, line in reversed(lines) if line.past and not one.cancelled),
        tuple(_fresh(telling.told_to(actor.person), now)),
        max((row.told_at for row in rows), default=None),
        feeds.own_feeds(actor),
        _address(request, secret) if secret else None,
        problem,
        bool(person and person.exempt_on(today)),
        next((one.start.year for one, _ in coming if one.manner in SEATS), None),
        decisions,
        self_entry.offered(),
    )


def publishing_page(
    found: Outlook, *, asked: Mapping[str, str], last: tuple[dt.datetime, str] | None
) -> PublishingPage:
    """What a publication would tell; `asked`: search (`q`) and page of the list of people."""
    register, q = roll().register, asked.get("q", "").strip()
    people = []
    for one in found.people:
        person = register.people.get(one.person)
        held = person.roll[-1] if person and person.roll else None
        org = held.org if held else person.candidacy.org if person and person.candidacy else None
        branch = register.name_of(org) if org else ""
        name = person.name if person else ""
        if not q or q in name or q in branch:
            people.append(((branch, stroke_key(name)), _touched(one, name, branch)))
    return PublishingPage(
        found.year,
        found.first,
        len(found.people) - found.first,
        found.untouched,
        tuple((TURN_WORDS[turn], count) for turn, count in sorted(found.turns.items())),
        page_of([line for _, line in sorted(people, key=lambda pair: pair[0])], asked, kept((), asked, q)),
        chips((), asked, q, f"查找：{q}"),
        q,
        found.batch is not None,
        last,
        holidays_note(found.year),
    )


def date_line(one: OwnDate, today: dt.date) -> DateLine:
    """A date in words."""
    return DateLine(
        day_words(one.start.date()),
        time_words(one),
        one.title,
        one.place,
        one.speaker,
        MANNER_WORDS[one.manner],
        one.end.date() < today,
        one.cancelled,
        dt.timedelta() <= one.start.date() - today <= dt.timedelta(days=7),
    )


def day_words(day: dt.date) -> str:
    """3月5日 周四."""
    return f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"


def time_words(one: OwnDate) -> str:
    """9:00—12:00."""
    return f"{one.start:%H:%M}—{one.end:%H:%M}".removeprefix("0")


def _months(pairs: Iterable[tuple[OwnDate, DateLine]]) -> tuple[Month, ...]:
    found: dict[str, list[DateLine]] = {}
    for one, line in pairs:
        found.setdefault(f"{one.start.year}年{one.start.month}月", []).append(line)
    return tuple(Month(title, tuple(lines)) for title, lines in found.items())


def _fresh(rows: Iterable[ToldRow], now: dt.datetime) -> Iterable[ChangeLine]:
    for row in rows:
        if row.kind == "changed" and now - row.told_at <= FRESH:
            yield from (change_line(change) for change in read_changes(row.body))


def change_line(change: Change) -> ChangeLine:
    """A change in words."""
    shown = change.after or change.before
    assert shown is not None
    return ChangeLine(TURN_WORDS[change.turn], shown.title, _moment(change.before), _moment(change.after))


def _moment(one: OwnDate | None) -> str:
    if one is None:
        return ""
    told = (day_words(one.start.date()), time_words(one), one.place, one.speaker)
    return "，".join(word for word in told if word)


def _touched(one: ToTell, name: str, branch: str) -> Touched:
    most = 3
    words = []
    for change in one.changes[:most]:
        line = change_line(change)
        words.append(f"{line.turn}：{line.title}，{line.after or line.before}")
    return Touched(name, branch, tuple(words), max(0, len(one.changes) - most))


def _address(request: HttpRequest, secret: str) -> Address:
    url = request.build_absolute_uri(reverse("api:calendar", args=[secret]))
    return Address(url, qr_svg(url))

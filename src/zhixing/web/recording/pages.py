"""What the pages of recording show besides the forms themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from zhixing.actions import books, choosing
from zhixing.actions.books import Entry, SessionFile, SessionRow
from zhixing.actions.features import is_on
from zhixing.actions.roll import roll
from zhixing.core.facts.forms import JOIN
from zhixing.core.figures.figure import hours
from zhixing.core.recording.fields import GROUPS, JOURNEYS, Journey, Shape
from zhixing.core.recording.study import STATES, WAYS
from zhixing.store.people.queries import Actor
from zhixing.web.recording.drawing import Drawn, Setting, branches, drawn, orgs
from zhixing.web.recording.reading import form_uid, uuid_or_none
from zhixing.web.shared.lists import Choice, Filter, select

MANY = 60
"""From so many people on a form offers one branch at a time."""


@dataclass(frozen=True, slots=True)
class Door:
    """A form on the first page; `cost` says what it takes."""

    title: str
    told: str
    cost: str
    url: str


@dataclass(frozen=True, slots=True)
class DoorGroup:
    """Forms under one heading."""

    title: str
    doors: tuple[Door, ...]


@dataclass(frozen=True, slots=True)
class StartPage:
    """Where to begin, and what was entered last; `offline`: the organ has the pages that work without a network."""

    groups: tuple[DoorGroup, ...]
    recent: tuple[Entry, ...]
    keeps: bool
    offline: bool


@dataclass(frozen=True, slots=True)
class FormPage:
    """A small form. `branches` and `q` narrow down whom one may choose."""

    kind: str
    title: str
    told: str
    uid: str
    fields: tuple[Drawn, ...]
    again: str
    branches: tuple[Choice, ...]
    q: str
    people: int
    problem: str = ""
    where: str = ""
    frozen: bool = False
    late: str = ""
    known: bool = False


def start_page(actor: Actor) -> StartPage:
    """The forms that an actor may use."""
    kept, gates = bool(orgs(actor, whole=True)), bool(branches(actor, "gate"))
    usable = [one for one in JOURNEYS.values() if (gates if one.kind == "gate" else kept)]
    groups = [DoorGroup(name, tuple(_door(one) for one in usable if one.group == name)) for name in GROUPS]
    recent = books.recent(actor) if kept else ()
    offline = kept and is_on("offline_web")
    return StartPage(tuple(group for group in groups if group.doors), recent, kept, offline)


def _door(journey: Journey) -> Door:
    parts = [f"选 {journey.chosen} 项" if journey.chosen else "", f"打字 {journey.typed} 处"]
    url = reverse("recording:session") if journey.kind == "session" else ""
    url = url or reverse("recording:form", args=[journey.kind])
    return Door(journey.title, journey.told, "，".join(part for part in parts if part), url)


def form_page(
    kind: str,
    said: QueryDict,
    actor: Actor,
    *,
    today: dt.date,
    wrong: str = "",
    sentence: str = "",
    frozen: bool = False,
    known: bool = False,
) -> FormPage | None:
    """The page of a small form; None where there is no such form, or none for this actor."""
    journey, kept = JOURNEYS.get(kind), branches(actor, kind)
    if journey is None or kind == "session" or not (kept or (kind == "problem" and orgs(actor, whole=True))):
        return None
    q = said.get("q", "").strip()
    wanted = uuid_or_none(said.get("branch", "")) or _branch_of(said)
    chosen = next((uid for uid, _ in kept if uid == wanted), None)
    if chosen is None and len(kept) > 1 and not q:
        chosen = kept[0][0]
    reach = [chosen] if chosen is not None else [uid for uid, _ in kept]
    found = choosing.found_by(q, today, orgs=reach) if q else choosing.members_of(reach, today)
    if not any(one.shape in (Shape.PERSON, Shape.PEOPLE) for one in journey.fields):
        kept, found = (), ()  # nobody is chosen on this form
    setting = Setting(actor, today, said, found, wrong, sentence)
    return FormPage(
        kind=kind,
        title=journey.title,
        told=journey.told,
        uid=str(form_uid(said)),
        fields=drawn(journey, setting),
        again=journey.again,
        branches=tuple(Choice(str(uid), name, uid == chosen) for uid, name in kept) if len(kept) > 1 else (),
        q=q,
        people=len(found),
        problem=sentence,
        where=wrong,
        frozen=frozen,
        late=said.get("late", ""),
        known=known,
    )


def _branch_of(said: QueryDict) -> UUID | None:
    """The branch of whoever the address names: a link that leads here knows the person."""
    person = uuid_or_none(said.get("person", ""))
    return books.branch_of(person) if person is not None else None


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in the list."""

    url: str
    day: dt.date
    forms: str
    title: str
    organiser: str
    expected: int
    present: int
    away: str
    hours: str
    void: bool


@dataclass(frozen=True, slots=True)
class SessionsPage:
    """The list of a year, as filtered; `told` says by what."""

    year: int
    filters: tuple[Filter, ...]
    told: tuple[str, ...]
    total: int
    rows: tuple[SessionLine, ...]
    export: str
    names: bool
    keeps: bool


def sessions_page(actor: Actor, year: int, asked: Mapping[str, str], *, names: bool) -> SessionsPage:
    """The list as the address asks for it. `names`: the reader may open a session."""
    everything = books.sessions(actor, year)
    filters = _filters(everything, asked)
    kept = {one.name: asked[one.name] for one in filters if one.chosen}
    rows = tuple(_line(row) for row in shown_sessions(everything, asked))
    return SessionsPage(
        year=year,
        filters=filters,
        told=tuple(f"{one.label}：{one.chosen}" for one in filters if one.chosen),
        total=len(everything),
        rows=rows,
        export=reverse("recording:sessions_export", args=[year]) + (f"?{urlencode(kept)}" if kept else ""),
        names=names,
        keeps=bool(orgs(actor, whole=True)),
    )


def shown_sessions(rows: Sequence[SessionRow], asked: Mapping[str, str]) -> tuple[SessionRow, ...]:
    """Those that the filters leave."""
    form, month, host = (asked.get(name, "") for name in ("form", "month", "host"))
    return tuple(
        row
        for row in rows
        if (not form or form in row.forms)
        and (not month or month == str(row.day.month))
        and (not host or host == row.organiser)
    )


def _filters(rows: Sequence[SessionRow], asked: Mapping[str, str]) -> tuple[Filter, ...]:
    forms = dict.fromkeys(form for row in rows for form in row.forms)
    hosts = dict.fromkeys(row.organiser for row in rows)
    months = sorted({row.day.month for row in rows})
    found = [
        select("form", "形式", [(one, one) for one in forms], asked),
        select("month", "月份", [(str(one), f"{one} 月") for one in months], asked),
    ]
    if len(hosts) > 1:
        found.append(select("host", "主办组织", [(one, one) for one in hosts], asked))
    return tuple(found)


def _line(row: SessionRow) -> SessionLine:
    away = "、".join(
        f"{word} {row.counts[state]}"
        for state, word in STATES.items()
        if state != "present" and row.counts[state]
    )
    url = reverse("recording:session_file", args=[row.id])
    forms, present = JOIN.join(row.forms), row.counts["present"]
    return SessionLine(
        url, row.day, forms, row.title, row.organiser, row.expected, present, away, hours(row.hours), row.void
    )


@dataclass(frozen=True, slots=True)
class StoodRow:
    """Somebody on a session's lists."""

    id: UUID
    name: str
    place: str
    state: str
    came: bool
    made_up: str
    earned: str
    may_make_up: bool
    reason: str


@dataclass(frozen=True, slots=True)
class SessionPage:
    """One session: what it counts for, and who was there."""

    file: SessionFile
    forms: tuple[str, ...]
    worth: str
    ledger: str
    counts: tuple[tuple[str, int], ...]
    rows: tuple[StoodRow, ...]
    waiting: tuple[StoodRow, ...]
    ways: tuple[tuple[str, str], ...]
    uid: str
    today: str
    again: str
    year: int
    correct: str


def session_page(file: SessionFile, *, today: dt.date, uid: str) -> SessionPage:
    """The page of a session."""
    row = file.row
    several = len({one.person.branch for one in file.stood}) > 1
    worth = hours(row.hours)
    rows = []
    for one in file.stood:
        made = f"{one.made_up:%m-%d} {WAYS.get(one.way, '补学')}" if one.made_up else ""
        came = one.state == "present"
        place = f"{one.person.branch_name}{one.person.group}" if several else one.person.group
        earned = worth if (came or made) and row.ledgers and not row.void else "0"
        rows.append(
            StoodRow(
                one.person.id,
                one.person.name,
                place,
                STATES[one.state],
                came,
                made,
                earned,
                not came and not made and (file.keeps or one.mine),
                one.reason,
            )
        )
    return SessionPage(
        file=file,
        forms=row.forms,
        worth=worth,
        ledger=row.ledgers or "不计学时",
        counts=tuple((word, row.counts.get(state, 0)) for state, word in STATES.items()),
        rows=tuple(rows),
        waiting=tuple(one for one in rows if one.may_make_up) if not row.void else (),
        ways=tuple(WAYS.items()),
        uid=uid,
        today=today.isoformat(),
        again=f"{reverse('recording:session')}?{urlencode({'org': _org_id(row.organiser)})}",
        year=row.day.year,
        correct=reverse("recording:entry", args=[file.fact]),
    )


def _org_id(organiser: str) -> str:
    register = roll().register
    found = next((org.id for org in register.orgs.values() if org.name == organiser), None)
    return str(found or (register.root.id if register.root else ""))

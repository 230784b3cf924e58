"""The books as somebody who keeps them reads them: sessions of a year, one session, what was entered last.

Whoever reads a branch's year reads its sessions with names; the publicity officer reads the list without names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from zhixing.actions.choosing import Listed, listed
from zhixing.actions.dossier import GATE_READERS, READERS
from zhixing.actions.problems import all_problems
from zhixing.actions.reading import note_reading
from zhixing.actions.recording import BOOKKEEPERS, keeps
from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.core.facts.forms import forms_in
from zhixing.core.facts.kinds import Attendance, Kind, Makeup, PlanItem, ProblemSet, SessionHeld
from zhixing.core.facts.record import Fact
from zhixing.core.facts.telling import confidential, kind_word, line
from zhixing.core.figures.credits import session_hours
from zhixing.core.figures.open import OpenThing
from zhixing.core.names import stroke_key
from zhixing.core.people.changes import home
from zhixing.core.problems.register import register_of
from zhixing.core.recording.away import reasons_in
from zhixing.core.recording.base import WHOLE_ORGAN
from zhixing.core.recording.problems import next_code
from zhixing.core.recording.study import STATES
from zhixing.store.ledger import bookings, things
from zhixing.store.people.queries import PUBLICITY, Actor

LIST_READERS = (*READERS, PUBLICITY)
"""Hats that read the list of sessions."""
RECENT = 30


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session in a list: counts by state, hours in hundredths. No names."""

    id: UUID
    day: dt.date
    forms: tuple[str, ...]
    title: str
    organiser: str
    category: str
    minutes: int
    hours: int
    ledgers: str
    counts: dict[str, int]
    void: bool

    @property
    def expected(self) -> int:
        """Everybody who stands in one of the four lists."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Stood:
    """Somebody on a session's lists; `made_up` the day of a make-up; `mine`: the reader keeps his branch's books;
    `reason`: why somebody on leave or absent did not come, in words."""

    person: Listed
    state: str
    made_up: dt.date | None
    way: str
    mine: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SessionFile:
    """One session with its lists. `hidden`: how many stand there whom the reader may not see."""

    row: SessionRow
    fact: UUID
    chain: UUID
    start: str
    code: str
    problem: str
    source: str
    by: str
    at: dt.datetime
    stood: tuple[Stood, ...]
    hidden: int
    keeps: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """Something entered by hand: what, about whom, when, by whom."""

    fact: UUID
    kind: str
    words: str
    name: str
    day: dt.date | None
    by: str
    at: dt.datetime
    session: UUID | None
    reversed: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """An item of the plan for a month that no session has carried out yet."""

    title: str
    forms: tuple[str, ...]
    minutes: int | None


def sessions(actor: Actor, year: int) -> tuple[SessionRow, ...]:
    """The sessions of a year that an actor may list, by day: of his branches and of the whole organ."""
    register, reach = roll().register, actor.reach(*LIST_READERS)
    names = {org.name for org in register.orgs.values() if org.id in reach} | {WHOLE_ORGAN}
    root = register.root
    everything = root is not None and actor.over(root.id, *LIST_READERS)
    facts = bookings.sessions(year, None if everything else names)
    counts: dict[UUID, dict[str, int]] = {}
    for one in bookings.counted([fact.about for fact in facts if fact.about]):
        counts.setdefault(one.session, {})[one.state] = one.people
    return tuple(_row(fact, counts.get(fact.about, {})) for fact in facts if fact.about)


def _row(fact: Fact, counts: dict[str, int]) -> SessionRow:
    body, day = fact.body, fact.day or dt.date.min
    assert isinstance(body, SessionHeld)
    assert fact.about is not None
    ordered = {state: counts.get(state, 0) for state in STATES}
    hours = session_hours(body.minutes, day, rulebooks())
    return SessionRow(
        fact.about,
        day,
        forms_in(body.form),
        body.title,
        body.organiser,
        body.category,
        body.minutes,
        hours,
        body.ledgers,
        ordered,
        body.void,
    )


def session(actor: Actor, wanted: UUID) -> SessionFile | None:
    """One session with those of its lists whom the actor may see; None where there is none to be seen."""
    facts = things.about(wanted)
    held = [fact for fact in facts if isinstance(fact.body, SessionHeld)]
    register, reach = roll().register, actor.reach(*READERS)
    root = register.root
    if not held or not reach or not (held[-1].chain in reach or (root and held[-1].chain == root.id)):
        return None
    fact, body = held[-1], held[-1].body
    assert isinstance(body, SessionHeld)
    makeups = {one.subject: one for one in facts if isinstance(one.body, Makeup)}
    marks = [one for one in facts if isinstance(one.body, Attendance) and one.subject in register.people]
    books = actor.reach(*BOOKKEEPERS)
    reasons = reasons_in(facts)
    stood = [
        replace(
            _stood(one, makeups.get(one.subject), fact.day or dt.date.min, books),
            reason=reasons.get(one.subject, "") if one.subject else "",
        )
        for one in marks
    ]
    guests = held[-1].chain in reach
    seen = [one for one in stood if guests or one.person.branch in reach]
    seen.sort(key=lambda one: (stroke_key(one.person.name), one.person.id))
    counts: dict[str, int] = {}
    for one in stood:
        counts[one.state] = counts.get(one.state, 0) + 1
    return SessionFile(
        row=_row(fact, counts),
        fact=fact.uid,
        chain=fact.chain,
        start=body.start,
        code=body.code,
        problem=body.problem,
        source=fact.source.words,
        by=fact.by,
        at=fact.received_at,
        stood=tuple(seen),
        hidden=len(stood) - len(seen),
        keeps=keeps(actor, fact.chain, register),
    )


def _stood(fact: Fact, makeup: Fact | None, day: dt.date, books: frozenset[UUID]) -> Stood:
    register = roll().register
    assert fact.subject is not None
    assert isinstance(fact.body, Attendance)
    person = listed(register.people[fact.subject], day, register)
    way = makeup.body.way if makeup is not None and isinstance(makeup.body, Makeup) else ""
    return Stood(person, fact.body.state, makeup.day if makeup else None, way, person.branch in books)


def recent(actor: Actor) -> tuple[Entry, ...]:
    """What was entered by hand last in the books that an actor keeps; gates only for those who know of them.

    Of what is confidential and was entered by another the list tells no name: opened, it does, and that is noted.
    """
    register, reach = roll().register, actor.reach(*BOOKKEEPERS)
    facts = bookings.entered(reach, most=RECENT)
    kept = [fact for fact in facts if fact.kind is not Kind.GATE or actor.over(fact.chain, *GATE_READERS)]
    names = {uid.hex: person.name for uid, person in register.people.items()}
    names |= {uid.hex: org.name for uid, org in register.orgs.items()}
    return tuple(
        _closed(entry_of(fact, names))
        if confidential(fact.kind) and fact.by != actor.signature
        else entry_of(fact, names)
        for fact in kept
    )


def _closed(one: Entry) -> Entry:
    return replace(one, name="", day=None, words="内容不在列表里显示；打开可看，并记入查看记录")


def entry(actor: Actor, wanted: UUID, *, now: dt.datetime) -> Entry | None:
    """One entry, for those who keep the books it stands in. Reading another's entry, or a confidential one, is noted."""
    found = bookings.of_uids([wanted])
    if not found:
        return None
    fact = found[0]
    roles = GATE_READERS if fact.kind is Kind.GATE else BOOKKEEPERS
    root = roll().register.root
    if not (actor.over(fact.chain, *roles) or (root and actor.over(root.id, *roles))):
        return None
    register = roll().register
    names = {uid.hex: person.name for uid, person in register.people.items()}
    names |= {uid.hex: org.name for uid, org in register.orgs.items()}
    found_entry = entry_of(fact, names)
    if fact.subject and (fact.by != actor.signature or confidential(fact.kind)):
        note_reading(actor, subject=fact.subject, what=f"登记：{found_entry.kind}", now=now)
    return found_entry


def entry_of(fact: Fact, names: dict[str, str]) -> Entry:
    """A fact as the list of entries shows it."""
    name = names.get(fact.subject.hex, "") if fact.subject else ""
    held = fact.about if fact.kind in (Kind.SESSION_HELD, Kind.MAKEUP) else None
    words = _held_in_short(fact.body) if isinstance(fact.body, SessionHeld) else line(fact, names)
    return Entry(fact.uid, kind_word(fact.kind), words, name, fact.day, fact.by, fact.received_at, held)


def _held_in_short(body: SessionHeld) -> str:
    came = f"，应到 {body.expected}，实到 {body.present}" if body.expected is not None else ""
    return f"{body.title}（{'、'.join(forms_in(body.form))}）{came}{'，已作废' if body.void else ''}"


def open_problems(year: int) -> tuple[tuple[str, str], ...]:
    """Number and words of the problems that are not closed: what a session of the year may be held for.

    Those of the year by number, then what earlier years left over, under its own number (2025-P04).
    """
    open_now = [one for one in register_of(all_problems().values(), year) if not one.closed and one.code]
    ordered = sorted(open_now, key=lambda one: (one.carried, one.year, one.code))
    return tuple((one.number, one.text) for one in ordered)


def next_problem_code(year: int) -> str:
    """The number that a new problem of the year gets."""
    facts = things.of_kinds(Kind.PROBLEM_SET, year=year)
    return next_code((fact.body.code for fact in facts if isinstance(fact.body, ProblemSet)), "P")


def planned(organiser: str, day: dt.date) -> tuple[Planned, ...]:
    """What the plan has for an organiser in the month of a day, and no session of that month has carried out."""
    held = {
        form
        for fact in bookings.sessions(day.year, {organiser})
        if isinstance(fact.body, SessionHeld) and fact.day and fact.day.month == day.month
        for form in forms_in(fact.body.form)
    }
    facts = things.of_kinds(Kind.PLAN_ITEM, Kind.PLAN_ITEM_DONE)
    done = {fact.about for fact in facts if fact.kind is Kind.PLAN_ITEM_DONE}
    items: dict[UUID | None, PlanItem] = {
        fact.about: fact.body for fact in facts if isinstance(fact.body, PlanItem)
    }
    wanted = [
        item
        for about, item in items.items()
        if about not in done
        and (item.year, item.month, item.organiser) == (day.year, day.month, organiser)
        and not held & set(forms_in(item.form))
    ]
    return tuple(Planned(item.title, forms_in(item.form), item.minutes) for item in wanted)


def plan_unfinished(actor: Actor, today: dt.date) -> tuple[OpenThing, ...]:
    """Items of this year's plan up to this month that nothing on the ledger says were carried out, in the books
    that an actor keeps: no session of such a form in their month, and nobody has said so. The oldest first.
    """
    held = {
        (body.organiser, fact.day.month, form)
        for fact in bookings.sessions(today.year, None)
        if isinstance(body := fact.body, SessionHeld) and fact.day and not body.void
        for form in forms_in(body.form)
    }
    facts = things.of_kinds(Kind.PLAN_ITEM, Kind.PLAN_ITEM_DONE)
    done = {fact.about for fact in facts if fact.kind is Kind.PLAN_ITEM_DONE}
    items = {fact.about: fact for fact in facts if fact.kind is Kind.PLAN_ITEM and fact.about not in done}
    found = []
    for about, fact in items.items():
        body = fact.body
        if not isinstance(body, PlanItem) or about is None or not keeps(actor, fact.chain, roll().register):
            continue
        carried = any((body.organiser, body.month, form) in held for form in forms_in(body.form))
        if body.year == today.year and body.month <= today.month and not carried:
            first = dt.date(body.year, body.month, 1)
            words = f"{body.month} 月 {'、'.join(forms_in(body.form))}：{body.title}"
            found.append(OpenThing(Kind.PLAN_ITEM, about, fact.chain, None, words, first, None, ""))
    return tuple(sorted(found, key=lambda one: one.day))


def places_visited(orgs: Sequence[UUID]) -> tuple[str, ...]:
    """The stations of these branches and of the whole: where a visit may have gone."""
    register = roll().register
    near = [station for station in register.stations.values() if station.org in set(orgs)]
    rest = [station for station in register.stations.values() if station.org not in set(orgs)]
    return tuple(dict.fromkeys(station.name for station in [*near, *rest]))


def branch_of(person: UUID) -> UUID | None:
    """The branch whose books hold somebody."""
    found = roll().register.people.get(person)
    return home(found) if found else None

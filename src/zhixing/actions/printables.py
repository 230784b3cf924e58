"""What an officer can print: organisations, and the sessions, talks and visits of a month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from zhixing.actions.actors import tree
from zhixing.actions.forms import names_of
from zhixing.actions.printing import OFFICERS
from zhixing.core.facts.kinds import Kind, PracticeVisit, SessionHeld, Talk
from zhixing.core.facts.record import Fact
from zhixing.core.people.register import GROUP
from zhixing.store.ledger import things
from zhixing.store.people.queries import Actor


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation whose books the actor keeps."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Session:
    """A session: `id` is what its facts are about."""

    id: UUID
    day: dt.date
    form: str
    title: str
    code: str
    host: str


@dataclass(frozen=True, slots=True)
class Deed:
    """A talk or a visit by its fact: day, with whom or where, and whose books it stands in."""

    fact: UUID
    day: dt.date
    what: str
    host: str


@dataclass(frozen=True, slots=True)
class Printables:
    """All of it. `months` are those of the year that anything lies in, the latest first; `org` is the one wanted."""

    year: int
    month: int | None
    org: UUID | None
    months: tuple[int, ...]
    units: tuple[Unit, ...]
    groups: tuple[Unit, ...]
    sessions: tuple[Session, ...]
    talks: tuple[Deed, ...]
    visits: tuple[Deed, ...]


def printables(actor: Actor, year: int, *, month: int | None = None, org: UUID | None = None) -> Printables:
    """What the actor can print of a month of a year, the latest where none is wanted; of one organisation alone."""
    units, reach = _units(actor), actor.reach(*OFFICERS)
    only = next((unit.id for unit in units if unit.id == org), None)
    if only is not None:
        reach = frozenset({only})
    facts = things.of_kinds(
        Kind.SESSION_HELD, Kind.TALK, Kind.PRACTICE_VISIT, Kind.PRACTICE_JOINED, year=year
    )
    went: dict[UUID, set[UUID]] = {}
    for fact in facts:
        if fact.about:
            went.setdefault(fact.about, set()).add(fact.chain)
    mine = [fact for fact in facts if fact.chain in reach or (fact.about and went[fact.about] & reach)]
    shown = [fact for fact in mine if isinstance(fact.body, SessionHeld | Talk | PracticeVisit) and fact.day]
    months = sorted({fact.day.month for fact in shown if fact.day}, reverse=True)
    wanted = month if month in months else months[0] if months else None
    some = [fact for fact in shown if fact.day and fact.day.month == wanted]
    lists = (_sessions(some, reach), _talks(some), _visits(some))
    return Printables(year, wanted, only, tuple(months), units, _groups(units), *lists)


def _units(actor: Actor) -> tuple[Unit, ...]:
    known = tree()
    wanted = [*([known.root] if known.root else []), *known.branches()]
    return tuple(Unit(org.id, org.name) for org in wanted if actor.over(org.id, *OFFICERS))


def _groups(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """The groups of the one branch that somebody keeps; with several branches they would be a list to read."""
    mine = {one.id for one in units}
    found = [
        org
        for org in tree().orgs.values()
        if org.kind == GROUP and org.parent in mine and org.open_on(dt.date.max)
    ]
    found.sort(key=lambda org: (org.order, org.name))
    return tuple(Unit(org.id, org.name) for org in found) if len(mine) == 1 else ()


def _sessions(facts: Iterable[Fact], reach: frozenset[UUID]) -> tuple[Session, ...]:
    """The sessions held, of two descriptions of one the one entered last."""
    known, found = tree(), {}
    for fact in facts:
        body = fact.body
        if isinstance(body, SessionHeld) and fact.about and fact.day and fact.chain in reach:
            host = body.organiser or known.name_of(fact.chain)
            found[fact.about] = Session(fact.about, fact.day, body.form, body.title, body.code, host)
            if body.void:
                del found[fact.about]
    return tuple(sorted(found.values(), key=lambda one: (one.day, one.code, one.title), reverse=True))


def _talks(facts: Iterable[Fact]) -> tuple[Deed, ...]:
    talks = [fact for fact in facts if isinstance(fact.body, Talk) and fact.subject]
    names, known = names_of(fact.subject for fact in talks if fact.subject), tree()
    rows = (
        Deed(fact.uid, fact.day, names.get(fact.subject, ""), known.name_of(fact.chain))
        for fact in talks
        if fact.day and fact.subject
    )
    return tuple(sorted(rows, key=lambda one: one.day, reverse=True))


def _visits(facts: Iterable[Fact]) -> tuple[Deed, ...]:
    known = tree()
    rows = (
        Deed(fact.uid, fact.day, fact.body.place, known.name_of(fact.chain))
        for fact in facts
        if isinstance(fact.body, PracticeVisit) and fact.day
    )
    return tuple(sorted(rows, key=lambda one: one.day, reverse=True))

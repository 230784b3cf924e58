"""补学 that is owed: sessions somebody missed because of duty or granted leave, with the ways to make them up.

A pack (送学) and a video (视频补学) are equal: the same hours, on the day made up (条例第二十三条). It is offered by
itself and pressed on nobody: what isn't made up counts against nobody.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from zhixing.actions.recording import BOOKKEEPERS
from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.core.facts.forms import forms_in
from zhixing.core.facts.kinds import Attendance, SessionHeld
from zhixing.core.facts.record import Fact
from zhixing.core.figures.credits import session_hours
from zhixing.core.figures.due import Due, Sort
from zhixing.core.people.changes import home
from zhixing.core.people.register import Person
from zhixing.core.recording.study import STATES, WAYS
from zhixing.core.strokes import stroke_key
from zhixing.store.ledger import missed
from zhixing.store.ledger.steady import once
from zhixing.store.people.queries import Actor

BASIS = "值班、请假的可以补学，不补不扣"
LATEST = dt.timedelta(days=240)
"""How long after a session it may be made up (as `core.recording.study.makeup` takes it)."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A session that somebody may make up until `until`: `state` is why he was away, `hours` in hundredths.

    `ways`: codes of the ways, both of equal worth (`WAYS` has their words).
    """

    session: UUID
    person: UUID
    title: str
    day: dt.date
    forms: tuple[str, ...]
    minutes: int
    hours: int
    state: str
    until: dt.date
    chain: UUID
    organiser: str
    ways: tuple[str, ...] = tuple(WAYS)

    @property
    def away(self) -> str:
        """Why, in words."""
        return STATES[self.state]


@dataclass(frozen=True, slots=True)
class OwedSession:
    """A session with everybody of the reader's branches who may still make it up, by strokes of the surname."""

    session: UUID
    title: str
    day: dt.date
    organiser: str
    until: dt.date
    people: tuple[tuple[UUID, str, str], ...]


@once
def owed(person: UUID, today: dt.date) -> tuple[Owed, ...]:
    """What a member may make up, the oldest first. One query."""
    return tuple(_owed([person], today))


def owed_of(people: Collection[UUID], today: dt.date) -> dict[UUID, tuple[Owed, ...]]:
    """The same for several at once."""
    found: dict[UUID, list[Owed]] = defaultdict(list)
    for one in _owed(people, today):
        found[one.person].append(one)
    return {person: tuple(several) for person, several in found.items()}


def still_owed(actor: Actor, today: dt.date) -> tuple[OwedSession, ...]:
    """What members of the branches whose books an actor keeps may still make up, by session, the oldest first."""
    mine = _members(actor, today)
    sessions: dict[UUID, list[Owed]] = defaultdict(list)
    for one in _owed(mine, today):
        sessions[one.session].append(one)
    found = []
    for several in sessions.values():
        first = several[0]
        rows = sorted(several, key=lambda one: (stroke_key(mine[one.person].name), one.person))
        people = tuple((one.person, mine[one.person].name, one.away) for one in rows)
        found.append(OwedSession(first.session, first.title, first.day, first.organiser, first.until, people))
    return tuple(sorted(found, key=lambda one: (one.day, one.title)))


def waiting(actor: Actor, today: dt.date) -> Iterator[Due]:
    """What stands in 待办: a line a branch, never late: it is offered, and nobody is pressed."""
    mine, known = _members(actor, today), roll().register
    branches: dict[UUID, list[Owed]] = defaultdict(list)
    for one in _owed(mine, today) if mine else ():
        branches[home(mine[one.person])].append(one)
    for org, several in branches.items():
        count, sessions = len(several), len({one.session for one in several})
        words = f"{sessions} 场活动有 {count} 人次值班、请假没到会，可以送学或视频补学"
        until = min(one.until for one in several)
        yield Due(Sort.MAKEUP, org, known.name_of(org), words, False, until, basis=BASIS, count=count)


def _members(actor: Actor, today: dt.date) -> dict[UUID, Person]:
    """The members of the branches whose books an actor keeps."""
    reach = actor.reach(*BOOKKEEPERS)
    people = roll().register.people.items() if reach else ()
    return {uid: one for uid, one in people if home(one) in reach and one.on_roll(today)}


def _owed(people: Iterable[UUID], today: dt.date) -> Iterator[Owed]:
    """Those who stood on duty or on leave in a session that counts hours, and have not made it up nor were exempt."""
    register = roll().register
    away, made, sessions = missed.away(list(people), since=today - LATEST)
    for fact in away:
        held = sessions.get(fact.about) if fact.about else None
        if held is None or fact.subject is None or (fact.subject, fact.about) in made:
            continue
        person = register.people.get(fact.subject)
        if person is None or held.day is None or person.exempt_on(held.day) is not None:
            continue
        one = _one(fact, held, held.day)
        if one is not None and one.until >= today:
            yield one


def _one(fact: Fact, held: Fact, day: dt.date) -> Owed | None:
    body = held.body
    assert isinstance(fact.body, Attendance)
    if not isinstance(body, SessionHeld) or body.void or not body.ledgers:
        return None
    assert fact.about is not None
    assert fact.subject is not None
    return Owed(
        session=fact.about,
        person=fact.subject,
        title=body.title,
        day=day,
        forms=forms_in(body.form),
        minutes=body.minutes,
        hours=session_hours(body.minutes, day, rulebooks()),
        state=fact.body.state,
        until=day + LATEST,
        chain=held.chain,
        organiser=body.organiser,
    )

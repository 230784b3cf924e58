"""What a phone takes along: whose it is and by which key it is locked there, and the rolls it may call.

The key is the account's own and follows from the installation's sealing key: whoever signs in gets it again, so
nothing unsent is ever locked for good; whoever only holds the phone has it not (decision 0027).
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from zhixing.actions import books, choosing, leave
from zhixing.actions.choosing import Listed
from zhixing.actions.recording import BOOKKEEPERS
from zhixing.actions.roll import roll
from zhixing.core.people.register import GROUP, Org
from zhixing.core.recording.base import WHOLE_ORGAN
from zhixing.core.recording.called import committee_on, members_on
from zhixing.store.people.queries import SUPERIOR, Actor

MOST_ROLLS = 6
"""Rolls a phone takes along: whoever keeps more books chooses at the desk, and is told which are not there."""
LEAVE_BACK = dt.timedelta(days=31)
"""Granted leave and duty go along so far back, for meetings that are written down afterwards."""
DUTY_AHEAD = dt.timedelta(days=14)
"""Duty goes along so far ahead, for a phone that sees no network until then."""


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody on a roll: number on the sheet, who, which group; `exempt`: 不作硬性要求; `leave`: granted, by day;
    `duty`: the days on which the rosters have him on duty."""

    number: int
    person: UUID
    name: str
    group: str
    exempt: bool
    leave: Mapping[str, str]
    duty: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Away:
    """Who is known to be away, by person: leave granted by day, days on duty."""

    leave: Mapping[UUID, Mapping[str, str]]
    duty: Mapping[UUID, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that the plan has: its title, forms and minutes."""

    title: str
    forms: tuple[str, ...]
    minutes: int | None


@dataclass(frozen=True, slots=True)
class TakenGroup:
    """A group (党小组) and who is in it, each of them on the roll too, in the order of its own sheet."""

    id: UUID
    name: str
    people: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class TakenRoll:
    """The roll of an organisation on a day, with what its plan has for the month. `org` None: the whole organ.

    `committee`: whom its 支委会 calls, empty where no posts are on record; `groups`: whose meeting a 党小组会 may be.
    """

    org: UUID | None
    name: str
    day: dt.date
    people: tuple[Called, ...]
    committee: tuple[Called, ...]
    groups: tuple[TakenGroup, ...]
    planned: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What goes along: the rolls, and the names of the organisations whose rolls do not."""

    rolls: tuple[TakenRoll, ...]
    rest: tuple[str, ...]


def key_of(actor: Actor) -> str:
    """The key of an account's pages on its phones: 32 bytes, Base64."""
    said = f"offline:{actor.account}".encode()
    return base64.b64encode(hmac.new(settings.SEAL_KEY.encode(), said, hashlib.sha256).digest()).decode()


def rolls(actor: Actor, *, today: dt.date) -> Taken:
    """The rolls of the organisations whose books an actor keeps, in organisational order."""
    register = roll().register
    kept: list[Org] = [org for org in register.branches() if actor.over(org.id, *BOOKKEEPERS)]
    root = register.root
    if root is not None and actor.over(root.id, SUPERIOR):
        kept.insert(0, root)
    away = _away(today) if kept else Away({}, {})
    return Taken(
        tuple(_roll(org, org is root, today, away) for org in kept[:MOST_ROLLS]),
        tuple(org.name for org in kept[MOST_ROLLS:]),
    )


def _away(today: dt.date) -> Away:
    """Read once for all rolls; by the same rules as the roll-call at the desk."""
    first, people = today - LEAVE_BACK, roll().register.people
    return Away(leave.granted_from(first), leave.duty_between(people, first, today + DUTY_AHEAD, today=today))


def _roll(org: Org, whole: bool, today: dt.date, away: Away) -> TakenRoll:
    register = roll().register
    planned = books.planned(WHOLE_ORGAN if whole else org.name, today)
    committee = [choosing.listed(one, today, register) for one in committee_on(register, org.id, today)]
    return TakenRoll(
        org=None if whole else org.id,
        name=org.name,
        day=today,
        people=_called(choosing.called_to(org.id, today).people, away),
        committee=_called(committee, away),
        groups=_groups(org, today),
        planned=tuple(Meeting(one.title, one.forms, one.minutes) for one in planned),
    )


def _called(people: Iterable[Listed], away: Away) -> tuple[Called, ...]:
    leave_of, duty_of = away.leave, away.duty
    return tuple(
        Called(
            number, one.id, one.name, one.group, one.exempt, leave_of.get(one.id, {}), duty_of.get(one.id, ())
        )
        for number, one in enumerate(people, 1)
    )


def _groups(org: Org, today: dt.date) -> tuple[TakenGroup, ...]:
    """The groups of a branch that have members today."""
    register = roll().register
    found = [one for one in register.orgs.values() if one.kind == GROUP and one.parent == org.id]
    found.sort(key=lambda one: (one.order, one.name))
    made = [
        TakenGroup(one.id, one.name, tuple(person.id for person in members_on(register, one.id, today)))
        for one in found
    ]
    return tuple(one for one in made if one.people)

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
"""Granted leave goes along so far back, for meetings that are written down afterwards."""


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody on a roll: number on the sheet, who, which group; `exempt`: 不作硬性要求; `leave`: granted, by day."""

    number: int
    person: UUID
    name: str
    group: str
    exempt: bool
    leave: Mapping[str, str]


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
    granted = leave.granted_from(today - LEAVE_BACK) if kept else {}
    return Taken(
        tuple(_roll(org, org is root, today, granted) for org in kept[:MOST_ROLLS]),
        tuple(org.name for org in kept[MOST_ROLLS:]),
    )


def _roll(org: Org, whole: bool, today: dt.date, granted: Mapping[UUID, Mapping[str, str]]) -> TakenRoll:
    register = roll().register
    planned = books.planned(WHOLE_ORGAN if whole else org.name, today)
    committee = [choosing.listed(one, today, register) for one in committee_on(register, org.id, today)]
    return TakenRoll(
        org=None if whole else org.id,
        name=org.name,
        day=today,
        people=_called(choosing.called_to(org.id, today).people, granted),
        committee=_called(committee, granted),
        groups=_groups(org, today),
        planned=tuple(Meeting(one.title, one.forms, one.minutes) for one in planned),
    )


def _called(people: Iterable[Listed], granted: Mapping[UUID, Mapping[str, str]]) -> tuple[Called, ...]:
    return tuple(
        Called(number, one.id, one.name, one.group, one.exempt, granted.get(one.id, {}))
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

"""What a phone takes along: whose it is and by which key it is locked there, and the rolls it may call.

The key is the account's own and follows from the installation's sealing key: whoever signs in gets it again, so
nothing unsent is ever locked for good; whoever only holds the phone has it not (decision 0027).
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from zhixing.actions import books, choosing, leave
from zhixing.actions.recording import BOOKKEEPERS
from zhixing.actions.roll import roll
from zhixing.core.people.register import Org
from zhixing.core.recording.base import WHOLE_ORGAN
from zhixing.store.people.queries import SUPERIOR, Actor

MOST_ROLLS = 6
"""Rolls a phone takes along: whoever keeps more books chooses at the desk."""


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
class TakenRoll:
    """The roll of an organisation on a day, with what its plan has for the month. `org` None: the whole organ."""

    org: UUID | None
    name: str
    day: dt.date
    people: tuple[Called, ...]
    planned: tuple[Meeting, ...]


def key_of(actor: Actor) -> str:
    """The key of an account's pages on its phones: 32 bytes, Base64."""
    said = f"offline:{actor.account}".encode()
    return base64.b64encode(hmac.new(settings.SEAL_KEY.encode(), said, hashlib.sha256).digest()).decode()


def rolls(actor: Actor, *, today: dt.date) -> tuple[TakenRoll, ...]:
    """The rolls of the organisations whose books an actor keeps, in organisational order."""
    register = roll().register
    kept: list[Org] = [org for org in register.branches() if actor.over(org.id, *BOOKKEEPERS)]
    root = register.root
    if root is not None and actor.over(root.id, SUPERIOR):
        kept.insert(0, root)
    granted = leave.granted_from(today) if kept else {}
    return tuple(_roll(org, org is root, today, granted) for org in kept[:MOST_ROLLS])


def _roll(org: Org, whole: bool, today: dt.date, granted: Mapping[UUID, Mapping[str, str]]) -> TakenRoll:
    people = choosing.called_to(org.id, today).people
    planned = books.planned(WHOLE_ORGAN if whole else org.name, today)
    return TakenRoll(
        org=None if whole else org.id,
        name=org.name,
        day=today,
        people=tuple(
            Called(number, one.id, one.name, one.group, one.exempt, granted.get(one.id, {}))
            for number, one in enumerate(people, 1)
        ),
        planned=tuple(Meeting(one.title, one.forms, one.minutes) for one in planned),
    )

"""Who looked at whose papers, and who was turned away: audit lines that the person concerned can see."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from zhixing.store.ledger import api
from zhixing.store.people.queries import Actor

READ, OPENED, REFUSED = "查看", "打开保密内容", "拒绝"


def note_reading(actor: Actor, *, subject: UUID, what: str, now: dt.datetime) -> None:
    """Somebody's file was shown to another. One's own reading leaves no line."""
    if actor.person != subject:
        _note(actor.signature, READ, what, now, subject)


def note_opening(actor: Actor, *, subject: UUID, what: str, now: dt.datetime) -> None:
    """Confidential words were opened: noted whoever read them, the owner included."""
    _note(actor.signature, OPENED, what, now, subject)


def note_refusal(who: str, *, door: str, method: str, now: dt.datetime) -> None:
    """Somebody asked for what is not there or not his. `door` is the route's name, never the address."""
    _note(who, REFUSED, door, now, None, method)


def _note(who: str, verb: str, what: str, now: dt.datetime, subject: UUID | None, detail: str = "") -> None:
    with transaction.atomic():
        api.audit(api.Stamp(who, now), verb, what, detail, subject)

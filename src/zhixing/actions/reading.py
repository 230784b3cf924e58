"""Who looked at whose papers, and who was turned away: audit lines that the person concerned can see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from zhixing.store.ledger import api, audit_lines
from zhixing.store.people.queries import Actor

READ, OPENED, REFUSED, FLOODED = "查看", "打开保密内容", "拒绝", "频繁拒绝"
REFUSALS_AN_HOUR = 60
"""Refusals of one account that are told line by line."""


def note_reading(actor: Actor, *, subject: UUID, what: str, now: dt.datetime) -> None:
    """Somebody's file was shown to another. One's own reading leaves no line."""
    if actor.person != subject:
        _note(actor.signature, READ, what, now, subject)


def note_readings(actor: Actor, *, read: Iterable[tuple[UUID, str]], now: dt.datetime) -> None:
    """A page showed papers of several people to another: a line for each person and paper, in one writing."""
    told = [(what, subject) for subject, what in read if subject != actor.person]
    if told:
        with transaction.atomic():
            api.audit_every(api.Stamp(actor.signature, now), READ, told)


def note_listing(actor: Actor, *, subjects: Iterable[UUID], what: str, now: dt.datetime) -> None:
    """A list showed of each of these people that something confidential stands there: a line each, once a day."""
    others = {subject for subject in subjects if subject != actor.person}
    if not others:
        return
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    told = audit_lines.concerned(actor.signature, READ, what, since=midnight)
    with transaction.atomic():
        api.audit_each(api.Stamp(actor.signature, now), READ, what, sorted(others - told))


def note_opening(actor: Actor, *, subject: UUID, what: str, now: dt.datetime) -> None:
    """Confidential words were opened: noted whoever read them, the owner included."""
    _note(actor.signature, OPENED, what, now, subject)


def note_openings(actor: Actor, *, subjects: Iterable[UUID], what: str, now: dt.datetime) -> None:
    """A page opened confidential words of several people to another: a line each, in one writing."""
    others = {subject for subject in subjects if subject != actor.person}
    if others:
        with transaction.atomic():
            api.audit_each(api.Stamp(actor.signature, now), OPENED, what, sorted(others))


def note_refusal(who: str, *, screen: str, door: str, now: dt.datetime) -> None:
    """Somebody asked for what is not there or not his. `screen` is its word for people, `door` the method and
    the route's name, never the address.

    So many lines an account and hour; then one that says that there are more: nobody floods the chain.
    """
    hour = now.replace(minute=0, second=0, microsecond=0)
    told = audit_lines.refusals(who, REFUSED, since=hour)
    if told < REFUSALS_AN_HOUR:
        _note(who, REFUSED, screen, now, None, door)
    elif not audit_lines.refusals(who, FLOODED, since=hour):
        _note(who, FLOODED, screen, now, None, f"本小时已拒绝 {told} 次，其后的不再逐条记录")


def _note(who: str, verb: str, what: str, now: dt.datetime, subject: UUID | None, detail: str = "") -> None:
    with transaction.atomic():
        api.audit(api.Stamp(who, now), verb, what, detail, subject)

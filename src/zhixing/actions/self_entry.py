"""现场报到码: shown by the recorder, changing every few minutes; who types it in says that he is here, and no more.

Off until the organ switches it on. What is said is only a mark on the recorder's roll-call, who confirms it: it is no
fact, no figure reads it, no moment and no place is kept of it, and at the end of the day it is gone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import unicodedata
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from zhixing.actions.features import is_on
from zhixing.actions.meetings import may_record
from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.core.facts.record import FactError
from zhixing.core.features import SELF_ENTRY
from zhixing.core.recording.called import members_on
from zhixing.store.ledger import api
from zhixing.store.people.queries import Actor

DIGITS = 6
_DEFAULT_MINUTES = 3


def offered() -> bool:
    """Whether the organ has switched it on."""
    return is_on(SELF_ENTRY)


def minutes_of(day: dt.date) -> int:
    """How long a code holds (rule self_entry.window)."""
    rule = rulebooks().on("self_entry.window", day)
    return rule.whole("minutes") if rule else _DEFAULT_MINUTES


def code_shown(actor: Actor, org: UUID, now: dt.datetime) -> str | None:
    """The code of this moment for a session of today; None where it is off or not the actor's to show."""
    if not offered() or org not in roll().register.orgs or not may_record(actor, org):
        return None
    return _code(org, now, 0)


def say_here(actor: Actor, typed: str, now: dt.datetime) -> str:
    """Marks the member on today's roll-call of the organisation that shows this code; its name.

    The code before this one still holds: one may just have been typing. Raises FactError.
    """
    code, day, register = _digits(typed), timezone.localdate(now), roll().register
    if not offered() or actor.person is None:
        raise FactError("现在没有用报到码，请由记录人点名")
    person = register.people.get(actor.person)
    held = person.on_roll(day) if person else None
    root = register.root
    units = [held.org if held else None, root.id if root else None]
    units += [span.org for span in person.dual if span.covers(day)] if person else []
    for org in units:
        if org is not None and any(hmac.compare_digest(code, _code(org, now, back)) for back in (0, 1)):
            _mark(org, day, actor.person, now)
            return register.name_of(org)
    raise FactError("报到码不对，或者已经换了；请看屏幕上现在的码，或请记录人点名")


def said_here(org: UUID, day: dt.date, people: Iterable[UUID]) -> frozenset[UUID]:
    """Who said today that he is here, among these; nobody while it is off."""
    if not offered():
        return frozenset()
    return frozenset(people) & _said(org, day)


def _digits(typed: str) -> str:
    """What was typed as plain digits: a Chinese keyboard writes １２３; anything that is no digit is no code."""
    plain = "".join(unicodedata.normalize("NFKC", typed).split())
    return plain if plain.isascii() else ""


def _code(org: UUID, now: dt.datetime, back: int) -> str:
    """Six digits from the key of the installation, the organisation, the day and the window of time."""
    day = timezone.localdate(now)
    window = int(now.timestamp()) // (60 * minutes_of(day)) - back
    words = f"self-entry:{org.hex}:{day}:{window}".encode()
    digest = hmac.new(settings.SEAL_KEY.encode(), words, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}d}"


def _key(org: UUID, day: dt.date) -> str:
    return f"self-entry:{org.hex}:{day}"


def _said(org: UUID, day: dt.date) -> frozenset[UUID]:
    return frozenset(UUID(one) for one in cache.get(_key(org, day), ()))


def _mark(org: UUID, day: dt.date, person: UUID, now: dt.datetime) -> None:
    """Adds one, sorted by id so that the order in which people came is not kept either; until the day is over."""
    local = timezone.localtime(now)
    over = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=local.tzinfo)
    with transaction.atomic():
        api.lock()
        everybody = sorted({*(one.hex for one in _said(org, day)), person.hex})
        known = {one.id.hex for one in members_on(roll().register, org, day)}
        cache.set(
            _key(org, day), [one for one in everybody if one in known], int((over - local).total_seconds())
        )

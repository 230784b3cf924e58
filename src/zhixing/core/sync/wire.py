"""What passes between an outbox and the server, as JSON: a request of envelopes, an answer of receipts.

Request: `{"account": 7, "device_now": moment, "envelopes": [{"uid", "verb", "body", "device", "seq", "made_at"}]}`.
Answer: `{"receipts": [{"uid", "outcome", "told", "anchor"}], "account": 7, "now": moment}`.

A phone's clock may stand anywhere (a flat battery sets it to 1970): what cannot be one is unknown, and spoils nothing.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from zhixing.core.sync.envelope import Envelope, Receipt, Verb
from zhixing.core.sync.rules import MOST, MOST_BYTES, Unreadable

_SHAPE = '要写成 {"account": 账户号, "device_now": 时刻, "envelopes": [清单]}'
_ENVELOPE = ("uid", "verb", "body", "device", "seq", "made_at")
_WIDEST = 2**53
_EARLIEST, _LATEST = dt.datetime(1969, 12, 31, tzinfo=dt.UTC), dt.datetime(2999, 1, 1, tzinfo=dt.UTC)
_SET = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
"""A clock that says an earlier moment was never set since its battery was flat."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A request: whose outbox it says it is, the device's clock (None: it says no moment), and what came.

    `unknown`: ids of things this version knows no verb for; the rest is taken all the same.
    """

    account: int
    device_now: dt.datetime | None
    envelopes: tuple[Envelope, ...]
    unknown: tuple[UUID, ...] = ()


def read_sent(raw: bytes, *, received: dt.datetime) -> Sent:
    """A request that came at a moment. Raises Unreadable with a sentence."""
    if len(raw) > MOST_BYTES:
        raise Unreadable(f"一次最多 {MOST_BYTES // 1024} KB")
    try:
        said = json.loads(raw)
        account, rows, clock = said["account"], said["envelopes"], _clock(said["device_now"])
    except (ValueError, KeyError, TypeError, RecursionError) as broken:
        raise Unreadable(_SHAPE) from broken
    if type(account) is not int or not isinstance(rows, list):
        raise Unreadable(_SHAPE)
    if len(rows) > MOST:
        raise Unreadable(f"一次最多 {MOST} 条")
    read = [_envelope(row, clock, received) for row in rows]
    known = tuple(one for one in read if isinstance(one, Envelope))
    return Sent(account, clock, known, tuple(one for one in read if isinstance(one, UUID)))


def _envelope(row: object, clock: dt.datetime | None, received: dt.datetime) -> Envelope | UUID:
    """An envelope, or the id of one whose verb is not known here."""
    try:
        uid, verb, body, device, seq, made_at = (row[name] for name in _ENVELOPE)  # type: ignore[index]
        if type(seq) is not int or not 0 <= seq < _WIDEST or not isinstance(body, str):
            raise Unreadable(_SHAPE)
        if verb not in tuple(Verb):
            return UUID(uid)
        made = _made(_clock(made_at), clock) or received
        return Envelope(UUID(uid), Verb(verb), body, UUID(device), seq, made)
    except (ValueError, KeyError, TypeError, AttributeError) as broken:
        raise Unreadable(f"envelopes 里每条要写明：{'、'.join(_ENVELOPE)}") from broken


def _clock(text: object) -> dt.datetime | None:
    """What a clock said, a moment with its offset; None where no clock of a phone can stand. Raises TypeError."""
    if not isinstance(text, str):
        raise TypeError("no text")
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None and _EARLIEST <= found <= _LATEST else None


def _made(made: dt.datetime | None, clock: dt.datetime | None) -> dt.datetime | None:
    """When something was made by the device's clock, or, where that was set only afterwards, when it was sent.

    Two readings of one clock tell how long ago it was; across a setting they would say 1970.
    """
    if made is None or (made < _SET and (clock is None or clock >= _SET)):
        return clock
    return made


def tell(receipts: Sequence[Receipt], *, account: int, now: dt.datetime) -> Mapping[str, Any]:
    """The answer, ready for JSON."""
    return {
        "receipts": [
            {"uid": str(one.uid), "outcome": one.outcome.value, "told": one.told, "anchor": one.anchor}
            for one in receipts
        ],
        "account": account,
        "now": now.isoformat(),
    }

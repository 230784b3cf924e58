"""What passes between an outbox and the server, as JSON: a request of envelopes, an answer of receipts.

Request: `{"account": 7, "device_now": moment, "envelopes": [{"uid", "verb", "body", "device", "seq", "made_at"}]}`.
Answer: `{"receipts": [{"uid", "outcome", "told", "anchor"}], "account": 7, "now": moment}`.
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
_EARLIEST, _LATEST = dt.datetime(1970, 1, 2, tzinfo=dt.UTC), dt.datetime(2999, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Sent:
    """A request: whose outbox it says it is, the device's clock, and what came.

    `unknown`: ids of things this version knows no verb for; the rest is taken all the same.
    """

    account: int
    device_now: dt.datetime
    envelopes: tuple[Envelope, ...]
    unknown: tuple[UUID, ...] = ()


def read_sent(raw: bytes) -> Sent:
    """A request. Raises Unreadable with a sentence."""
    if len(raw) > MOST_BYTES:
        raise Unreadable(f"一次最多 {MOST_BYTES // 1024} KB")
    try:
        said = json.loads(raw)
        account, rows, clock = said["account"], said["envelopes"], moment(said["device_now"])
    except (ValueError, KeyError, TypeError, RecursionError) as broken:
        raise Unreadable(_SHAPE) from broken
    if type(account) is not int or not isinstance(rows, list):
        raise Unreadable(_SHAPE)
    if len(rows) > MOST:
        raise Unreadable(f"一次最多 {MOST} 条")
    read = [_envelope(row) for row in rows]
    known = tuple(one for one in read if isinstance(one, Envelope))
    return Sent(account, clock, known, tuple(one for one in read if isinstance(one, UUID)))


def _envelope(row: object) -> Envelope | UUID:
    """An envelope, or the id of one whose verb is not known here."""
    try:
        uid, verb, body, device, seq, made_at = (row[name] for name in _ENVELOPE)  # type: ignore[index]
        if type(seq) is not int or not 0 <= seq < _WIDEST or not isinstance(body, str):
            raise Unreadable(_SHAPE)
        if verb not in tuple(Verb):
            return UUID(uid)
        return Envelope(UUID(uid), Verb(verb), body, UUID(device), seq, moment(made_at))
    except (ValueError, KeyError, TypeError, AttributeError) as broken:
        raise Unreadable(f"envelopes 里每条要写明：{'、'.join(_ENVELOPE)}") from broken


def moment(text: str) -> dt.datetime:
    """A moment with its offset, between 1970 and 2999. Raises ValueError."""
    found = dt.datetime.fromisoformat(text)
    if found.tzinfo is None or not _EARLIEST <= found <= _LATEST:
        raise ValueError("no moment")
    return found


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

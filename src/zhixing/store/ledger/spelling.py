"""Between rows of the table and facts of the core: one spelling for hashing, one for reading."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Callable, Mapping
from uuid import UUID

from zhixing.core.facts.chain import Digest, Link, sha256
from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.record import Fact, Source, decode
from zhixing.store.ledger import models, sealing

DIGESTS: dict[str, Digest] = {"sha256": sha256, "sm3": sealing.sm3}
HASHED = (
    "seq",
    "uid",
    "kind",
    "version",
    "chain",
    "position",
    "subject",
    "about",
    "day",
    "body",
    "claimed_at",
    "corrected_at",
    "received_at",
    "by",
    "batch",
    "file",
    "sheet",
    "row",
    "reverses",
    "reason",
    "second",
    "private_digest",
)
"""Every column but the two hashes."""


def hashed_fields(row: models.Fact) -> dict[str, str | int | None]:
    """The columns of a row as they go into its hash."""
    return {name: _spell(getattr(row, name)) for name in HASHED}


def link_of(row: models.Fact) -> Link:
    """A row as a link of its chain."""
    return Link(row.chain, row.position, row.uid, hashed_fields(row), row.before, row.hash)


def fact_of(row: models.Fact) -> Fact:
    """A row as a fact."""
    return Fact(
        seq=row.seq,
        uid=row.uid,
        chain=row.chain,
        position=row.position,
        body=decode(Kind(row.kind), row.body),
        subject=row.subject,
        about=row.about,
        day=row.day,
        claimed_at=row.claimed_at,
        corrected_at=row.corrected_at,
        received_at=row.received_at,
        by=row.by,
        source=Source(row.batch, row.file, row.sheet, row.row),
        reverses=row.reverses,
        reason=row.reason,
        second=row.second,
        private_digest=row.private_digest,
    )


def identify_with(key: str) -> Callable[..., UUID]:
    """Ids from words, keyed: who has only the database file of a branch cannot try names against them."""
    raw = bytes.fromhex(key)

    def identify(*parts: str) -> UUID:
        mac = hmac.new(raw, "\x1f".join(parts).encode(), hashlib.sha256).digest()
        return UUID(bytes=mac[:16], version=4)

    return identify


def private_digest(salt: str, payload: str, digest: Digest) -> str:
    """What stands in the chain for words that may be erased."""
    return digest(f"{salt}\n{payload}".encode())


def _spell(value: object) -> str | int | None:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, dt.date) else str(value)


PrivateWords = Mapping[UUID, Mapping[str, str]]

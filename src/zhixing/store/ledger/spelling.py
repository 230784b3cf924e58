"""Between rows of the table and facts of the core: one spelling for hashing, one for reading."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from zhixing.core.facts.chain import Digest, Link, sha256
from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.record import Fact, Source, decode
from zhixing.store.ledger import models, sealing
from zhixing.store.ledger.rows import FactRow

DIGESTS: dict[str, Digest] = {"sha256": sha256, "sm3": sealing.sm3}
KIND_OF = {kind.value: kind for kind in Kind}
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


def hashed_fields(row: models.Fact | FactRow) -> dict[str, str | int | None]:
    """The columns of a row as they go into its hash."""
    return {name: _spell(getattr(row, name)) for name in HASHED}


AUDIT = UUID(int=0xA0D17)
"""The chain of the audit lines, beside those of the branches."""
PURGED = UUID(int=0xA0D18)
"""Under this chain's name the ends table keeps the last audit line that was lawfully purged."""
STRUCK = UUID(int=0xA0D19)
"""Under this chain's name the ends table keeps a mark that changes with every erasure of words."""
ERASED = "删除文字"
"""The verb of the audit line, with the fact's uid as target, that explains why words are gone."""
AUDIT_HASHED = ("position", "at", "by", "verb", "target", "detail")
"""Every column of an audit line but its key, its subject (where there is one) and the two hashes."""


def audit_link(row: models.AuditLine) -> Link:
    """An audit line as a link of its chain."""
    stored = {name: _spell(getattr(row, name)) for name in AUDIT_HASHED}
    if row.subject is not None:
        # Lines of the first release had no subject: theirs are spelled as they were.
        stored["subject"] = _spell(row.subject)
    return Link(AUDIT, row.position, AUDIT, stored, row.before, row.hash)


def link_of(row: models.Fact) -> Link:
    """A row as a link of its chain."""
    return Link(row.chain, row.position, row.uid, hashed_fields(row), row.before, row.hash)


COLUMNS = (
    "seq",
    "uid",
    "chain",
    "position",
    "kind",
    "body",
    "subject",
    "about",
    "day",
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
"""The columns a fact is read from, in the order that `fact_of` takes them: tuples read twice as fast as models."""


def fact_of(row: tuple[Any, ...]) -> Fact:
    """A row of `COLUMNS` as a fact."""
    seq, uid, chain, position, kind, body, subject, about, day = row[:9]
    claimed, corrected, received, by, batch, file, sheet, number = row[9:17]
    reverses, reason, second, private = row[17:]
    source = Source(batch, file, sheet, number)
    return Fact(
        seq,
        uid,
        chain,
        position,
        decode(KIND_OF[kind], body),
        subject,
        about,
        day,
        claimed,
        corrected,
        received,
        by,
        source,
        reverses,
        reason,
        second,
        private,
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

"""Rows in and out of the ledger's tables without the mapper: one fact by hand is one request of a phone, and the
mapper's own work would be most of its cost. Values are spelled by the fields themselves, on both databases.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, models

from zhixing.store.ledger.models import ChainHead, Fact, Installation
from zhixing.store.ledger.steady import while_unmoved

Head = tuple[int, str]
"""Length and hash of a chain's end."""
MANY = 200
"""Rows a statement: SQLite takes 32,766 parameters at once, a fact has 24 columns."""
SPELLED = 2048
"""Values of a column whose spelling is remembered."""


@dataclass(slots=True)
class FactRow:
    """A fact on its way into the table: the columns of `Fact`, without what a model carries besides."""

    uid: UUID
    kind: str
    version: int
    chain: UUID
    subject: UUID | None
    about: UUID | None
    day: dt.date | None
    body: str
    claimed_at: dt.datetime
    corrected_at: dt.datetime
    received_at: dt.datetime
    by: str
    batch: UUID | None
    file: str
    sheet: str
    row: int
    reason: str
    second: str
    reverses: UUID | None = None
    private_digest: str = ""
    seq: int = 0
    position: int = 0
    before: str = ""
    hash: str = ""


def insert(rows: Sequence[models.Model | FactRow]) -> None:
    """Inserts rows of one table, many a statement."""
    if not rows:
        return
    first = rows[0]
    model = Fact if isinstance(first, FactRow) else type(first)
    table, columns, takers = _shape(model, connection.vendor)
    for start in range(0, len(rows), MANY):
        chunk = rows[start : start + MANY]
        slots = ", ".join(["(" + ", ".join(["%s"] * len(columns)) + ")"] * len(chunk))
        values = [take(row) for row in chunk for take in takers]
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES {slots}", values)  # noqa: S608


def keep_heads(ends: Iterable[tuple[UUID, int, str]]) -> None:
    """Where chains end now. In the caller's transaction."""
    spell = _spelling(ChainHead, "chain")
    values = [value for chain, length, hashed in ends for value in (spell(chain), length, hashed)]
    if not values:
        return
    slots = ", ".join(["(%s, %s, %s)"] * (len(values) // 3))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO ledger_chainhead (chain, length, hash) VALUES {slots}"  # noqa: S608
            " ON CONFLICT (chain) DO UPDATE SET length = excluded.length, hash = excluded.hash",
            values,
        )


def heads(chains: Iterable[UUID]) -> dict[UUID, Head]:
    """The ends of chains; those that have not begun are left out."""
    spell = _spelling(ChainHead, "chain")
    wanted = [spell(chain) for chain in chains]
    slots = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT chain, length, hash FROM ledger_chainhead WHERE chain IN ({slots})",  # noqa: S608
            wanted,
        )
        return {_uuid(chain): (int(length), str(hashed)) for chain, length, hashed in cursor.fetchall()}


def beginning() -> tuple[str, str, int] | None:
    """The installation's id key and digest, and the number of the last fact (0 for an empty ledger)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id_key, digest, (SELECT max(seq) FROM ledger_fact) FROM ledger_installation WHERE id = 1"
        )
        found = cursor.fetchone()
    return (str(found[0]), str(found[1]), int(found[2] or 0)) if found else None


def last_seq() -> int:
    """The number of the last fact, 0 for an empty ledger."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(seq) FROM ledger_fact")
        return int(cursor.fetchone()[0] or 0)


@while_unmoved
def decisions() -> tuple[str, str] | None:
    """The installation's id key and digest; None before the first is made."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id_key, digest FROM {Installation._meta.db_table} WHERE id = 1")  # noqa: S608
        found = cursor.fetchone()
    return (str(found[0]), str(found[1])) if found else None


def standing(uids: Sequence[UUID]) -> dict[UUID, bool]:
    """Which of these facts are on the ledger, and whether they have been reversed. At most `MANY` at once."""
    spell = _spelling(Fact, "uid")
    slots = ", ".join(["%s"] * len(uids))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.uid, EXISTS (SELECT 1 FROM ledger_fact r WHERE r.reverses = f.uid)"  # noqa: S608
            f" FROM ledger_fact f WHERE f.uid IN ({slots})",
            [spell(uid) for uid in uids],
        )
        return {_uuid(uid): bool(gone) for uid, gone in cursor.fetchall()}


@cache
def _shape(model: type[models.Model], vendor: str) -> tuple[str, list[str], list[Callable[[Any], Any]]]:
    """Table, columns, and how each column's value is taken from a row; a key that counts itself is left out."""
    del vendor  # the fields' spelling depends on it
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    table = connection.ops.quote_name(model._meta.db_table)
    return (
        table,
        [connection.ops.quote_name(field.column or field.attname) for field in fields],
        [_taker(field) for field in fields],
    )


def _taker(field: Any) -> Callable[[Any], Any]:
    name = field.attname
    if isinstance(field, models.UUIDField | models.DateField):
        # The rows of one form share most of their ids and moments.
        spell = lru_cache(maxsize=SPELLED)(lambda value: field.get_db_prep_save(value, connection))
        return lambda row: spell(getattr(row, name))
    return lambda row: getattr(row, name)


@cache
def _spelling(model: type[models.Model], name: str) -> Callable[[object], Any]:
    field = model._meta.get_field(name)
    return lambda value: field.get_db_prep_value(value, connection)  # type: ignore[union-attr]


def _uuid(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))


def any_of(kind: str, *, subject: UUID | None, day: dt.date | None) -> bool:
    """Whether any fact of this kind about no thing names the same person (on the same day, if given)."""
    spell = _spelling(Fact, "uid")
    words, values = "kind = %s", [kind]
    if subject is not None:
        words, values = words + " AND subject = %s AND about IS NULL", [*values, spell(subject)]
    if day is not None:
        words, values = words + " AND day = %s", [*values, _spelling(Fact, "day")(day)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM ledger_fact WHERE {words} LIMIT 1", values)  # noqa: S608
        return cursor.fetchone() is not None


def kinds_about(things: Iterable[UUID]) -> set[tuple[str, UUID]]:
    """Which kinds of facts there are about which of these things: by the thing alone, whatever a planner thinks."""
    spell, found, wanted = _spelling(Fact, "uid"), set(), list(things)
    for start in range(0, len(wanted), MANY):
        chunk = wanted[start : start + MANY]
        slots = ", ".join(["%s"] * len(chunk))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT DISTINCT kind, about FROM ledger_fact WHERE about IN ({slots})",  # noqa: S608
                [spell(one) for one in chunk],
            )
            found |= {(str(kind), _uuid(about)) for kind, about in cursor.fetchall()}
    return found

"""Rows as canonical lines and back: the same bytes from SQLite and from PostgreSQL.

A line is a JSON array of one row's columns in alphabetical order of their names; moments are in UTC, ids as
hexadecimal with hyphens, bytes in Base64. Lines are in order of the primary key.
"""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import itertools
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models.functions import Collate

from zhixing.store.snapshots.tables import Table

CHUNK = 2000


def lines(table: Table) -> Iterator[bytes]:
    """The rows of a table, a line each. Run inside `moment` (all tables then tell of one moment)."""
    names = [field.attname for field in table.fields]
    rows = table.model._base_manager.order_by(_order(table)).values_list(*names)
    for row in rows.iterator(chunk_size=CHUNK):
        text = json.dumps(
            [_spell(value) for value in row], ensure_ascii=False, separators=(",", ":"), sort_keys=True
        )
        yield f"{text}\n".encode()


def _order(table: Table) -> Any:
    key = table.model._meta.pk
    if key.get_internal_type() in {"CharField", "TextField", "SlugField"}:
        # By code point on both; a PostgreSQL may sort by its country's dictionary.
        return Collate(key.attname, "C" if connection.vendor == "postgresql" else "BINARY")
    return key.attname


def _spell(value: object) -> object:
    if value is None or isinstance(value, (bool, int, float, str, list, dict)):
        return value
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, dt.timedelta):
        return value // dt.timedelta(microseconds=1)
    raise TypeError(f"不会写出 {type(value).__name__} 类型的列")


def _read(field: models.Field[Any, Any], value: Any) -> Any:
    kind = field.get_internal_type()
    if value is None:
        return None
    if kind == "BinaryField":
        return base64.b64decode(value)
    if kind == "DurationField":
        return dt.timedelta(microseconds=value)
    return value if kind == "JSONField" else field.to_python(value)


def column(line: bytes, place: int) -> object:
    """One column of a line, by its place."""
    return json.loads(line)[place]


def empty(tables: Iterable[Table]) -> None:
    """Deletes every row: what migrations put into a new database. The guards are off by then."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")  # noqa: S608 - our own name


def put(table: Table, lines: Iterable[bytes]) -> int:
    """Puts lines into an empty table; gives how many. Raises ValueError for a line that is no row of it."""
    fields = [(field, _plain(field)) for field in table.fields]
    names = ", ".join(connection.ops.quote_name(column) for column in table.columns)
    marks = ", ".join(["%s"] * len(fields))
    order = f"INSERT INTO {connection.ops.quote_name(table.name)} ({names}) VALUES ({marks})"  # noqa: S608
    count, waiting = 0, iter(lines)
    with connection.cursor() as cursor:
        while block := list(itertools.islice(waiting, CHUNK)):
            cursor.executemany(order, [_row(table, fields, line) for line in block])
            count += len(block)
    return count


def _row(table: Table, fields: list[tuple[Any, Any]], line: bytes) -> list[Any]:
    values = json.loads(line)
    if not isinstance(values, list) or len(values) != len(fields):
        raise ValueError(f"{table.name} 里有一行读不成记录")
    return [
        field.get_db_prep_save(_read(plain, value), connection=connection)
        for (field, plain), value in zip(fields, values, strict=True)
    ]


def _plain(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    """Of a reference, the column it refers to: that says how the value is written."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


@contextlib.contextmanager
def references_last() -> Iterator[None]:
    """Rows may come before those they refer to; at the end every reference must be good (IntegrityError)."""
    if connection.vendor != "postgresql":
        with transaction.atomic():
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def reset_counters(tables: Iterable[Table]) -> None:
    """After rows came in with their keys: the next key is beyond them (PostgreSQL's counters)."""
    statements = connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

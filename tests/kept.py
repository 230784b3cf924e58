"""What several tests begin with is made once in a process, by the application's own ways, and then put back.

The first test that asks makes it; its rows stay here as the database tells them (on PostgreSQL as COPY writes
them), with what the application holds in memory. Every later test begins with just that: the same rows entered
through the same guards, the same memory. Each test still has a database of its own, emptied or rolled back.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any, TypeVar, cast

from django.db import connection, transaction
from tests.cast import hire
from tests.sample_year import YEAR, drawn_folder

from zhixing.actions.dossier import whole_year
from zhixing.actions.import_folder import import_folder
from zhixing.core.figures.organ import OrganYear

T = TypeVar("T")
NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)
NOT_OURS = frozenset({"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence"})
"""Tables that migrating fills, or the database itself."""
INDEX = "content_found_fts"
"""Tables that the library's index keeps for itself: triggers fill them."""
FILES = frozenset({"zhixing.actions.occupancy"})
"""Modules that hold open files, not what was read from the database."""


@dataclass(frozen=True)
class State:
    """Rows by table, memory by module and name, and what the maker gave back."""

    rows: dict[str, list[Any]]
    memory: dict[tuple[str, str], dict[Any, Any]]
    made: object


_states: dict[str, State] = {}


def kept(name: str, make: Callable[[], T]) -> T:
    """What `make` makes of an empty database, made or put back; `name` stands for it in this process."""
    if name in _states:
        state = _states[name]
        _put_back(state)
        return cast(T, state.made)
    made = make()
    memory = {place: dict(held) for place, held in _memory()}
    _states[name] = State({table: rows for table in _tables() if (rows := _read(table))}, memory, made)
    return made


def _put_back(state: State) -> None:
    with transaction.atomic():
        for table, rows in state.rows.items():
            here, wanted = set(_read(table)), set(rows)
            if here - wanted:  # a counter that has moved on; the ledger's guards would refuse
                _clear(table)
                here = set()
            _write(table, [row for row in rows if row not in here])
    for place, held in _memory():
        held.clear()
        held.update(state.memory.get(place, {}))


def _memory() -> Iterator[tuple[tuple[str, str], dict[Any, Any]]]:
    """What actions keep folded between requests: the small private dictionaries of their modules."""
    for name, module in list(sys.modules.items()):
        if name.startswith("zhixing.actions.") and name not in FILES and isinstance(module, ModuleType):
            for word, held in vars(module).items():
                if (
                    word.startswith("_")
                    and word.islower()
                    and not word.startswith("__")
                    and isinstance(held, dict)
                ):
                    yield (name, word), held


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    return [name for name in names if name not in NOT_OURS and not name.startswith(INDEX)]


def _read(table: str) -> list[Any]:
    quoted = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {quoted} TO STDOUT") as lines:
                return b"".join(bytes(part) for part in lines).splitlines(keepends=True)
        cursor.execute(f"SELECT * FROM {quoted}")  # noqa: S608 - the database's own name
        return list(cursor.fetchall())


def _clear(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 - the database's own name


def _write(table: str, rows: list[Any]) -> None:
    if not rows:
        return
    quoted = connection.ops.quote_name(table)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.cursor.copy(f"COPY {quoted} FROM STDIN") as pen:
            pen.write(b"".join(rows))
        return
    slots = ", ".join(["?"] * len(rows[0]))
    # Past Django's cursor, which would turn the words about for every row.
    connection.connection.executemany(f"INSERT INTO {quoted} VALUES ({slots})", rows)  # noqa: S608


def bureau(members: int = 24, sessions: int = 24) -> OrganYear:
    """An invented bureau of two branches (tests/sample_year.py) with its cast, on the ledger."""
    return kept(f"bureau {members} {sessions}", lambda: _bureau(members, sessions))


def _bureau(members: int, sessions: int) -> OrganYear:
    folder = drawn_folder(members, sessions, 2)
    import_folder(folder, name="台账", year=YEAR, by="刘英", now=NOW, today=TODAY)
    year = whole_year(YEAR, today=TODAY)
    hire(year, now=NOW, today=TODAY)
    return year

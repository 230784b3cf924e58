"""The tables of a database: made, brought up to date, guarded; always whole or not at all.

SQLite: the work is done on a copy, verified there, and the copy takes the place of the former file in one step.
PostgreSQL: the work is one transaction. Killed anywhere inside, the former database is as it was.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dj_database_url
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError

from zhixing.store.ledger import guards
from zhixing.store.snapshots import moment, sqlite_file

APP_RIGHTS = ("ledger_fact", "ledger_auditline", "ledger_claim", "reviews_frozenyear")
"""Tables in which the application's role may only read and insert."""
MIGRATING = 0x7A79
"""The PostgreSQL advisory lock under which tables are changed."""


class NotReady(RuntimeError):
    """The database cannot be worked on; the sentence says why and what to do."""


def embedded() -> Path | None:
    """The file of a SQLite database; None on PostgreSQL."""
    return Path(connection.settings_dict["NAME"]).absolute() if connection.vendor == "sqlite" else None


def there() -> bool:
    """Whether there is a ledger. Raises NotReady when the database cannot be opened."""
    file = embedded()
    if file is not None and not file.exists():
        return False
    try:
        return "ledger_fact" in connection.introspection.table_names()
    except DatabaseError as broken:
        raise NotReady(f"数据库打不开：{broken}") from broken


def migrate() -> None:
    """All migrations and the guards. Only on a copy or inside a transaction: see `on_a_copy`, `as_owner`."""
    if there():
        guards.remove(connection)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    guards.install(connection)


@contextlib.contextmanager
def rebuilt(*, from_former: bool, aside: str = "") -> Iterator[None]:
    """Inside, the default connection leads to a database that only takes effect when the block ends well.

    `from_former`: it starts as the former one is (an upgrade), otherwise empty (a new database, a restoration).
    `aside`: the name under which a former one that is not built upon is kept: a file beside it, or a schema.
    """
    file = embedded()
    if file is None:
        with _one_transaction(aside):
            yield
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        with _on_a_copy(
            file, from_former=from_former, aside=aside or f"{file.name}.left-{secrets.token_hex(4)}"
        ):
            yield


@contextlib.contextmanager
def _on_a_copy(file: Path, *, from_former: bool, aside: str) -> Iterator[None]:
    for left in file.parent.glob(f".{file.name}.*.new*"):
        # We are alone here: what a killed run left can go.
        left.unlink(missing_ok=True)
    new = file.with_name(f".{file.name}.{secrets.token_hex(4)}.new")
    connection.close()
    try:
        with contextlib.ExitStack() as stack:
            if from_former:
                _refuse_without_room(file)
                door = stack.enter_context(sqlite_file.held(file))
                sqlite_file.copy(door, new)
            elif file.exists():
                sqlite_file.fold_if_sound(file)
            with moment.elsewhere({"NAME": str(new)}):
                yield
            sqlite_file.fold(new)
            if not from_former:
                sqlite_file.keep_aside(file, file.with_name(aside))
            if os.name == "nt":
                # Windows moves no file onto one that is open.
                stack.close()
            sqlite_file.place(new, file)
    except sqlite_file.InUse as used:
        raise NotReady(str(used)) from used
    finally:
        sqlite_file.discard(new)


def _refuse_without_room(file: Path) -> None:
    """The copy, and as much again for what migrations rewrite."""
    wanted, free = file.stat().st_size * 2, shutil.disk_usage(file.parent).free
    if free < wanted:
        told = f"升级要在旁边做一份副本，需要 {wanted >> 20} MB，磁盘只剩 {free >> 20} MB"
        raise NotReady(f"{told}；请腾出空间再试")


@contextlib.contextmanager
def _one_transaction(aside: str) -> Iterator[None]:
    with moment.elsewhere(_owner_settings()), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MIGRATING])
            # A table with references still to be checked cannot be altered: check at once.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            if aside:
                cursor.execute(f"ALTER SCHEMA public RENAME TO {connection.ops.quote_name(aside)}")
                cursor.execute("CREATE SCHEMA public")
        yield


@contextlib.contextmanager
def as_owner() -> Iterator[None]:
    """As the owner of the tables, where one is named; the application need not own them."""
    with moment.elsewhere(_owner_settings()):
        yield


def _owner_settings() -> dict[str, Any]:
    return dict(dj_database_url.parse(settings.OWNER_URL)) if settings.OWNER_URL else {}


def application() -> str:
    """The role that the service uses on PostgreSQL; ask before speaking as the owner."""
    return str(connections.databases["default"].get("USER", ""))


def grant(role: str) -> None:
    """Gives the application what it needs, as the owner; nothing to do where both are one."""
    if connection.vendor != "postgresql" or not settings.OWNER_URL:
        return
    quoted = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
        for table in APP_RIGHTS:
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {quoted}")

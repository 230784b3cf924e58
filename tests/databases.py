"""The databases of the tests, laid out as a site lays out its own.

On PostgreSQL the owner migrates and the application only uses: what passes as the owner of the ledger's
tables proves nothing about their guards. On SQLite the database is a file, not memory, since threads,
locks and journals of the two differ.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db import connection, transaction

APP_VARIABLE, OWNER_VARIABLE = "ZHIXING_DATABASE_URL", "ZHIXING_DATABASE_OWNER_URL"
ENABLE = {"O": "ENABLE", "A": "ENABLE ALWAYS", "R": "ENABLE REPLICA"}


def owner() -> dict[str, str]:
    """The owner's name and password, where tables and application have different ones."""
    address = urlsplit(os.environ.get(OWNER_VARIABLE, ""))
    if connection.vendor != "postgresql" or not address.username:
        return {}
    return {"USER": unquote(address.username), "PASSWORD": unquote(address.password or "")}


@contextlib.contextmanager
def as_owner() -> Iterator[None]:
    """Speak to the database as the owner of its tables for a while."""
    before = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update(owner())
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def grant_to_application() -> None:
    """What the application needs, unless the migrations have granted it (and more narrowly) already."""
    if not owner():
        return
    app = unquote(urlsplit(os.environ[APP_VARIABLE]).username or "")
    quoted = connection.ops.quote_name(app)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'django_migrations', 'SELECT')", [app])
        if cursor.fetchone()[0]:
            return
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}")


def empty_tables(operations: object, statements: list[str]) -> None:
    """Empty the tables after a test that committed: the ledger's guards step aside for the owner only here.

    Stands in for Django's own way, which the guards refuse, as they should.
    """
    del operations  # one database only
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        restore = lift_guards(cursor)
        for statement in [*statements, *restore]:
            cursor.execute(statement)
        if connection.vendor == "sqlite":
            # Its triggers stood aside too: what was emptied behind its back is told to the search here.
            cursor.execute("INSERT INTO content_found_fts(content_found_fts) VALUES ('rebuild')")


def lift_guards(cursor: Any) -> list[str]:  # noqa: ANN401 - a wrapper that Django does not name
    """Switch every guard off; the statements that bring each back exactly as it was.

    The library's index stays in step with its table: its triggers go on.
    """
    if connection.vendor == "sqlite":
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name <> 'content_found'"
        )
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        return [sql for _, sql in triggers]
    cursor.execute("SET LOCAL lock_timeout = '20s'")
    cursor.execute(
        "SELECT tgrelid::regclass::text, quote_ident(tgname), tgenabled FROM pg_trigger"
        " WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    triggers = cursor.fetchall()
    for table, name, _ in triggers:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    return [f"ALTER TABLE {table} {ENABLE[state]} TRIGGER {name}" for table, name, state in triggers]

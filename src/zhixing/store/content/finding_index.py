"""Indexes of either database over the grams of published articles, so that a search reads no texts.

SQLite: a full-text table over the same columns, kept by triggers (whatever writes a row, a restored backup too);
every gram is one of its words, since by itself it tells Chinese words not apart. PostgreSQL: an index of the
grams as a list, since its own parser depends on the server's locale. Both answer as `finding` would without them.
"""

from __future__ import annotations

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE, INDEX = "content_found", "content_found_fts"
COLUMNS = ("title", "about", "text")
GRAMS = "string_to_array(title || about || text, ' ')"
"""How PostgreSQL sees a row: what is indexed and what is asked must be written alike."""

_NAMES = ", ".join(COLUMNS)
_NEW, _OLD = (", ".join(f"{row}.{one}" for one in COLUMNS) for row in ("new", "old"))
_GO = f"INSERT INTO {INDEX}({INDEX}, rowid, {_NAMES}) VALUES ('delete', old.id, {_OLD});"  # noqa: S608 - our own words
_COME = f"INSERT INTO {INDEX}(rowid, {_NAMES}) VALUES (new.id, {_NEW});"  # noqa: S608 - our own words
_SQLITE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5({_NAMES}, content='{TABLE}', content_rowid='id',"
    " tokenize='ascii', columnsize=0)",
    f"CREATE TRIGGER IF NOT EXISTS {INDEX}_come AFTER INSERT ON {TABLE} BEGIN {_COME} END",
    f"CREATE TRIGGER IF NOT EXISTS {INDEX}_go AFTER DELETE ON {TABLE} BEGIN {_GO} END",
    f"CREATE TRIGGER IF NOT EXISTS {INDEX}_change AFTER UPDATE ON {TABLE} BEGIN {_GO} {_COME} END",
    f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')",  # noqa: S608
)
_POSTGRESQL = (f"CREATE INDEX IF NOT EXISTS {INDEX} ON {TABLE} USING gin (({GRAMS}))",)


def install(connection: BaseDatabaseWrapper) -> None:
    """Puts the index where it is missing and fills it; doing it again changes nothing.

    A migration that rebuilds the table on SQLite drops its triggers and has to call this again.
    """
    with connection.cursor() as cursor:
        for statement in _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL:
            cursor.execute(statement)


def sound(connection: BaseDatabaseWrapper) -> bool:
    """Whether the index says what the table says. PostgreSQL keeps its own in step."""
    if connection.vendor != "sqlite":
        return True
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX}({INDEX}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
    except DatabaseError:  # “malformed” where it differs, “no such table” where it is not there.
        return False
    return True

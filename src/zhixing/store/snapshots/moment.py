"""One moment of a database that others go on writing to, and work on another database than the configured one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections, transaction

DEFAULT = "default"


@contextlib.contextmanager
def moment() -> Iterator[None]:
    """Everything read inside is of one moment; nobody who writes is kept waiting.

    SQLite: a deferred transaction reads one state of the write-ahead log. PostgreSQL: a repeatable read.
    """
    here: dict[str, Any] = connections.databases[DEFAULT]
    options = dict(here.get("OPTIONS", {}))
    if connection.vendor == "postgresql":
        from psycopg import IsolationLevel

        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    else:
        options["transaction_mode"] = "DEFERRED"
    with elsewhere({**here, "OPTIONS": options}), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
        yield


@contextlib.contextmanager
def elsewhere(settings: Mapping[str, Any]) -> Iterator[None]:
    """For a command's own process: the default connection leads to another database for a while.

    Migrations and queries then need not know that they run on a copy, or as the owner of the tables.
    """
    before = connections.databases[DEFAULT]
    _lead({**before, **settings})
    try:
        yield
    finally:
        _lead(before)


def _lead(settings: dict[str, Any]) -> None:
    connections[DEFAULT].close()
    del connections[DEFAULT]
    connections.databases[DEFAULT] = settings
    # What was looked up in the other database does not hold in this one.
    ContentType.objects.clear_cache()

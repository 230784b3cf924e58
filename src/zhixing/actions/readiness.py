"""Whether this process can work now: asked every few seconds, so it asks little itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.utils import DatabaseError
from django_tasks_db.models import DBTaskResult

from zhixing.store.ledger import guards


@dataclass(frozen=True, slots=True)
class Readiness:
    """`waiting_seconds`: how long the oldest task that may run has been waiting; None when none waits."""

    database: bool
    guards: bool
    waiting_seconds: int | None

    @property
    def ready(self) -> bool:
        """Whether requests can be answered. Work that waits is no reason to take the pages away."""
        return self.database and self.guards


def readiness(*, now: dt.datetime) -> Readiness:
    """Three small queries; a database that does not answer is an answer."""
    try:
        whole = not guards.missing(connection)
        oldest = (
            DBTaskResult.objects.ready().order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
        )
    except DatabaseError:
        return Readiness(database=False, guards=False, waiting_seconds=None)
    waiting = None if oldest is None else max(0, int((now - oldest).total_seconds()))
    return Readiness(database=True, guards=whole, waiting_seconds=waiting)

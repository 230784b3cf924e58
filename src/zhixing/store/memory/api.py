"""Writing answers and choices; called by actions only."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from zhixing.store.memory.models import Answered, Choice

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Arrived:
    """An answer as it is written."""

    uid: UUID
    question: UUID
    version: int
    rating: int
    said_at: dt.datetime
    at: dt.datetime


def known(person: UUID, uids: Collection[UUID]) -> dict[UUID, Arrived | None]:
    """Those of these ids that are taken already; None where the answer is somebody else's."""
    found: dict[UUID, Arrived | None] = {}
    asked = list(uids)
    for start in range(0, len(asked), AT_ONCE):
        for row in Answered.objects.filter(pk__in=asked[start : start + AT_ONCE]):
            own = Arrived(row.id, row.question, row.version, row.rating, row.said_at, row.at)
            found[row.id] = own if row.person == person else None
    return found


def keep(person: UUID, arrived: Iterable[Arrived], *, now: dt.datetime) -> None:
    """Appends answers; one that came in between is left as it is."""
    rows = [
        Answered(
            id=one.uid,
            person=person,
            question=one.question,
            version=one.version,
            rating=one.rating,
            said_at=one.said_at,
            at=one.at,
            received_at=now,
        )
        for one in arrived
    ]
    Answered.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)


def choose(person: UUID, subjects: Collection[str], *, paused: bool) -> None:
    """Keeps what somebody wants to review."""
    told = json.dumps(sorted(subjects), ensure_ascii=False)
    Choice.objects.update_or_create(person=person, defaults={"subjects": told, "paused": paused})


def wipe(person: UUID, *, now: dt.datetime) -> int:
    """重新开始: deletes all his answers; what phones still hold from before is not taken any more. How many."""
    Choice.objects.update_or_create(person=person, defaults={"begun_at": now})
    return Answered.objects.filter(person=person).delete()[0]


def forget_person(person: UUID) -> None:
    """Deletes everything of one who left."""
    Answered.objects.filter(person=person).delete()
    Choice.objects.filter(person=person).delete()

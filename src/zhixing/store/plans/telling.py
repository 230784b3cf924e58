"""Reading what was told to whom, who sits where, and calendar feeds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max

from zhixing.store.plans.models import Batch, BatchRun, Feed, Seat, SeatAsked, Told

STANDING = ("accepted",)
"""The state of a batch whose seats hold; whether they were told is `published_at`."""


@dataclass(frozen=True, slots=True)
class RunSlot:
    """A run as it was accepted."""

    code: UUID
    lesson: UUID
    day: dt.date
    half: str
    half_days: int
    venue: UUID | None
    speaker: UUID | None
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody in a run; `way` seat, makeup or delivered."""

    person: UUID
    run: RunSlot
    way: str


@dataclass(frozen=True, slots=True)
class ToldRow:
    """The last word that went to somebody."""

    person: UUID
    kind: str
    body: str
    told_at: dt.datetime


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed of somebody."""

    id: UUID
    person: UUID
    account: int
    label: str
    made_at: dt.datetime


def standing_batch(year: int) -> UUID | None:
    """The batch whose seats hold: the one accepted last."""
    found = Batch.objects.filter(year=year, state__in=STANDING, accepted_at__isnull=False)
    return found.order_by("-accepted_at").values_list("id", flat=True).first()


def seated(batch: UUID) -> tuple[Seated, ...]:
    """Everybody who has a seat in a batch, once a run."""
    runs = {
        run.pk: RunSlot(
            run.code,
            run.lesson,
            run.day,
            run.half,
            run.half_days,
            run.venue,
            run.speaker,
            run.cancelled,
        )
        for run in BatchRun.objects.filter(batch_id=batch)
    }
    rows = Seat.objects.filter(batch_id=batch, run__isnull=False).values_list("person", "run_id", "way")
    return tuple(Seated(person, runs[run], way) for person, run, way in sorted(set(rows)))


def last_told(year: int) -> Mapping[UUID, ToldRow]:
    """The last word of a year to each one."""
    newest = Told.objects.filter(year=year).values("person").annotate(at=Max("told_at"))
    wanted = {row["person"]: row["at"] for row in newest}
    rows = Told.objects.filter(year=year, told_at__in=set(wanted.values()))
    return {row.person: _told(row) for row in rows if wanted.get(row.person) == row.told_at}


def last_publication(year: int) -> dt.datetime | None:
    """When dates of a year went out last; what an approved exchange told its two people by itself doesn't count."""
    alone = SeatAsked.objects.filter(batch__year=year, state="done").values("settled_at")
    found: dt.datetime | None = (
        Told.objects.filter(year=year).exclude(told_at__in=alone).aggregate(at=Max("told_at"))["at"]
    )
    return found


def told_to(person: UUID) -> tuple[ToldRow, ...]:
    """Every word to somebody, the latest first."""
    return tuple(_told(row) for row in Told.objects.filter(person=person).order_by("-told_at"))


def told_years(person: UUID) -> tuple[ToldRow, ...]:
    """The last word of each year to somebody, the latest year first."""
    years: dict[int, ToldRow] = {}
    for row in Told.objects.filter(person=person).order_by("-year", "-told_at"):
        years.setdefault(row.year, _told(row))
    return tuple(years.values())


def feeds_of(account: int) -> tuple[FeedRow, ...]:
    """The feeds in use of an account, the newest first."""
    rows = Feed.objects.filter(account=account).order_by("-made_at")
    return tuple(_feed(row) for row in rows)


def feed_by(secret: str) -> FeedRow | None:
    """The feed of a secret's digest; a revoked one is not there any more."""
    found = Feed.objects.filter(secret=secret).first()
    return _feed(found) if found else None


def _told(row: Told) -> ToldRow:
    return ToldRow(row.person, row.kind, row.body, row.told_at)


def _feed(row: Feed) -> FeedRow:
    return FeedRow(row.id, row.person, row.account, row.label, row.made_at)

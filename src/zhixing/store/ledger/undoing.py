"""What withdrawing a batch, or one row of it, takes back, and what stays because something else stands on it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.record import Fact
from zhixing.store.ledger import models
from zhixing.store.ledger.spelling import COLUMNS, fact_of

_PLACES = (Kind.ORG_SET.value, Kind.STATION_SET.value)
_ID = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Undoing:
    """The facts to reverse, and how many of the batch stay: another batch states them, or stands on them."""

    targets: tuple[Fact, ...]
    kept: int


@dataclass(frozen=True, slots=True)
class RowPlace:
    """A row of a batch that has facts in force."""

    file: str
    sheet: str
    row: int


def of_batch(batch: UUID) -> Undoing:
    """What only this batch states. Facts that it found on the ledger go when nobody else states them any more."""
    live = set(models.Batch.objects.exclude(state=models.Batch.State.WITHDRAWN).values_list("id", flat=True))
    live.discard(batch)
    mine = models.Claim.objects.filter(batch=batch).values("fact")
    candidates = _facts(_in_force().filter(Q(batch=batch) | Q(uid__in=mine)))
    elsewhere = set(models.Claim.objects.filter(batch__in=live).values_list("fact", flat=True))
    free = [
        one
        for one in candidates
        if one.uid not in elsewhere
        and one.source.batch is not None
        and (one.source.batch == batch or one.source.batch not in live)
    ]
    # What was kept only because something stood on it goes with the last that did.
    gone = models.Batch.objects.filter(state=models.Batch.State.WITHDRAWN).values("id")
    stranded = _facts(_in_force().filter(batch__in=gone, kind__in=_PLACES).exclude(uid__in=mine))
    free += [one for one in stranded if one.uid not in elsewhere]
    targets = _without_places_in_use(free)
    going = {one.uid for one in targets}
    kept = sum(one.source.batch == batch and one.uid not in going for one in candidates)
    return Undoing(tuple(targets), kept)


def of_row(batch: UUID, place: RowPlace) -> Undoing:
    """What one row of a batch brought, whoever repeats it: the row is wrong."""
    rows = _in_force().filter(batch=batch, file=place.file, sheet=place.sheet, row=place.row)
    found = _facts(rows)
    targets = _without_places_in_use(found)
    return Undoing(tuple(targets), len(found) - len(targets))


def rows_of(batch: UUID, *, file: str, row: int) -> list[RowPlace]:
    """Where a row with this number has facts in force, in files of this name."""
    found = _in_force().filter(batch=batch, file=file, row=row).values_list("sheet", flat=True)
    return [RowPlace(file, sheet, row) for sheet in sorted(set(found))]


def files_of(batch: UUID) -> list[str]:
    """The files that a batch has facts in force from."""
    return sorted(set(_in_force().filter(batch=batch).exclude(file="").values_list("file", flat=True)))


def _in_force() -> QuerySet[models.Fact]:
    gone = models.Fact.objects.filter(reverses__isnull=False).values("reverses")
    return models.Fact.objects.filter(reverses__isnull=True).exclude(uid__in=gone)


def _facts(rows: QuerySet[models.Fact]) -> list[Fact]:
    return [fact_of(row) for row in rows.order_by("seq").values_list(*COLUMNS)]


def _without_places_in_use(free: list[Fact]) -> list[Fact]:
    """All but the organisations and stations that what remains is told of, and that nothing else describes."""
    places = [one for one in free if one.kind.value in _PLACES]
    if not places:
        return free
    going = {one.uid for one in free}
    named: set[UUID | None] = set()
    described: set[UUID | None] = set()
    for uid, kind, chain, subject, about, body in _in_force().values_list(
        "uid", "kind", "chain", "subject", "about", "body"
    ):
        if uid not in going:
            if kind in _PLACES:
                described.add(about)
            else:
                named.add(about)
            named |= {chain, subject, *_ids(body)}
    waiting: dict[UUID, Fact] = {one.about: one for one in places if one.about}
    bodies = dict(models.Fact.objects.filter(uid__in=[one.uid for one in places]).values_list("uid", "body"))
    staying: set[UUID] = set()
    while found := [about for about in waiting if about in named and about not in described]:
        for about in found:
            one = waiting.pop(about)
            staying.add(one.uid)
            named |= {one.chain, *_ids(bodies[one.uid])}
    return [one for one in free if one.uid not in staying]


def _ids(body: str) -> Iterable[UUID]:
    return [UUID(text) for text in _ID.findall(body)]

"""Reading uploads, decisions and withdrawals asked for. Nothing here writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from zhixing.core.intake.rulings import Decided, NewPerson, Place, Ruling
from zhixing.store.intake import models
from zhixing.store.personal import PersonalField

State = models.Upload.State
UNDER_WAY = (State.QUEUED, State.READING, State.ACCEPTED, State.ENTERING)
"""States in which the background works."""
OPEN = (*UNDER_WAY, State.WAITING, State.FAILED)
"""States that somebody still waits for."""


@dataclass(frozen=True, slots=True)
class UploadRow:
    """An upload; `reach` None for the whole organ. `current`: the preview knows everything decided so far."""

    id: UUID
    account: int
    by: str
    reach: frozenset[UUID] | None
    year: int
    folder: str
    state: str
    state_words: str
    words: str
    done: int
    total: int
    digest: str
    preview: str
    asked: int
    current: bool
    problem: str
    accepted: str
    batch: int | None
    created_at: dt.datetime
    files: int
    decided: int


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of an upload."""

    name: str
    stored: str
    sha256: str
    size: int
    refused: str


@dataclass(frozen=True, slots=True)
class WithdrawalRow:
    """A withdrawal asked for; `file` empty and `row` None for the whole batch."""

    id: UUID
    batch: int
    file: str
    sheet: str
    row: int | None
    reason: str
    state: str
    state_words: str
    account: int
    by: str
    asked_at: dt.datetime
    second: str


def upload(wanted: UUID) -> UploadRow | None:
    """An upload with its counts."""
    row = _counted().filter(id=wanted).first()
    return _upload(row) if row else None


def open_uploads() -> list[UploadRow]:
    """The uploads that are not finished, the latest first; without their previews."""
    return [
        _upload(row) for row in _counted().filter(state__in=OPEN).defer("preview").order_by("-created_at")
    ]


def upload_of_batch(number: int) -> UploadRow | None:
    """The upload that a batch came from; None for one from the command line, or one that has been tidied away."""
    row = _counted().filter(batch=number).order_by("-created_at").first()
    return _upload(row) if row else None


def batches_within(reach: Collection[UUID]) -> set[int]:
    """The batches that came from uploads for no more than these branches."""
    rows = models.Upload.objects.exclude(reach="").filter(batch__isnull=False).values_list("batch", "reach")
    return {batch for batch, told in rows if batch is not None and _reach(told) <= set(reach)}


def same_digest(digest: str, year: int, *, but: UUID) -> UploadRow | None:
    """Another upload of the same files that is not finished."""
    rows = _counted().filter(digest=digest, year=year, state__in=OPEN).exclude(id=but)
    row = rows.order_by("created_at").first()
    return _upload(row) if row else None


def files(upload: UUID) -> list[FileRow]:
    """The files of an upload, in the order in which they came."""
    rows = models.UploadedFile.objects.filter(upload_id=upload).order_by("id")
    return [FileRow(row.name, row.stored, row.sha256, row.size, row.refused) for row in rows]


def decisions(upload: UUID) -> list[Decided]:
    """Everything decided about an upload's open places, in order."""
    rows = models.Decision.objects.filter(upload_id=upload).order_by("at", "id")
    return [_decided(row) for row in rows]


def rulings(upload: UUID) -> dict[Place, Ruling]:
    """The rulings by place."""
    return {one.place: one.ruling for one in decisions(upload)}


def withdrawals(batch: int) -> list[WithdrawalRow]:
    """What was asked for about a batch, the latest first."""
    rows = models.Withdrawal.objects.filter(batch=batch).order_by("-asked_at")
    return [_withdrawal(row) for row in rows]


def withdrawal(wanted: UUID) -> WithdrawalRow | None:
    """One withdrawal asked for."""
    row = models.Withdrawal.objects.filter(id=wanted).first()
    return _withdrawal(row) if row else None


def waiting_withdrawals() -> list[WithdrawalRow]:
    """What waits for a second person, the oldest first."""
    rows = models.Withdrawal.objects.filter(state=models.Withdrawal.State.WAITING).order_by("asked_at")
    return [_withdrawal(row) for row in rows]


def stale(*, finished_before: dt.datetime, open_before: dt.datetime) -> list[UUID]:
    """Uploads whose term is over: finished ones, and those that nobody has settled for long."""
    ended = Q(state__in=(State.DONE, State.DROPPED), changed_at__lt=finished_before)
    left = Q(changed_at__lt=open_before)
    return list(models.Upload.objects.filter(ended | left).values_list("id", flat=True))


def personal() -> tuple[PersonalField, ...]:
    """What uploads hold about people: field, purpose, basis, term."""
    return (
        *models.Upload.PERSONAL,
        *models.UploadedFile.PERSONAL,
        *models.Decision.PERSONAL,
        *models.Withdrawal.PERSONAL,
    )


def _counted() -> QuerySet[Any]:
    return models.Upload.objects.annotate(
        n_files=Count("files", distinct=True), n_decided=Count("decisions", distinct=True)
    )


def _upload(row: Any) -> UploadRow:  # noqa: ANN401 - a row with its counts has no type of its own
    return UploadRow(
        id=row.id,
        account=row.account,
        by=row.by,
        reach=_reach(row.reach) or None,
        year=row.year,
        folder=row.folder,
        state=row.state,
        state_words=str(State(row.state).label),
        words=row.words,
        done=row.done,
        total=row.total,
        digest=row.digest,
        preview="" if "preview" in row.get_deferred_fields() else row.preview,
        asked=row.asked,
        current=row.seen == row.asked,
        problem=row.problem,
        accepted=row.accepted,
        batch=row.batch,
        created_at=row.created_at,
        files=row.n_files,
        decided=row.n_decided,
    )


def _reach(told: str) -> frozenset[UUID]:
    return frozenset(UUID(one) for one in told.split())


def _decided(row: models.Decision) -> Decided:
    created = NewPerson(row.name, row.branch, row.group, row.kind) if row.name else None
    place = Place(row.file, row.sheet, row.row, row.field, row.value)
    return Decided(place, Ruling(row.person, created), row.by, row.at)


def _withdrawal(row: models.Withdrawal) -> WithdrawalRow:
    return WithdrawalRow(
        row.id,
        row.batch,
        row.file,
        row.sheet,
        row.row,
        row.reason,
        row.state,
        str(models.Withdrawal.State(row.state).label),
        row.account,
        row.by,
        row.asked_at,
        row.second,
    )

"""Writing uploads; called by actions only, inside their transaction.

A state is only ever changed from the state that the caller saw: of two who press a button one succeeds.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import F

from zhixing.core.intake.rulings import Place, Ruling
from zhixing.store.intake import models
from zhixing.store.intake.queries import FileRow, State


def add_upload(
    upload: UUID,
    files: Iterable[FileRow],
    *,
    account: int,
    by: str,
    reach: Collection[UUID] | None,
    year: int,
    folder: str,
    now: dt.datetime,
) -> None:
    """A new upload with its files; `reach` None for the whole organ."""
    row = models.Upload.objects.create(
        id=upload,
        account=account,
        by=by,
        reach=" ".join(sorted(one.hex for one in reach or ())),
        year=year,
        folder=folder[:200],
        state=State.QUEUED,
        created_at=now,
        changed_at=now,
    )
    models.UploadedFile.objects.bulk_create(
        models.UploadedFile(
            upload=row, name=f.name, stored=f.stored, sha256=f.sha256, size=f.size, refused=f.refused
        )
        for f in files
    )


def move(
    upload: UUID, *, before: Collection[str], to: str, now: dt.datetime, words: str = "", problem: str = ""
) -> bool:
    """Changes the state if it is one of `before`; tells whether it was."""
    changed = models.Upload.objects.filter(id=upload, state__in=list(before)).update(
        state=to, words=words[:200], problem=problem[:500], done=0, total=0, changed_at=now
    )
    return changed == 1


def progress(upload: UUID, words: str, done: int, total: int) -> None:
    """What is being done, and how far it is."""
    models.Upload.objects.filter(id=upload).update(words=words[:200], done=done, total=total)


def set_digest(upload: UUID, digest: str) -> None:
    """The digest of the files, which tells uploads of the same folder."""
    models.Upload.objects.filter(id=upload).update(digest=digest)


def set_year(upload: UUID, year: int) -> None:
    """The year that the workbooks tell of."""
    models.Upload.objects.filter(id=upload).update(year=year)


def set_preview(upload: UUID, preview: str, *, seen: int) -> None:
    """What an import would bring, with everything that had been decided at count `seen`."""
    models.Upload.objects.filter(id=upload).update(preview=preview, seen=seen)


def set_accepted(upload: UUID, by: str) -> None:
    """Who answers for the import."""
    models.Upload.objects.filter(id=upload).update(accepted=by)


def set_batch(upload: UUID, batch: int) -> None:
    """The batch that the upload went into."""
    models.Upload.objects.filter(id=upload).update(batch=batch)


def ask_again(upload: UUID, *, now: dt.datetime) -> None:
    """Something was decided: the preview is no longer the latest."""
    models.Upload.objects.filter(id=upload).update(asked=F("asked") + 1, changed_at=now)


def decide(upload: UUID, places: Iterable[Place], ruling: Ruling, *, by: str, now: dt.datetime) -> None:
    """One ruling for these places; an earlier one gives way."""
    new = ruling.created
    rows = [
        models.Decision(
            upload_id=upload,
            place=_digest(place),
            file=place.file[:200],
            sheet=place.sheet[:200],
            row=place.row,
            field=place.field[:100],
            value=place.value,
            person=ruling.person,
            name=new.name if new else "",
            branch=new.branch if new else "",
            group=new.group if new else "",
            kind=new.kind if new else "",
            by=by,
            at=now,
        )
        for place in places
    ]
    models.Decision.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["upload", "place"],
        update_fields=["person", "name", "branch", "group", "kind", "by", "at"],
    )


def copy_decisions(old: UUID, new: UUID) -> None:
    """What was decided about one upload holds for another of the same files."""
    rows = list(models.Decision.objects.filter(upload_id=old).order_by("id"))
    for row in rows:
        row.pk, row.upload_id = None, new
    models.Decision.objects.bulk_create(rows)


def undecide(upload: UUID, place: Place) -> bool:
    """Takes a ruling back; tells whether there was one."""
    gone, _ = models.Decision.objects.filter(upload_id=upload, place=_digest(place)).delete()
    return gone > 0


def forget(upload: UUID) -> None:
    """Deletes an upload with its files' names and decisions; what was imported from it stays."""
    models.Upload.objects.filter(id=upload).delete()


def ask_withdrawal(
    wanted: UUID,
    *,
    batch: int,
    file: str,
    sheet: str,
    row: int | None,
    reason: str,
    account: int,
    by: str,
    now: dt.datetime,
) -> None:
    """Somebody wants it withdrawn."""
    models.Withdrawal.objects.create(
        id=wanted,
        batch=batch,
        file=file,
        sheet=sheet,
        row=row,
        reason=reason,
        state=models.Withdrawal.State.WAITING,
        account=account,
        by=by,
        asked_at=now,
    )


def answer_withdrawal(wanted: UUID, *, confirmed: bool, second: str, now: dt.datetime) -> bool:
    """Another person said yes or no; tells whether it still waited."""
    state = models.Withdrawal.State.CONFIRMED if confirmed else models.Withdrawal.State.DROPPED
    waiting = models.Withdrawal.objects.filter(id=wanted, state=models.Withdrawal.State.WAITING)
    return waiting.update(state=state, second=second, answered_at=now) == 1


def _digest(place: Place) -> str:
    told = [place.file, place.sheet, place.row, place.field, place.value]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()

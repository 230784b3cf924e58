"""An accepted upload goes into the ledger. Killed in between, the same call goes on where it stopped."""

from __future__ import annotations

import datetime as dt
from functools import partial
from uuid import UUID

from django.db import transaction

from zhixing.actions.import_folder import import_folder
from zhixing.actions.sent_folder import sent_folder, terms_of, told_in_words
from zhixing.store.intake import api, queries
from zhixing.store.intake.queries import State
from zhixing.store.ledger import queries as ledger


def run(upload: str, *, now: dt.datetime, today: dt.date) -> None:
    """Imports the upload as one batch, with what was decided about its open places."""
    wanted = UUID(upload)
    before = (State.ACCEPTED, State.ENTERING)
    if not api.move(wanted, before=before, to=State.ENTERING, now=now, words="正在入账"):
        return
    row = queries.upload(wanted)
    if row is None:
        return
    with told_in_words(wanted, now=now):
        if not _ended(row.batch):
            progress = partial(api.progress, wanted)
            import_folder(
                sent_folder(row, progress=progress),
                name=row.folder,
                year=row.year,
                by=row.accepted or row.by,
                now=now,
                today=today,
                progress=progress,
                terms=terms_of(row),
                begun=partial(api.set_batch, wanted),
            )
        with transaction.atomic():
            api.move(wanted, before=(State.ENTERING,), to=State.DONE, now=now)


def _ended(batch: int | None) -> bool:
    """Whether the import had come to its end, and only the upload did not hear of it."""
    found = ledger.batch(str(batch)) if batch is not None else None
    return found is not None and found.state in ("done", "withdrawn")

"""Taking in a folder of workbooks: preview, import, resume. Each chunk is acknowledged after its commit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from zhixing.core.facts.record import Draft
from zhixing.core.intake.desk import Known
from zhixing.core.intake.folder import Intake, take_folder
from zhixing.core.intake.rows import Folder
from zhixing.core.people.register import fold_register
from zhixing.interop.report_json import report_json
from zhixing.store.ledger import api, queries

CHUNK = 1000
"""Facts a transaction: short enough to lose little time when interrupted, long enough to be quick."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much is done, how much there is."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the intake as first read, and the batch it went into (None for a preview)."""

    intake: Intake
    batch: UUID | None
    number: int | None
    facts: int


def preview(folder: Folder, *, year: int, today: dt.date) -> Intake:
    """What an import would bring. Writes nothing but the installation's key at its very first call."""
    return _read(folder, year=year, today=today)[0]


def import_folder(
    folder: Folder,
    *,
    name: str,
    year: int,
    by: str,
    now: dt.datetime,
    today: dt.date,
    progress: Progress = lambda words, done, total: None,
) -> Imported:
    """Enters everything new. Killed in between, the same call goes on where it stopped."""
    first, mark = _read(folder, year=year, today=today)
    stamp = api.Stamp(by, now)
    with transaction.atomic():
        batch = api.open_batch(folder=name, digest=folder.digest, year=year, stamp=stamp)
        api.audit(stamp, "开始导入", f"第 {batch.number} 批", name)
    stamp = replace(stamp, batch=batch.id)
    drafts, done = first.drafts, 0
    while drafts:
        ahead = _enter(drafts[:CHUNK], stamp, mark)
        if ahead is None:
            # Somebody else wrote meanwhile: read again, so that nothing is doubled or contradicted.
            again, mark = _read(folder, year=year, today=today)
            drafts = again.drafts
            continue
        mark, drafts = ahead, drafts[CHUNK:]
        done += CHUNK
        progress("入账", min(done, len(first.drafts)), len(first.drafts))
    report = report_json(first, folder, number=batch.number, stored=True)
    with transaction.atomic():
        api.close_batch(batch.id, report=report, now=now)
        api.audit(stamp, "完成导入", f"第 {batch.number} 批", f"{len(first.drafts)} 条事实")
    return Imported(first, batch.id, batch.number, len(first.drafts))


def _enter(drafts: list[Draft], stamp: api.Stamp, mark: int) -> int | None:
    """One chunk in one transaction; None when the ledger has moved since `mark`."""
    with transaction.atomic():
        pen = api.Pen()
        if api.last_seq() != mark:
            return None
        pen.append(drafts, stamp)
        return api.last_seq()


def _read(folder: Folder, *, year: int, today: dt.date) -> tuple[Intake, int]:
    """The intake against the ledger as it is now, and where the ledger ended."""
    with transaction.atomic():
        mark = queries.watermark()
        contents, drafts = queries.known_contents()
        register = fold_register(queries.people_facts(), queries.words())
        identify = queries.identify()
    known = Known(contents, drafts)
    return take_folder(folder, register, known, identify=identify, today=today, year=year), mark

"""Taking in a folder of workbooks: preview, import, resume. Each chunk is acknowledged after its commit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from zhixing.actions.start import rulebooks
from zhixing.core.facts.record import Draft
from zhixing.core.intake.desk import Known
from zhixing.core.intake.folder import Intake, take_folder
from zhixing.core.intake.rows import Folder
from zhixing.core.intake.rulings import Decided
from zhixing.core.intake.stated import stated
from zhixing.core.people.register import fold_register
from zhixing.core.rosters.patterns import patterns_on
from zhixing.interop.report_json import report_json
from zhixing.store.ledger import api, queries
from zhixing.store.reviews.queries import closed_years

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


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which terms a folder is read: what a person decided about its open places, and which branches may be
    added to (None for all).
    """

    decided: Sequence[Decided] = ()
    reach: Collection[UUID] | None = None


def preview(folder: Folder, *, year: int, today: dt.date, terms: Terms = Terms()) -> Intake:  # noqa: B008 - frozen
    """What an import would bring. Writes nothing but the installation's key at its very first call."""
    return _read(folder, year=year, today=today, terms=terms, only_look=True).intake


def import_folder(
    folder: Folder,
    *,
    name: str,
    year: int,
    by: str,
    now: dt.datetime,
    today: dt.date,
    progress: Progress = lambda words, done, total: None,
    terms: Terms = Terms(),  # noqa: B008 - frozen
    begun: Callable[[int], None] = lambda number: None,
) -> Imported:
    """Enters everything new. Killed in between, the same call goes on where it stopped.

    `begun` is told the batch's number before the first fact is entered.
    """
    read = _read(folder, year=year, today=today, terms=terms)
    number, batch = _begin(name=name, digest=folder.digest, year=year, stamp=api.Stamp(by, now))
    begun(number)
    stamp, first = api.Stamp(by, now, batch), read.intake
    drafts, mark, claims, done = first.drafts, read.mark, read.stated, 0
    while drafts or claims:
        ahead = _enter(drafts[:CHUNK], claims, stamp, mark)
        if ahead is None:
            # Somebody else wrote meanwhile: read again, so that nothing is doubled or contradicted.
            again = _read(folder, year=year, today=today, terms=terms)
            drafts, mark, claims = again.intake.drafts, again.mark, again.stated
            continue
        mark, drafts, claims = ahead, drafts[CHUNK:], frozenset()
        done += CHUNK
        progress("入账", min(done, len(first.drafts)), len(first.drafts))
    report = report_json(first, folder, number=number, stored=True, decided=terms.decided)
    with transaction.atomic():
        # Before the batch's row: somebody who opens a batch meanwhile holds this lock and looks at our row.
        api.lock()
        api.close_batch(batch, report=report, now=now)
        api.audit(stamp, "完成导入", f"第 {number} 批", f"{len(first.drafts)} 条事实")
    return Imported(first, batch, number, len(first.drafts))


@dataclass(frozen=True, slots=True)
class _Read:
    """The intake against the ledger as it was at `mark`, and the facts there that the folder states too."""

    intake: Intake
    mark: int
    stated: Collection[UUID] = frozenset()


def _begin(*, name: str, digest: str, year: int, stamp: api.Stamp) -> tuple[int, UUID]:
    """Opens the batch; imports of the same folder that were cut before it was changed are closed."""
    with transaction.atomic():
        batch = api.open_batch(folder=name, digest=digest, year=year, stamp=stamp)
        cut = api.close_interrupted(batch, now=stamp.now)
        told = f"此前中断的第 {'、'.join(map(str, cut))} 批记为已中断" if cut else ""
        api.audit(stamp, "开始导入", f"第 {batch.number} 批", told)
    return batch.number, batch.id


def _enter(drafts: list[Draft], claims: Collection[UUID], stamp: api.Stamp, mark: int) -> int | None:
    """One chunk in one transaction; None when the ledger has moved since `mark`."""
    with transaction.atomic():
        pen = api.Pen()
        if api.last_seq() != mark:
            return None
        if claims and stamp.batch:
            api.claim(stamp.batch, claims)
        pen.append(drafts, stamp)
        return api.last_seq()


def _read(folder: Folder, *, year: int, today: dt.date, terms: Terms, only_look: bool = False) -> _Read:
    """The ledger as it is now, and the folder against it."""
    with transaction.atomic():
        mark = queries.watermark()
        held = queries.in_force()
        register = fold_register(queries.people_facts(), queries.words())
        identify, closed = queries.identify(), closed_years()
    known = Known(*queries.known_contents(held))
    intake = take_folder(
        folder,
        register,
        known,
        identify=identify,
        today=today,
        year=year,
        rulings={one.place: one.ruling for one in terms.decided},
        reach=terms.reach,
        closed=closed,
        patterns=patterns_on(rulebooks(), dt.date(year, 12, 31)),
    )
    if only_look:
        return _Read(intake, mark)
    said = stated(folder, intake, held, identify=identify, today=today, year=year)
    return _Read(intake, mark, said)

"""Looking an upload through: what an import would bring, what stays open, whom open names may mean."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from functools import cache, partial
from uuid import UUID

from django.db import transaction

from zhixing.actions.import_folder import preview
from zhixing.actions.sent_folder import sent_folder, terms_of, told_in_words
from zhixing.core.intake.candidates import candidates
from zhixing.core.intake.folder import Intake
from zhixing.core.intake.rows import Folder
from zhixing.core.intake.rulings import Listed
from zhixing.interop.pinyin import sound
from zhixing.interop.preview_json import Preview, preview_of, write_preview
from zhixing.store.intake import api, queries
from zhixing.store.intake.queries import State, UploadRow


def run(upload: str, *, now: dt.datetime, today: dt.date) -> None:
    """Reads the files, or what was read of them, and keeps the preview. Done again after a decision, and after a
    worker that died.
    """
    wanted = UUID(upload)
    row = queries.upload(wanted)
    if row is None or (row.state == State.WAITING and row.current):
        return
    if row.state != State.WAITING:
        before = (State.QUEUED, State.READING)
        if not api.move(wanted, before=before, to=State.READING, now=now, words="正在读工作簿"):
            return
    with told_in_words(wanted, now=now):
        found, digest = _preview(row, today)
        with transaction.atomic():
            api.set_digest(wanted, digest)
            api.set_preview(wanted, write_preview(found), seen=row.asked)
            api.move(wanted, before=(State.READING,), to=State.WAITING, now=now)


def _preview(row: UploadRow, today: dt.date) -> tuple[Preview, str]:
    progress = partial(api.progress, row.id) if row.state != State.WAITING else _silently
    folder = sent_folder(row, progress=progress)
    row = _of_its_year(row, folder, today)
    if row.state != State.WAITING:
        api.progress(row.id, "正在核对姓名和已有记录", row.files, row.files)
    intake = preview(folder, year=row.year, today=today, terms=terms_of(row))
    mine = _within(intake, row)
    offer = cache(lambda value: candidates(value, mine, sound=sound))
    return preview_of(intake, folder, listed=mine, offer=offer), folder.digest


def _of_its_year(row: UploadRow, folder: Folder, today: dt.date) -> UploadRow:
    """The upload with the year that most titles tell, where none was chosen; without titles, this one."""
    if row.year:
        return row
    told = Counter(sheet.year for sheet in folder.sheets if sheet.year)
    year = told.most_common(1)[0][0] if told else today.year
    api.set_year(row.id, year or today.year)
    return replace(row, year=year or today.year)


def _within(intake: Intake, row: UploadRow) -> tuple[Listed, ...]:
    """Whom this upload may choose from: nobody outside the branches it may add to."""
    return tuple(one for one in intake.listed if row.reach is None or one.branch in row.reach)


def _silently(words: str, done: int, total: int) -> None:
    """The page shows the preview that there is; it is not told of every file again."""

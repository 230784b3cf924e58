"""An upload as a folder of workbooks: read once in the limited child, kept as rows, and failures told in words."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from functools import partial
from uuid import UUID

from django.db import DatabaseError, transaction

from zhixing.actions.import_folder import Progress, Terms
from zhixing.core.intake.rows import Folder
from zhixing.interop.workbooks.uploads import Sent, as_lines, folder_of, from_lines, read_sent
from zhixing.interop.workbooks.wire import Garbled
from zhixing.store.intake import api, files, queries
from zhixing.store.intake.queries import UNDER_WAY, State, UploadRow


class TaskFailed(RuntimeError):
    """A task came to no end. Only the kind of failure is named: its words may hold somebody's data."""


def terms_of(upload: UploadRow) -> Terms:
    """What has been decided about an upload, and which branches it may add to."""
    return Terms(tuple(queries.decisions(upload.id)), upload.reach)


def sent_folder(upload: UploadRow, *, progress: Progress) -> Folder:
    """The upload's workbooks as rows. Raises OSError when what was read cannot be kept."""
    sent = [
        Sent(one.name, one.sha256, one.refused, partial(files.read, upload.id, one.stored))
        for one in queries.files(upload.id)
    ]
    kept = files.kept_rows(upload.id)
    if kept is not None and len(kept) == len(sent):
        with contextlib.suppress(Garbled):
            return folder_of(sent, from_lines(kept))
    found = read_sent(sent, year=upload.year or None, progress=progress)
    files.folder_of(upload.id).mkdir(parents=True, exist_ok=True, mode=0o700)
    files.keep_rows(upload.id, as_lines(found))
    return folder_of(sent, found)


@contextlib.contextmanager
def told_in_words(upload: UUID, *, now: dt.datetime) -> Iterator[None]:
    """A failure becomes a sentence on the upload's page. Raises TaskFailed after it has been written down."""
    try:
        yield
    except Exception as failure:  # noqa: BLE001  the edge of a task: whatever happened, the page must tell of it
        with transaction.atomic():
            before = (*UNDER_WAY, State.WAITING)
            api.move(upload, before=before, to=State.FAILED, now=now, problem=_sentence(failure))
        raise TaskFailed(type(failure).__name__) from None


def _sentence(failure: Exception) -> str:
    if isinstance(failure, OSError):
        return "服务器的磁盘写不下或读不了文件。已入账的都在；请管理员腾出空间后点“再试一次”"
    if isinstance(failure, DatabaseError):
        return "数据库没有写成（磁盘可能已满）。已入账的都在；请管理员看过后点“再试一次”"
    if isinstance(failure, ValueError):
        return f"{failure}。改好后点“再试一次”"
    return f"程序出错（{type(failure).__name__}），已入账的都在；请把这一句告诉管理员"

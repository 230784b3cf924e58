"""Recordings, videos and PDFs into the library: told by their content, kept as they are, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import PurePath
from uuid import UUID

from django.conf import settings
from django.db import transaction

from zhixing.actions.library_desk import MARKED, LibraryError
from zhixing.core.library import checking, reviewing
from zhixing.core.library.incoming import Picture
from zhixing.interop.media_files import KNOWN, MB, MediaType, Unplayable, tell
from zhixing.store.content import api, files, queries
from zhixing.store.ledger import api as ledger
from zhixing.store.people.queries import Actor

MOST = max(one.most for one in KNOWN.values())


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file on its way: the sender's name for it, its bytes in blocks."""

    name: str
    blocks: Callable[[], Iterable[bytes]]


def may_add(actor: Actor) -> bool:
    """Whether somebody writes for the library."""
    return any(reviewing.may_write({hat.role}) for hat in actor.hats)


def add(file: Incoming, title: str, recorded_by: str, *, uid: UUID, by: Actor, now: dt.datetime) -> MediaType:
    """Takes a file in; sent twice it is one. What it is. Raises LibraryError."""
    title = " ".join(title.split())[:200] or PurePath(file.name).stem[:200]
    if not may_add(by):
        raise LibraryError("文件由党务干部、宣传委员或者机关党委上传")
    if not title:
        raise LibraryError("请写名称，读者看到的是它")
    if checking.classified(f"{title}\n{recorded_by}"):
        raise LibraryError(MARKED)
    kept = _kept(file)
    path = files.path_of(settings.HOME, kept.sha256)
    try:
        found = tell(path)
    except Unplayable as wrong:
        _drop_unknown(kept.sha256)
        raise LibraryError(f"“{file.name}”{wrong}") from wrong
    row = api.File(kept.sha256, found.name, kept.size, title, " ".join(recorded_by.split())[:120])
    with transaction.atomic():
        if api.add_medium(uid, row, hand=api.Hand(by.label, by.account, now)):
            ledger.audit(ledger.Stamp(by.signature, now), "上传文库文件", f"《{title}》", found.words)
    return found


def add_picture(picture: Picture, title: str, *, uid: UUID, by: Actor, now: dt.datetime) -> None:
    """Keeps a picture of a document, in the caller's transaction. Raises LibraryError."""
    try:
        kept = files.keep(settings.HOME, [picture.content], most=MOST)
    except OSError:
        raise LibraryError(NO_ROOM) from None
    row = api.File(kept.sha256, picture.type, kept.size, title[:200])
    api.add_medium(uid, row, hand=api.Hand(by.label, by.account, now))


NO_ROOM = "服务器的磁盘写不下这个文件，没有收下。请管理员腾出空间后再上传"


def _kept(file: Incoming) -> files.Kept:
    try:
        return files.keep(settings.HOME, file.blocks(), most=MOST)
    except files.TooBig:
        raise LibraryError(f"“{file.name}”超过 {MOST // MB} MB。请降低清晰度，或拆成几段后再上传") from None
    except OSError:
        raise LibraryError(NO_ROOM) from None


def _drop_unknown(sha256: str) -> None:
    """Removes bytes that no row names."""
    if sha256 not in _known():
        files.path_of(settings.HOME, sha256).unlink(missing_ok=True)


def _known() -> Collection[str]:
    return {digest for digest, _ in queries.digests()}

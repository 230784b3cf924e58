"""Documents into the library: read apart, shown with what was taken out, then drafts like any other.

Nothing is published here: what comes in goes the way of every draft (三审三校).
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction

from zhixing.actions import library_desk, library_media
from zhixing.actions.library_desk import LibraryError, Written
from zhixing.core.library.article import Article, Licence
from zhixing.core.library.incoming import Reading, Unread
from zhixing.interop.articles.gate import MAX_BYTES
from zhixing.interop.articles.reader import DocumentReader
from zhixing.interop.articles.wire import pack, unpack
from zhixing.interop.limited.package import MB
from zhixing.store.content import readings
from zhixing.store.people.queries import Actor

MAX_FILES = 10
PATIENCE = 30.0
"""Seconds after which no further document of an upload is begun: a page waits for them."""
LONGEST_HTML = 400_000
BUSY = "别人正在上传文档，读完一批再读下一批；请过十几秒再点一次上传"
_turn = threading.Lock()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document on its way: the sender's name for it, its size, its bytes when asked for."""

    name: str
    size: int
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Taken:
    """A document to be made a draft: its number among those read (from 0), and the article as the form has it."""

    number: int
    article: Article
    org: UUID


def receive(incoming: Sequence[Incoming], *, upload: UUID, by: Actor, now: dt.datetime) -> None:
    """Reads documents and keeps what they hold for their sender, for a day. Raises LibraryError."""
    if not library_media.may_add(by):
        raise LibraryError("文档由党务干部、宣传委员或者机关党委上传")
    if not incoming:
        raise LibraryError("没有选文件；请选 Word（.docx）、PDF、网页、Markdown 或纯文本")
    if len(incoming) > MAX_FILES:
        raise LibraryError(f"一次最多 {MAX_FILES} 个，选了 {len(incoming)} 个；请分几次上传")
    if not _turn.acquire(blocking=False):
        raise LibraryError(BUSY)
    try:
        found = _read(incoming)
    finally:
        _turn.release()
    try:
        readings.tidy(settings.HOME, before=now.timestamp() - readings.DAY)
        readings.put(settings.HOME, upload, by.account, [pack(one) for one in found])
    except OSError:
        raise LibraryError(library_media.NO_ROOM) from None


def _read(incoming: Sequence[Incoming]) -> list[Reading | Unread]:
    found: list[Reading | Unread] = []
    begun = time.monotonic()
    with DocumentReader() as reader:
        for one in incoming:
            if one.size > MAX_BYTES:
                why = f"“{one.name}”超过 {MAX_BYTES // MB} MB。请删去大图，或把它作为 PDF、音视频附件上传"
                found.append(Unread(one.name, why))
            elif time.monotonic() - begun > PATIENCE:
                found.append(Unread(one.name, f"“{one.name}”这一次没有轮到。请单独再上传一次"))
            else:
                found.append(_short(reader.read(one.name, one.read())))
    return found


def _short(one: Reading | Unread) -> Reading | Unread:
    if isinstance(one, Reading) and len(one.html) > LONGEST_HTML:
        why = f"“{one.name}”超过 {LONGEST_HTML // 10_000} 万字符，不像一篇文章。请拆成几篇后再上传"
        return Unread(one.name, why)
    return one


def read(upload: UUID, by: Actor) -> tuple[Reading | Unread, ...] | None:
    """What the documents of an upload hold, for whoever sent them; None where nothing is kept."""
    lines = readings.get(settings.HOME, upload, by.account)
    return None if lines is None else tuple(unpack(line) for line in lines)


def take(upload: UUID, wanted: Sequence[Taken], *, by: Actor, now: dt.datetime) -> tuple[UUID, ...]:
    """Makes drafts of documents read, all or none; sent twice they are there once. Raises LibraryError."""
    found = read(upload, by)
    before = [uuid5(upload, str(one.number)) for one in wanted]
    if found is None and before and all(library_desk.desk_of(uid, by) for uid in before):
        return tuple(before)
    if found is None:
        raise LibraryError("读出来的文档只保留一天，已经没有了；请重新上传")
    made = []
    with transaction.atomic():
        for one in wanted:
            reading = found[one.number]
            if not isinstance(reading, Reading):
                raise LibraryError(reading.reason)
            made.append(_draft(upload, one, reading, by=by, now=now))
    readings.drop(settings.HOME, upload, by.account)
    return tuple(made)


def _draft(upload: UUID, one: Taken, reading: Reading, *, by: Actor, now: dt.datetime) -> UUID:
    uid = uuid5(upload, str(one.number))
    whole = one.article.source.licence is not Licence.NONE
    pictures = [uuid5(uid, f"picture {n}") for n in range(1, len(reading.pictures) + 1)] if whole else []
    for number, (medium, picture) in enumerate(zip(pictures, reading.pictures, strict=False), 1):
        title = f"图{number}" + (f"：{picture.words}" if picture.words else "")
        library_media.add_picture(picture, title, uid=medium, by=by, now=now)
    # Without a licence only title and link are kept: the text is not taken over.
    article = replace(one.article, id=uid, body=reading.html if whole else "", media=tuple(pictures))
    try:
        return library_desk.write(Written(article, "", uid, one.org), by=by, now=now)
    except LibraryError as wrong:
        raise LibraryError(f"“{reading.name}”：{wrong}") from wrong

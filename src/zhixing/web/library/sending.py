"""A file of the library as an answer, in parts where a player asks for parts (RFC 9110, 13 and 14).

A part is never more than `PIECE`: a phone that plays a video asks again and again, so that none of the server's
few threads is held for as long as somebody looks on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from zhixing.actions import library
from zhixing.interop.media_files import KNOWN
from zhixing.store.content.queries import MediumRow
from zhixing.web.shared.gate import INSIDE, Seen, may

BLOCK = 1 << 16
PIECE = 2 << 20
_ASKED = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
IN_PLACE = ("audio/", "video/", "image/png", "image/jpeg")
"""Played or shown in the browser; everything else, a PDF too (it may hold scripts), is saved."""
ALONE = "default-src 'none'; sandbox"
"""Opened by itself it may do nothing at all: no script, no form, no other address, an origin of its own."""


@may(*INSIDE)  # type: ignore[arg-type]  # A stream is no HttpResponse to Django.
@require_safe
def medium(request: Seen, medium: UUID) -> HttpResponseBase:
    """A recording, a video, a PDF, a picture, for whoever may see an article with it."""
    found = library.medium(medium, request.actor)
    if found is None:
        raise Http404
    row, path = found
    tag = f'"{row.sha256}"'
    if tag in request.headers.get("If-None-Match", ""):
        return _headed(HttpResponse(status=304), row, tag)
    size = path.stat().st_size
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", tag) != tag:
        asked = ""  # The file was another one when the first part was had: all of it again.
    part = _part(asked, size)
    if part == (-1, -1):
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = part or (0, size - 1)
    response = StreamingHttpResponse(
        _blocks(path, start, end), status=206 if part else 200, content_type=row.type
    )
    response["Content-Length"] = str(end - start + 1)
    if part:
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
    return _headed(response, row, tag)


def _headed(response: HttpResponseBase, row: MediumRow, tag: str) -> HttpResponseBase:
    """With what every answer about this file says."""
    response["ETag"] = tag
    response["Accept-Ranges"] = "bytes"
    known = KNOWN.get(row.type)
    ending = known.ending if known else ""
    name = row.title if row.title.lower().endswith(ending) else row.title + ending
    saved = not row.type.startswith(IN_PLACE)
    response["Content-Disposition"] = content_disposition_header(saved, name) or "attachment"
    response["Content-Security-Policy"] = ALONE
    return response


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """First and last byte of the part sent; None for all; (-1, -1) where there are no such bytes.

    Several parts at once are answered with all, as RFC 9110, 14.2 allows.
    """
    match = _ASKED.fullmatch(asked.strip())
    if match is None or match[1] == match[2] == "":
        return None
    if match[1] == "":
        start, end = max(0, size - int(match[2])), size - 1
    else:
        start, end = int(match[1]), min(int(match[2]) if match[2] else size - 1, size - 1)
    if not start <= end or start >= size:
        return (-1, -1)
    return start, min(end, start + PIECE - 1)


def _blocks(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as source:
        source.seek(start)
        left = end - start + 1
        while left > 0 and (block := source.read(min(BLOCK, left))):
            left -= len(block)
            yield block

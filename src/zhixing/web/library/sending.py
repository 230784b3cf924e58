"""A file of the library as an answer, in parts where a player asks for parts (RFC 9110, 14)."""

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
from zhixing.web.shared.gate import INSIDE, Seen, may

BLOCK = 1 << 16
_ASKED = re.compile(r"bytes=(\d*)-(\d*)")
IN_PLACE = ("audio/", "video/", "application/pdf")
"""Played or read in the browser; everything else is saved."""


@may(*INSIDE)  # type: ignore[arg-type]
@require_safe
def medium(request: Seen, medium: UUID) -> HttpResponseBase:
    """A recording, a video, a PDF, an attachment, for whoever may see an article with it."""
    found = library.medium(medium, request.actor)
    if found is None:
        raise Http404
    row, path = found
    size = path.stat().st_size
    part = _part(request.headers.get("Range", ""), size)
    if part == (-1, -1):
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = part or (0, size - 1)
    response = StreamingHttpResponse(_blocks(path, start, end), status=206 if part else 200)
    response["Content-Type"] = row.type
    response["Content-Length"] = str(end - start + 1)
    response["Accept-Ranges"] = "bytes"
    if part:
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
    named = content_disposition_header(not row.type.startswith(IN_PLACE), row.title)
    response["Content-Disposition"] = named or "inline"
    return response


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for; None for all; (-1, -1) where there are no such bytes."""
    match = _ASKED.fullmatch(asked.strip())
    if match is None or match[1] == match[2] == "":
        return None
    if match[1] == "":
        start, end = max(0, size - int(match[2])), size - 1
    else:
        start, end = int(match[1]), min(int(match[2]) if match[2] else size - 1, size - 1)
    return (start, end) if start <= end and start < size else (-1, -1)


def _blocks(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as source:
        source.seek(start)
        left = end - start + 1
        while left > 0 and (block := source.read(min(BLOCK, left))):
            left -= len(block)
            yield block

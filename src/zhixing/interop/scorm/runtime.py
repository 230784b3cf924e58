"""A course's page with the runtime put in front: the API that its scripts look for, and where the reader was."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Mapping

_HEAD = re.compile(rb"<head(\s[^>]*)?>", re.IGNORECASE)
_HTML = re.compile(rb"<html(\s[^>]*)?>", re.IGNORECASE)
_DOCTYPE = re.compile(rb"\s*<!doctype[^>]*>", re.IGNORECASE)
LOOKED_AT = 65_536
"""Bytes in which a page's head begins."""


def with_runtime(page: bytes, scripts: Iterable[str], state: Mapping[str, object]) -> bytes:
    """The page with `scripts` (addresses) and `state` before anything of its own. Bytes in, bytes out.

    All that is put in is ASCII, so that whatever the page's own encoding says still holds.
    """
    text = _eight_bits(page)
    told = json.dumps(state, ensure_ascii=True).replace("<", "\\u003c").replace(">", "\\u003e")
    tags = f'<script type="application/json" id="zhixing-course">{told}</script>'
    tags += "".join(f'<script src="{address}"></script>' for address in scripts)
    for place in (_HEAD, _HTML):
        found = place.search(text, 0, LOOKED_AT)
        if found:
            return text[: found.end()] + tags.encode("ascii") + text[found.end() :]
    start = _DOCTYPE.match(text)
    end = start.end() if start else 0
    return text[:end] + tags.encode("ascii") + text[end:]


def _eight_bits(page: bytes) -> bytes:
    """UTF-16 as UTF-8; every other encoding of pages holds ASCII as it is."""
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if page.startswith(mark):
            return codecs.BOM_UTF8 + page[len(mark) :].decode(name, "replace").encode("utf-8")
    return page

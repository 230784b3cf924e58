"""A reading over the pipe as JSON. The child has parsed a stranger's file: each field's type is checked here."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence

from zhixing.core.library.cleaning import Removed, Stray
from zhixing.core.library.imprint import Imprint
from zhixing.core.library.incoming import Picture, Reading, Unread
from zhixing.interop.articles.pictures import MAX_PICTURES, MAX_RESULT

TYPES = frozenset({"image/png", "image/jpeg"})


class Garbled(ValueError):
    """The child's answer is not one of ours."""


def pack(one: Reading | Unread) -> bytes:
    """One line of JSON."""
    if isinstance(one, Unread):
        return json.dumps(["unread", one.name, one.reason]).encode()
    found = one.imprint
    return json.dumps(
        [
            "reading",
            [one.name, one.kind, one.html, one.pages],
            [found.title, found.published, found.source, found.author, found.editor],
            [list(found.lines), list(found.doubts)],
            [[gone.stray.value, gone.text, gone.times, gone.before] for gone in one.removed],
            [list(one.doubts), list(one.dropped)],
            [[p.type, base64.b64encode(p.content).decode(), p.words] for p in one.pictures],
        ]
    ).encode()


def unpack(line: bytes) -> Reading | Unread:
    """The child's line as a value. Raises Garbled."""
    try:
        parts = _list(json.loads(line))
        if parts[0] == "unread":
            _, name, reason = parts
            return Unread(_text(name), _text(reason))
        _, head, imprint, more, removed, told, pictures = parts
        name, kind, html, pages = _list(head)
        title, published, source, author, editor = _texts(imprint)
        lines, unsure = _list(more)
        doubts, dropped = _list(told)
        return Reading(
            name=_text(name),
            kind=_text(kind),
            html=_text(html),
            imprint=Imprint(
                title, published, source, author, editor, tuple(map(_whole, _list(lines))), _texts(unsure)
            ),
            removed=tuple(_removed(_list(one)) for one in _list(removed)),
            doubts=_texts(doubts),
            dropped=_texts(dropped),
            pictures=tuple(_picture(_list(one)) for one in _list(pictures)[:MAX_PICTURES]),
            pages=_whole(pages),
        )
    except (ValueError, IndexError, RecursionError, binascii.Error) as broken:
        raise Garbled(str(broken)) from None


def _removed(one: Sequence[object]) -> Removed:
    stray, text, times, before = one
    return Removed(Stray(_text(stray)), _text(text), _whole(times), _text(before))


def _picture(one: Sequence[object]) -> Picture:
    type_, content, words = one
    data = base64.b64decode(_text(content), validate=True)
    if type_ not in TYPES or len(data) > MAX_RESULT:
        raise Garbled("not a picture of ours")
    return Picture(_text(type_), data, _text(words))


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Garbled("not a list")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Garbled("not a text")
    return value


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(_text, _list(value)))


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Garbled("not a count")
    return value

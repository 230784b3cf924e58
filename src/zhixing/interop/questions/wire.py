"""The child's answer as one line of JSON, checked field by field when it comes: it has parsed a stranger's file."""

from __future__ import annotations

import json
from typing import Any

from zhixing.core.questions.question import Question
from zhixing.core.questions.taking import NOBODY, FileRead, Read
from zhixing.core.questions.wire import decode_content, encode_content


class Garbled(ValueError):
    """Not one of ours."""


def pack(found: FileRead) -> bytes:
    """As JSON on one line."""
    told = {
        "name": found.name,
        "refused": found.refused,
        "found": [[one.place, one.stem, _packed(one.question), list(one.reasons)] for one in found.found],
    }
    return json.dumps(told, separators=(",", ":")).encode()


def unpack(line: bytes) -> FileRead:
    """What `pack` wrote. Raises Garbled."""
    try:
        told = json.loads(line)
        return FileRead(
            _text(told["name"]), tuple(_read(*one) for one in told["found"]), _text(told["refused"])
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as found:
        raise Garbled(str(found)) from None


def pack_question(question: Question) -> str:
    """A draft as text: its number in the bank, then its content."""
    return json.dumps([question.code, encode_content(question)], ensure_ascii=False)


def unpack_question(text: str) -> Question:
    """What `pack_question` wrote. Raises Garbled."""
    try:
        code, content = json.loads(text)
        question = decode_content(_text(content), id=NOBODY, version=0, code=_text(code))
        _check(question)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as found:
        raise Garbled(str(found)) from None
    return question


def _packed(question: Question | None) -> str | None:
    return pack_question(question) if question else None


def _read(place: Any, stem: Any, question: Any, reasons: Any) -> Read:
    return Read(
        _text(place),
        _text(stem),
        unpack_question(_text(question)) if question is not None else None,
        tuple(_text(one) for one in reasons),
    )


def _check(one: Question) -> None:
    """Every value is of its type: JSON may hold anything."""
    for text in (one.stem, one.model, one.why, one.category, one.note, *one.options, *one.topics):
        _text(text)
    for accepted in one.blanks:
        for text in accepted:
            _text(text)
    for cited in one.cites:
        _text(cited.document)
        _text(cited.article)
    if not isinstance(one.anchor, bool) or not all(type(place) is int and place >= 0 for place in one.right):
        raise Garbled("not a place")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Garbled("not a text")
    return value

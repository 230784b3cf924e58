"""A pack as canonical JSON: how it is kept, and what its version is the digest of."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import replace
from typing import Any
from uuid import UUID

from zhixing.core.packs.pack import Pack, Part, PartSort
from zhixing.core.questions.question import Question
from zhixing.core.questions.wire import decode_content, encode_content

VERSION_SIGNS = 16
"""Hexadecimal signs of a version: enough to tell versions of packs apart, short enough for a return."""


def canonical(value: object) -> str:
    """JSON with sorted keys and without blanks: the same value is the same text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def encode_pack(pack: Pack) -> str:
    """The whole pack as JSON text."""
    return canonical({**_content(pack), "version": pack.version, "made_on": pack.made_on.isoformat()})


def decode_pack(text: str) -> Pack:
    """The pack of a JSON text made by `encode_pack`."""
    told: dict[str, Any] = json.loads(text)
    return Pack(
        id=UUID(told["id"]),
        version=told["version"],
        title=told["title"],
        made_on=dt.date.fromisoformat(told["made_on"]),
        session=_uuid(told["session"]),
        lesson=_uuid(told["lesson"]),
        parts=tuple(_part(one) for one in told["parts"]),
        questions=tuple(_question(one) for one in told["questions"]),
        asks=told["asks"],
        keys=told["keys"],
        org=_uuid(told["org"]),
    )


def versioned(pack: Pack) -> Pack:
    """The pack with the version that its content has: composed twice alike, it is the same version."""
    digest = hashlib.sha256(canonical(_content(pack)).encode()).hexdigest()
    return replace(pack, version=digest[:VERSION_SIGNS])


def digest_of(data: bytes) -> str:
    """SHA-256, as parts carry it."""
    return hashlib.sha256(data).hexdigest()


def _content(pack: Pack) -> dict[str, object]:
    return {
        "id": pack.id.hex,
        "title": pack.title,
        "session": _hex(pack.session),
        "lesson": _hex(pack.lesson),
        "org": _hex(pack.org),
        "asks": pack.asks,
        "keys": pack.keys,
        "parts": [
            {
                "sort": one.sort,
                "id": one.id.hex,
                "title": one.title,
                "size": one.size,
                "digest": one.digest,
                "body": one.body,
                "told": one.told,
                "ending": one.ending,
                "of": _hex(one.of),
            }
            for one in pack.parts
        ],
        "questions": [_told(one) for one in pack.questions],
    }


def _told(one: Question) -> dict[str, object]:
    """A question without what only those who keep the bank read."""
    content = encode_content(replace(one, note=""))
    return {"id": one.id.hex, "version": one.version, "code": one.code, "content": content}


def _part(told: dict[str, Any]) -> Part:
    return Part(
        sort=PartSort(told["sort"]),
        id=UUID(told["id"]),
        title=told["title"],
        size=told["size"],
        digest=told["digest"],
        body=told["body"],
        told=told["told"],
        ending=told["ending"],
        of=_uuid(told["of"]),
    )


def _question(told: dict[str, Any]) -> Question:
    return decode_content(told["content"], id=UUID(told["id"]), version=told["version"], code=told["code"])


def _hex(uid: UUID | None) -> str:
    return uid.hex if uid else ""


def _uuid(text: str) -> UUID | None:
    return UUID(text) if text else None

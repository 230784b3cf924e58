"""A question's content as JSON and back, and its digest: the same content has the same digest, however it came.

Content is what somebody answers and what it rests on. The number in the bank, the version, who checked it and
whether it is retired are not content.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any
from uuid import UUID

from zhixing.core.questions.question import Cited, Form, Question

NOT_CONTENT = ("id", "version", "code", "checked_by", "checked_on", "until")


def encode_content(question: Question) -> str:
    """The content as JSON text, keys in order; what is empty is left out."""
    content: dict[str, Any] = {
        "form": question.form.value,
        "stem": question.stem,
        "options": list(question.options),
        "right": sorted(question.right),
        "blanks": [list(accepted) for accepted in question.blanks],
        "model": question.model,
        "why": question.why,
        "category": question.category,
        "topics": list(question.topics),
        "cites": [[one.document, one.article] for one in question.cites],
        "note": question.note,
        "anchor": question.anchor,
    }
    told = {key: value for key, value in content.items() if value}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def decode_content(text: str, *, id: UUID, version: int, code: str) -> Question:
    """The question that `encode_content` wrote, unchecked and in force."""
    told: dict[str, Any] = json.loads(text)
    return Question(
        id=id,
        version=version,
        code=code,
        form=Form(told["form"]),
        stem=told["stem"],
        options=tuple(told.get("options", ())),
        right=frozenset(told.get("right", ())),
        blanks=tuple(tuple(accepted) for accepted in told.get("blanks", ())),
        model=told.get("model", ""),
        why=told.get("why", ""),
        category=told.get("category", ""),
        topics=tuple(told.get("topics", ())),
        cites=tuple(Cited(document, article) for document, article in told.get("cites", ())),
        note=told.get("note", ""),
        anchor=told.get("anchor", False),
    )


def content_digest(question: Question) -> str:
    """64 hex digits: equal where the content is equal."""
    return hashlib.sha256(encode_content(question).encode()).hexdigest()

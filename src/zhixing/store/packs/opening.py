"""Sealing and opening what came back: the words of a return lie encrypted, bound to their row."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from zhixing.core.packs.pack import Returned
from zhixing.core.packs.parts import Piece
from zhixing.core.packs.returning import content_of
from zhixing.core.questions.question import Answer
from zhixing.store.ledger import sealing
from zhixing.store.packs.models import Return


def record_of(uid: UUID) -> str:
    """What the sealed words of a return are bound to."""
    return f"return:{uid.hex}"


def record_of_part(one: Piece) -> str:
    """What a sealed part is bound to."""
    return f"part:{one.code}:{one.whole}:{one.number}:{one.total}"


def body_of(returned: Returned) -> str:
    """Answers and words as JSON."""
    return content_of(returned)


def opened(row: Return) -> Returned:
    """A return with its answers and words. Raises SealError."""
    told: dict[str, Any] = json.loads(sealing.unseal(row.body, record_of(row.id)))
    answers = tuple(
        (UUID(uid), Answer(frozenset(chosen), tuple(texts))) for uid, chosen, texts in told["answers"]
    )
    return Returned(row.pack, row.version, row.person, answers, told["note"], row.finished_on)

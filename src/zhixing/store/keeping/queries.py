"""Reading the proposals to erase."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from uuid import UUID

from zhixing.store.keeping.models import Erasure

ASKED, DONE, REFUSED = (str(state.value) for state in Erasure.State)
PERSON, FACT, TERM = (str(kind.value) for kind in Erasure.Kind)


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """A proposal as it is stored, with the words of its kind and state."""

    id: UUID
    kind: str
    words: str
    ground: str
    subject: UUID | None
    facts: tuple[UUID, ...]
    batches: tuple[UUID, ...]
    reason: str
    by: str
    asker: int
    asked_at: dt.datetime
    state: str
    state_words: str
    second: str
    decided_at: dt.datetime | None
    answer: str
    erased: int
    swept: bool


def erasures() -> list[ErasureRow]:
    """All proposals, those that wait first, then the latest."""
    rows = list(Erasure.objects.order_by("-asked_at"))
    rows.sort(key=lambda row: row.state != ASKED)
    return [_row(row) for row in rows]


def erasure(uid: UUID) -> ErasureRow | None:
    """One proposal."""
    row = Erasure.objects.filter(id=uid).first()
    return _row(row) if row else None


def waiting() -> int:
    """How many wait for a second person."""
    return Erasure.objects.filter(state=ASKED).count()


def asked_of(account: int) -> int:
    """How many wait that this account may confirm: not those it proposed itself."""
    return Erasure.objects.filter(state=ASKED).exclude(asker=account).count()


def unswept() -> bool:
    """Whether something was erased whose bytes may still lie in the database's files."""
    return Erasure.objects.filter(state=DONE, swept=False).exists()


def _row(row: Erasure) -> ErasureRow:
    return ErasureRow(
        id=row.id,
        kind=row.kind,
        words=str(Erasure.Kind(row.kind).label),
        ground=row.ground,
        subject=row.subject,
        facts=tuple(UUID(one) for one in json.loads(row.facts)),
        batches=tuple(UUID(one) for one in json.loads(row.batches or "[]")),
        reason=row.reason,
        by=row.by,
        asker=row.asker,
        asked_at=row.asked_at,
        state=row.state,
        state_words=str(Erasure.State(row.state).label),
        second=row.second,
        decided_at=row.decided_at,
        answer=row.answer,
        erased=row.erased,
        swept=row.swept,
    )

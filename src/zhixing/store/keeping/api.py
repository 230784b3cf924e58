"""Writing proposals to erase; called by actions only, inside their transaction."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID, uuid4

from zhixing.store.keeping.models import Erasure


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be erased, on what ground and why. `ground`: an item of `keeping.GROUNDS`."""

    kind: str
    ground: str
    subject: UUID | None
    facts: Collection[UUID]
    batches: Collection[UUID]
    reason: str


def ask(asked: Asked, *, by: str, asker: int, now: dt.datetime) -> UUID:
    """Writes a proposal. Its id."""
    row = Erasure.objects.create(
        id=uuid4(),
        kind=asked.kind,
        ground=asked.ground,
        subject=asked.subject,
        facts=json.dumps(sorted(uid.hex for uid in asked.facts)),
        batches=json.dumps(sorted(uid.hex for uid in asked.batches)),
        reason=asked.reason[:300],
        by=by,
        asker=asker,
        asked_at=now,
    )
    return row.id


def close(uid: UUID, *, done: bool, second: str, answer: str, erased: int, now: dt.datetime) -> bool:
    """Decides a proposal that waits; False when it has been decided already."""
    state = Erasure.State.DONE if done else Erasure.State.REFUSED
    rows = Erasure.objects.filter(id=uid, state=Erasure.State.ASKED)
    return bool(rows.update(state=state, second=second, decided_at=now, answer=answer[:300], erased=erased))


def mark_swept() -> None:
    """The bytes of everything erased so far are gone from the files."""
    Erasure.objects.filter(state=Erasure.State.DONE, swept=False).update(swept=True)


def forget_old(before: dt.datetime) -> int:
    """Deletes proposals decided before a moment (their own term). How many."""
    gone, _ = Erasure.objects.filter(decided_at__lt=before, swept=True).delete()
    refused, _ = Erasure.objects.filter(decided_at__lt=before, state=Erasure.State.REFUSED).delete()
    return gone + refused

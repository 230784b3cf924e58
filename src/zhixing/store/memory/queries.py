"""Reading somebody's own review, for himself."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.memory.answer import CardAnswer, Rating
from zhixing.store.memory.models import Answered, Choice


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """What somebody wants to review; nothing in `subjects`: what suits his post."""

    subjects: frozenset[str] = frozenset()
    paused: bool = False
    begun_at: dt.datetime | None = None


def answers(person: UUID) -> list[CardAnswer]:
    """All his answers by corrected time. One query."""
    rows = Answered.objects.filter(person=person).order_by("at", "id")
    return [
        CardAnswer(uid, question, version, Rating(rating), at)
        for uid, question, version, rating, at in rows.values_list(
            "id", "question", "version", "rating", "at"
        )
    ]


def choice(person: UUID) -> ChoiceRow:
    """What he wants to review. One query."""
    row = Choice.objects.filter(person=person).first()
    if row is None:
        return ChoiceRow()
    return ChoiceRow(frozenset(json.loads(row.subjects)), row.paused, row.begun_at)

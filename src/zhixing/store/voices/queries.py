"""Reading what was said: opened for those who receive it, found by its phrase for whoever said it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhixing.store.ledger import sealing
from zhixing.store.voices.models import Voice

OPEN, ANSWERED = (str(state.value) for state in Voice.State)


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """A voice, opened. `key` is drawn and says nothing."""

    key: int
    day: dt.date
    due: dt.date
    words: str
    state: str
    state_words: str
    answer: str
    answered_on: dt.date | None
    answered_by: str


def voices() -> list[VoiceRow]:
    """All, the open ones first by their due day, then the answered ones, the latest first."""
    rows = [_row(row) for row in Voice.objects.order_by("id")]
    still = sorted((row for row in rows if row.state == OPEN), key=lambda row: (row.due, row.key))
    done = [row for row in rows if row.state != OPEN]
    done.sort(key=lambda row: (row.answered_on or row.day, row.key), reverse=True)
    return [*still, *done]


def by_phrase(digest: str) -> VoiceRow | None:
    """The voice that a phrase belongs to."""
    row = Voice.objects.filter(phrase=digest).first()
    return _row(row) if row else None


def open_dues() -> list[dt.date]:
    """By when the open ones are to be answered, the earliest first; nothing is opened."""
    rows = Voice.objects.filter(state=Voice.State.OPEN).order_by("due")
    return list(rows.values_list("due", flat=True))


def forgettable(before: dt.date) -> int:
    """How many were answered before a day."""
    return Voice.objects.filter(answered_on__lt=before).count()


def _row(row: Voice) -> VoiceRow:
    record = f"voice:{row.pk}"
    return VoiceRow(
        key=row.pk,
        day=row.day,
        due=row.due,
        words=sealing.unseal(row.words, record),
        state=row.state,
        state_words=str(Voice.State(row.state).label),
        answer=sealing.unseal(row.answer, record) if row.answer else "",
        answered_on=row.answered_on,
        answered_by=row.answered_by,
    )

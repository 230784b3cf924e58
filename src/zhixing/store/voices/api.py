"""Writing what was said and the answers; called by actions only."""

from __future__ import annotations

import datetime as dt
import random

from zhixing.store.ledger import sealing
from zhixing.store.voices.models import Voice


def keep(key: int, words: str, *, phrase: str, day: dt.date, due: dt.date) -> bool:
    """Keeps a voice under a drawn key; False when this one has come already (sent twice)."""
    fields = {"day": day, "due": due, "phrase": phrase, "words": sealing.seal(words, _record(key))}
    return Voice.objects.get_or_create(id=key, defaults=fields)[1]


def answer(key: int, words: str, *, by: str, on: dt.date) -> bool:
    """Answers one that is open; False when there is none such."""
    rows = Voice.objects.filter(id=key, state=Voice.State.OPEN)
    sealed = sealing.seal(words, _record(key))
    return bool(rows.update(state=Voice.State.ANSWERED, answer=sealed, answered_by=by, answered_on=on))


def forget(before: dt.date) -> int:
    """Deletes those answered before a day. How many."""
    return Voice.objects.filter(answered_on__lt=before).delete()[0]


def shuffle() -> int:
    """Writes all rows anew in drawn order, so that where they lie in the file tells nothing. How many.

    Inside the caller's transaction: afterwards every row bears the mark of this one transaction.
    """
    rows = list(Voice.objects.select_for_update())
    random.SystemRandom().shuffle(rows)
    Voice.objects.all().delete()
    for row in rows:
        row.save(force_insert=True)
    return len(rows)


def _record(key: int) -> str:
    return f"voice:{key}"

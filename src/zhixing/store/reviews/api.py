"""Writing frozen years; called by actions only."""

from __future__ import annotations

import datetime as dt

from zhixing.store.reviews.models import FrozenYear


def keep(
    *,
    year: int,
    digest: str,
    rulebook: str,
    last_seq: int,
    as_of: dt.date,
    by: str,
    now: dt.datetime,
    content: bytes,
    books: str,
) -> None:
    """Keeps one copy of a content."""
    FrozenYear.objects.get_or_create(
        year=year,
        digest=digest,
        defaults={
            "rulebook": rulebook,
            "last_seq": last_seq,
            "as_of": as_of,
            "by": by,
            "frozen_at": now,
            "content": content,
            "books": books,
        },
    )

"""Writing what was told to whom, and calendar feeds; called by actions only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from zhixing.store.plans.models import Batch, Feed, Told

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Word:
    """A word to somebody: `kind` new or changed, `body` as `core.plan.dates_wire` writes it."""

    id: UUID
    person: UUID
    kind: str
    body: str


def tell(words: Iterable[Word], *, year: int, batch: UUID | None, now: dt.datetime) -> int:
    """Keeps what is told. How many."""
    rows = [
        Told(id=w.id, year=year, batch_id=batch, person=w.person, kind=w.kind, body=w.body, told_at=now)
        for w in words
    ]
    Told.objects.bulk_create(rows, batch_size=AT_ONCE)
    return len(rows)


def mark_published(batch: UUID, *, now: dt.datetime) -> None:
    """The batch's dates are out."""
    Batch.objects.filter(pk=batch, published_at__isnull=True).update(published_at=now, changed_at=now)


def add_feed(feed: UUID, *, person: UUID, account: int, secret: str, label: str, now: dt.datetime) -> None:
    """A new feed. `secret` is the digest of its address."""
    Feed.objects.create(id=feed, person=person, account=account, secret=secret, label=label, made_at=now)


def revoke(feed: UUID, *, account: int, now: dt.datetime) -> bool:
    """Ends a feed of this account. Whether there was one in use."""
    found = Feed.objects.filter(pk=feed, account=account, revoked_at__isnull=True)
    return bool(found.update(revoked_at=now))

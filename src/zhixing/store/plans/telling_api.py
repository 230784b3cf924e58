"""Writing what was told to whom, and calendar feeds; called by actions only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from zhixing.store.plans.models import Batch, Feed, Told
from zhixing.store.plans.telling import FeedRow

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


def revoke(feed: UUID, *, account: int) -> bool:
    """Deletes a feed of this account. Whether there was one."""
    return bool(Feed.objects.filter(pk=feed, account=account).delete()[0])


def feed_accounts() -> frozenset[int]:
    """The accounts that have feeds."""
    return frozenset(Feed.objects.values_list("account", flat=True))


def mark_idle(accounts: Collection[int], *, now: dt.datetime) -> None:
    """These accounts are closed: their feeds stand idle from now on, if they don't already; all others don't."""
    Feed.objects.exclude(account__in=list(accounts)).filter(idle_since__isnull=False).update(idle_since=None)
    Feed.objects.filter(account__in=list(accounts), idle_since__isnull=True).update(idle_since=now)


def idle_feeds(since: dt.datetime) -> list[FeedRow]:
    """The feeds that have stood idle since that moment or longer."""
    rows = Feed.objects.filter(idle_since__lte=since).order_by("made_at", "id")
    return [FeedRow(row.id, row.person, row.account, row.label, row.made_at) for row in rows]

"""日程订阅: a private, revocable address at which a calendar fetches one's own dates.

The address holds a drawn secret of 160 bits and nothing else; only its digest is kept, so that it is shown once.
Whoever has the address can read the dates: that is said where it is made, and one click ends it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from zhixing.core.plan.dates import OwnDate
from zhixing.core.plan.dates_wire import read_dates
from zhixing.interop import feeds as codec
from zhixing.store.ledger import api as ledger
from zhixing.store.people.queries import Actor, account_by_id
from zhixing.store.plans import telling, telling_api
from zhixing.store.plans.telling import FeedRow

BYTES = 20
MOST = 5
"""Feeds of one account at a time: a phone, a computer and some to spare."""
LABEL = 40
IDLE = dt.timedelta(days=180)
"""How long the addresses of a closed account are kept: it may be opened again."""
TITLE = "我的学习日程"
DOMAIN = "zhixing"
KEPT_CANCELLED = dt.timedelta(days=60)
"""How long a cancelled date stays in the feed after its day, so that every calendar has let it go."""


class NoFeed(ValueError):
    """No address was made; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Served:
    """A feed's bytes and their tag."""

    content: bytes
    tag: str


def open_feed(actor: Actor, label: str, *, now: dt.datetime) -> str:
    """Makes an address and returns its secret, which is shown once. Raises NoFeed."""
    if actor.person is None:
        raise NoFeed("这个账户没有对应的党员，没有个人日程")
    if len(telling.feeds_of(actor.account)) >= MOST:
        raise NoFeed(f"最多同时用 {MOST} 个订阅地址，请先停用不用的")
    secret = secrets.token_hex(BYTES)
    with transaction.atomic():
        telling_api.add_feed(
            uuid4(),
            person=actor.person,
            account=actor.account,
            secret=_digest(secret),
            label=label.strip()[:LABEL],
            now=now,
        )
        ledger.audit(ledger.Stamp(actor.signature, now), "开通日程订阅", "本人", subject=actor.person)
    return secret


def revoke(actor: Actor, feed: UUID, *, now: dt.datetime) -> bool:
    """Ends one of one's own addresses: the row goes, the audit line stays. Whether there was one."""
    with transaction.atomic():
        done = telling_api.revoke(feed, account=actor.account)
        if done:
            ledger.audit(ledger.Stamp(actor.signature, now), "停用日程订阅", "本人", subject=actor.person)
    return done


def own_feeds(actor: Actor) -> tuple[FeedRow, ...]:
    """The addresses in use."""
    return telling.feeds_of(actor.account)


def tidy(*, now: dt.datetime) -> int:
    """Deletes the addresses of accounts closed for 180 days, as the register of personal data says. How many.

    An account that is opened again in time has its addresses back. One that is gone counts as closed.
    """
    with transaction.atomic():
        closed = [one for one in telling_api.feed_accounts() if not _open(one)]
        telling_api.mark_idle(closed, now=now)
        old = telling_api.idle_feeds(now - IDLE)
        for feed in old:
            telling_api.revoke(feed.id, account=feed.account)
            ledger.audit(ledger.Stamp("系统", now), "清理日程订阅", "账户停用满 180 天", subject=feed.person)
    return len(old)


def _open(account: int) -> bool:
    row = account_by_id(account)
    return row is not None and row.active


def served(secret: str, *, today: dt.date) -> Served | None:
    """The calendar behind an address; None for an unknown, revoked or closed one: all look alike."""
    feed = telling.feed_by(_digest(secret))
    owner = account_by_id(feed.account) if feed else None
    if feed is None or owner is None or not owner.active or owner.person != feed.person:
        return None
    rows = telling.told_years(feed.person)
    dates = [one for row in rows for one in read_dates(row.body) if _shown(one, today)]
    stamp = max((row.told_at for row in rows), default=feed.made_at)
    content = codec.feed(dates, title=TITLE, zone=settings.TIME_ZONE, stamp=stamp, domain=DOMAIN)
    return Served(content, hashlib.sha256(content).hexdigest()[:32])


def _shown(one: OwnDate, today: dt.date) -> bool:
    return not one.cancelled or one.start.date() + KEPT_CANCELLED >= today


def _digest(secret: str) -> str:
    return hashlib.sha256(f"feed:{secret}".encode()).hexdigest()

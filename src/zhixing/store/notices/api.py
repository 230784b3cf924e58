"""Writing addresses and the outbox; called by actions only."""

from __future__ import annotations

import datetime as dt

from zhixing.store.notices.models import NoticeAddress, Outgoing
from zhixing.store.notices.queries import Waiting

PAUSES = (5, 30, 120, 480, 1440)
"""Minutes until the next attempt; after the last one a notice is given up."""
HELD = dt.timedelta(minutes=10)
"""How long one sender keeps a notice to itself: if it dies meanwhile, another takes it up."""


def set_address(account: int, address: str, rhythm: str) -> None:
    """Keeps an account's (sealed) address; an empty one removes it."""
    if address:
        NoticeAddress.objects.update_or_create(
            account=account, defaults={"address": address, "rhythm": rhythm}
        )
    else:
        NoticeAddress.objects.filter(account=account).delete()


def put(key: str, target: str, title: str, body: str, *, now: dt.datetime) -> bool:
    """Puts a notice into the outbox; False when one of this key has been there."""
    fields = {"target": target, "title": title, "body": body, "next_at": now, "made_at": now}
    return Outgoing.objects.get_or_create(key=key, defaults=fields)[1]


def take(one: Waiting, *, now: dt.datetime) -> bool:
    """Takes a notice to send it; False when another sender has just taken it."""
    rows = Outgoing.objects.filter(key=one.key, state=Outgoing.State.WAITING, attempts=one.attempts)
    return bool(rows.update(attempts=one.attempts + 1, next_at=now + HELD))


def sent(key: str) -> None:
    """It has gone."""
    Outgoing.objects.filter(key=key).update(state=Outgoing.State.SENT)


def failed(one: Waiting, *, now: dt.datetime) -> None:
    """It has not gone: again after a pause, or given up."""
    if one.attempts >= len(PAUSES):
        Outgoing.objects.filter(key=one.key).update(state=Outgoing.State.FAILED)
    else:
        pause = dt.timedelta(minutes=PAUSES[one.attempts])
        Outgoing.objects.filter(key=one.key).update(next_at=now + pause)


def forget(before: dt.datetime) -> int:
    """Deletes what was sent or given up before a moment. How many."""
    return Outgoing.objects.filter(made_at__lt=before).exclude(state=Outgoing.State.WAITING).delete()[0]

"""Reading addresses and the outbox."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhixing.store.notices.models import NoticeAddress, Outgoing

WEEKLY, DAILY = (str(rhythm.value) for rhythm in NoticeAddress.Rhythm)
RHYTHMS = {str(rhythm.value): str(rhythm.label) for rhythm in NoticeAddress.Rhythm}


@dataclass(frozen=True, slots=True)
class Wanted:
    """An account's wish: the sealed address and how often."""

    account: int
    address: str
    rhythm: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice in the outbox. `attempts`: how often it has been tried before."""

    key: str
    target: str
    title: str
    body: str
    attempts: int


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How the outbox stands: how many wait, went, were given up; when something went last."""

    waiting: int
    sent: int
    failed: int
    last: dt.datetime | None


def wanted(account: int | None = None) -> list[Wanted]:
    """The wishes of all accounts, or of one."""
    rows = NoticeAddress.objects.order_by("account")
    if account is not None:
        rows = rows.filter(account=account)
    return [Wanted(row.account, row.address, row.rhythm) for row in rows]


def due(now: dt.datetime) -> list[Waiting]:
    """What is to be sent by now, the oldest first."""
    rows = Outgoing.objects.filter(state=Outgoing.State.WAITING, next_at__lte=now).order_by("made_at", "key")
    return [Waiting(row.key, row.target, row.title, row.body, row.attempts) for row in rows]


def state() -> OutboxState:
    """The outbox at a glance."""
    states = list(Outgoing.objects.values_list("state", flat=True))
    last = Outgoing.objects.filter(state=Outgoing.State.SENT).order_by("-made_at").first()
    counts = [states.count(one.value) for one in Outgoing.State]
    return OutboxState(counts[0], counts[1], counts[2], last.made_at if last else None)

"""How much was entered by hand: counts by branch and month, never by who entered it. And sessions, for twins."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import TruncMonth

from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.record import Fact
from zhixing.store.ledger import models
from zhixing.store.ledger.spelling import COLUMNS, fact_of

_NOT_ENTRIES = (
    Kind.ATTENDANCE.value,
    Kind.PRACTICE_JOINED.value,
    Kind.REVERSAL.value,
    Kind.OBJECTION.value,
    Kind.OBJECTION_ANSWERED.value,
    Kind.CHANGE_PROPOSED.value,
    Kind.CHANGE_SETTLED.value,
    Kind.CALENDAR_YEAR.value,
    Kind.FEATURE_SET.value,
    Kind.EXPECTED_LIST.value,
    Kind.LEFT_OUT.value,
    Kind.MINUTES_KEPT.value,
    Kind.OBSERVER.value,
    Kind.VOTE_TAKEN.value,
    Kind.DECISION_MADE.value,
    Kind.SESSION_DATES.value,
    Kind.VIDEO_JOINED.value,
    Kind.AWAY_REASON.value,
    Kind.LEAVE_ASKED.value,
    Kind.LEAVE_SETTLED.value,
)
"""What comes with an entry, or is no record-keeping: it is not counted as an entry of its own."""


@dataclass(frozen=True, slots=True)
class ByHand:
    """So many entries of a kind by hand, in the books of a branch (its chain), in a month (its first day)."""

    chain: UUID
    month: dt.date
    kind: str
    count: int


def by_hand(since: dt.datetime) -> list[ByHand]:
    """Entries by hand since a moment, by branch, month and kind. One query."""
    rows = (
        models.Fact.objects.filter(batch=None, file="", received_at__gte=since)
        .exclude(kind__in=_NOT_ENTRIES)
        .annotate(month=TruncMonth("received_at"))
        .values_list("chain", "month", "kind")
        .annotate(count=Count("seq"))
        .order_by("month", "chain", "kind")
    )
    return [ByHand(chain, month.date(), kind, count) for chain, month, kind, count in rows]


def sessions() -> list[Fact]:
    """The sessions in force, in order of entry. One query."""
    gone = models.Fact.objects.filter(reverses__isnull=False).values("reverses")
    rows = models.Fact.objects.filter(kind=Kind.SESSION_HELD.value).exclude(uid__in=gone)
    return [fact_of(row) for row in rows.order_by("seq").values_list(*COLUMNS)]

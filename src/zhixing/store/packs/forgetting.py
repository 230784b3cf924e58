"""Counting and deleting what is past its term, and forgetting who left; called by actions only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, IntegerField, Value

from zhixing.store.packs.models import Made, Return, Waiting

GONE = "（已按规定删除）"
"""What stands where a signature was."""


def past(made_before: dt.datetime, back_before: dt.datetime) -> int:
    """How many packs still signed, returns and parts are older than this. One query."""
    signed = Made.objects.filter(made_at__lt=made_before).exclude(by=GONE)
    back = Return.objects.filter(taken_at__lt=back_before)
    parts = Waiting.objects.filter(came_at__lt=back_before)
    first, *others = [
        rows.values(tag=Value(number, IntegerField())).annotate(n=Count("pk")).values_list("tag", "n")
        for number, rows in enumerate((signed, back, parts))
    ]
    return sum(number for _, number in first.union(*others, all=True))


def purge(made_before: dt.datetime, back_before: dt.datetime) -> None:
    """Strikes the signatures of packs and deletes returns and parts that are older than this."""
    Made.objects.filter(made_at__lt=made_before).update(by=GONE, account=None)
    Return.objects.filter(taken_at__lt=back_before).delete()
    Waiting.objects.filter(came_at__lt=back_before).delete()


def forget_person(person: UUID, accounts: Collection[int]) -> None:
    """Forgets one who left: what came back from him, and his signature on packs."""
    Return.objects.filter(person=person).delete()
    Waiting.objects.filter(person=person).delete()
    Made.objects.filter(account__in=list(accounts)).update(by=GONE, account=None)

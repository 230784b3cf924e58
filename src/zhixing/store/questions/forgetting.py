"""Counting and striking signatures past their term, forgetting who left, and what somebody wrote; for actions only.

Questions stay: only who wrote, checked or retired them goes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value

from zhixing.store.questions.models import Check, Retirement, Version

GONE = "（已按规定删除）"
"""What stands where a signature was."""
WROTE, CHECKED, RETIRED = "写题", "核对题目", "停用题目"


@dataclass(frozen=True, slots=True)
class Signed:
    """Something that an account signed in the bank: what it did, to which question and version, when."""

    what: str
    code: str
    number: int
    at: dt.datetime


def past(before: dt.date) -> int:
    """How many questions retired before a day still bear signatures. One query."""
    return _retired(before).exclude(by=GONE).count()


def strike(before: dt.date) -> None:
    """Strikes the signatures of questions retired before a day."""
    items = list(_retired(before))
    Version.objects.filter(item__in=items).update(by=GONE, account=None)
    Check.objects.filter(version__item__in=items).update(by=GONE, account=None)
    Retirement.objects.filter(version__item__in=items).update(by=GONE, account=None)


def forget_person(accounts: Collection[int]) -> None:
    """Strikes the signatures of one who left; the accounts are his."""
    for model in (Version, Check, Retirement):
        model._default_manager.filter(account__in=list(accounts)).update(by=GONE, account=None)


def signed(account: int) -> list[Signed]:
    """Everything an account signed in the bank, in order of time. One query."""
    wrote = Version.objects.filter(account=account).values_list(
        Value(WROTE, CharField()), F("item__code"), F("number"), F("made_at")
    )
    checked, retired = (
        model._default_manager.filter(account=account).values_list(
            Value(what, CharField()), F("version__item__code"), F("version__number"), F("made_at")
        )
        for model, what in ((Check, CHECKED), (Retirement, RETIRED))
    )
    found = [Signed(*row) for row in wrote.union(checked, retired, all=True)]
    return sorted(found, key=lambda one: (one.at, one.code, one.number))


def _retired(before: dt.date) -> QuerySet[Retirement, UUID]:
    """The questions whose latest version was retired before a day."""
    last = Version.objects.filter(item=OuterRef("version__item")).order_by("-number").values("number")[:1]
    rows = Retirement.objects.filter(on__lt=before, version__number=Subquery(last))
    return rows.values_list("version__item", flat=True)

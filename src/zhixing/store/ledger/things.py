"""Reading the facts about one thing (a session, a visit) or of one kind. Each function is one query."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.record import Fact, effective
from zhixing.store.ledger import models
from zhixing.store.ledger.spelling import COLUMNS, fact_of


def about(thing: UUID) -> list[Fact]:
    """What is in force about a thing, in order of entry."""
    return _in_force(models.Fact.objects.filter(about=thing))


def of_kinds(*kinds: Kind, year: int | None = None) -> list[Fact]:
    """What is in force of these kinds, in order of entry; with `year`, on days of that year only."""
    rows = models.Fact.objects.filter(kind__in=[kind.value for kind in kinds])
    return _in_force(rows if year is None else rows.filter(day__year=year))


def in_force(uids: Collection[UUID]) -> list[Fact]:
    """Those of these facts that are in force."""
    return _in_force(models.Fact.objects.filter(uid__in=list(uids)))


def _in_force(rows: QuerySet[models.Fact]) -> list[Fact]:
    """The rows that no reversal names."""
    both = models.Fact.objects.filter(Q(uid__in=rows.values("uid")) | Q(reverses__in=rows.values("uid")))
    return list(effective(fact_of(row) for row in both.order_by("seq").values_list(*COLUMNS)))

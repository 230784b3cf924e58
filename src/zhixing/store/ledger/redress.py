"""Reading cases of objection and correction, and who read somebody's papers. A few queries, whatever the size."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from zhixing.core.corrections.cases import REDRESS
from zhixing.core.facts.body import Kind
from zhixing.core.facts.record import Fact
from zhixing.store.ledger import models, sealing
from zhixing.store.ledger.spelling import COLUMNS, PrivateWords, fact_of

_KINDS = [kind.value for kind in REDRESS]
_THINGS = [Kind.SESSION_HELD.value, Kind.PRACTICE_VISIT.value]


@dataclass(frozen=True, slots=True)
class Reading:
    """An audit line about a person: when, who, what was done, to what."""

    at: dt.datetime
    by: str
    verb: str
    target: str
    detail: str


def case_facts(*, subject: UUID | None = None) -> list[Fact]:
    """The facts that cases are folded from, of everybody or of one person."""
    rows = models.Fact.objects.filter(kind__in=_KINDS)
    return _facts(rows if subject is None else rows.filter(subject=subject))


def facts_by_uid(uids: Collection[UUID]) -> list[Fact]:
    """These facts, and the reversals of those that were reversed."""
    if not uids:
        return []
    return _facts(models.Fact.objects.filter(Q(uid__in=list(uids)) | Q(reverses__in=list(uids))))


def with_things(uids: Collection[UUID]) -> list[Fact]:
    """These facts, their reversals, and the sessions and visits that they are about."""
    if not uids:
        return []
    abouts = models.Fact.objects.filter(uid__in=list(uids), about__isnull=False).values("about")
    wanted = Q(uid__in=list(uids)) | Q(reverses__in=list(uids)) | Q(about__in=abouts, kind__in=_THINGS)
    return _facts(models.Fact.objects.filter(wanted))


def things(abouts: Collection[UUID]) -> list[Fact]:
    """The descriptions of sessions and visits with these ids, reversed ones too."""
    return _facts(models.Fact.objects.filter(about__in=list(abouts), kind__in=_THINGS)) if abouts else []


def opened_words(uids: Collection[UUID]) -> PrivateWords:
    """All words of these facts, the sealed ones opened. Whoever shows them notes the opening."""
    if not uids:
        return {}
    rows = models.Private.objects.filter(fact__in=list(uids))
    return {row.fact: json.loads(sealing.opened(row)) for row in rows}


def everything_about(person: UUID) -> list[Fact]:
    """Every fact whose subject is this person, reversals included."""
    return _facts(models.Fact.objects.filter(subject=person))


def calendar_facts() -> list[Fact]:
    """The years' notices that were imported, with reversals."""
    rows = models.Fact.objects.filter(kind=Kind.CALENDAR_YEAR.value)
    return _facts(
        models.Fact.objects.filter(Q(kind=Kind.CALENDAR_YEAR.value) | Q(reverses__in=rows.values("uid")))
    )


def readings(person: UUID, *, start: int = 0, most: int = 50) -> Sequence[Reading]:
    """The audit lines that concern a person, the latest first."""
    rows = models.AuditLine.objects.filter(subject=person).order_by("-position")[start : start + most]
    return [Reading(row.at, row.by, row.verb, row.target, row.detail) for row in rows]


def reading_count(person: UUID) -> int:
    """How many audit lines concern a person."""
    return models.AuditLine.objects.filter(subject=person).count()


def _facts(rows: QuerySet[models.Fact]) -> list[Fact]:
    return [fact_of(row) for row in rows.order_by("seq").values_list(*COLUMNS)]

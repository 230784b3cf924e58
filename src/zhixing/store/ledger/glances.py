"""Reading a little: what one page needs, without the whole ledger. Each function is one or two queries."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.record import Fact
from zhixing.store.ledger import models
from zhixing.store.ledger.queries import PEOPLE_KINDS
from zhixing.store.ledger.spelling import COLUMNS, PrivateWords, fact_of

_ORGANISATION = (Kind.ORG_SET.value, Kind.STATION_SET.value, Kind.ORG_CLOSED.value)
_YEARLY = (
    Kind.SESSION_HELD.value,
    Kind.TRAINING.value,
    Kind.SELF_STUDY.value,
    Kind.PRACTICE_VISIT.value,
    Kind.TALK.value,
    Kind.PLAN_ITEM.value,
)
_WHO = (Kind.PERSON_DESCRIBED.value, Kind.MEMBERSHIP.value, Kind.NON_MEMBER.value)


@dataclass(frozen=True, slots=True)
class BatchName:
    """An import as the facts it brought name it."""

    number: int
    folder: str


def organisation() -> list[Fact]:
    """Organisations and stations, with their reversals."""
    return _with_reversals(models.Fact.objects.filter(kind__in=_ORGANISATION))


def about_person(person: UUID) -> list[Fact]:
    """Everything that names a person, the things named there (sessions, visits …), reversals of both."""
    mine = _facts(models.Fact.objects.filter(subject=person))
    abouts = {fact.about for fact in mine if fact.about}
    codes = {getattr(fact.body, "same_as", "") for fact in mine} - {""}
    wanted = Q(about__in=abouts, subject__isnull=True)
    for code in codes:
        named = models.Fact.objects.filter(
            kind=Kind.SESSION_HELD.value, body__contains=_spelled("code", code)
        )
        wanted |= Q(about__in=named.values("about"), subject__isnull=True)
    things = _facts(models.Fact.objects.filter(wanted))
    return sorted({fact.uid: fact for fact in [*mine, *things]}.values(), key=lambda fact: fact.seq)


def posts_of(person: UUID) -> list[Fact]:
    """The memberships and posts of a person, what closed them, and the reversals of these."""
    kinds = (Kind.MEMBERSHIP.value, Kind.POST_HELD.value, Kind.SPAN_CLOSED.value)
    return _with_reversals(models.Fact.objects.filter(subject=person, kind__in=kinds))


def statements_of(person: UUID) -> list[Fact]:
    """The dated statements about a person (all that the register is folded from), with reversals."""
    kinds = [kind.value for kind in PEOPLE_KINDS]
    return _with_reversals(models.Fact.objects.filter(subject=person, kind__in=kinds))


def descriptions(people: Collection[UUID]) -> list[Fact]:
    """Who these people are: description and membership, with reversals."""
    return _with_reversals(models.Fact.objects.filter(subject__in=people, kind__in=_WHO)) if people else []


def words_of(facts: Iterable[Fact]) -> PrivateWords:
    """The plain private words of these facts."""
    uids = [fact.uid for fact in facts if fact.private_digest]
    rows = models.Private.objects.filter(fact__in=uids, sealed=False)
    return {row.fact: json.loads(row.payload) for row in rows}


def years() -> list[int]:
    """The years that anything countable in force lies in, the latest first."""
    gone = models.Fact.objects.filter(reverses__isnull=False).values("reverses")
    rows = models.Fact.objects.filter(kind__in=_YEARLY, day__isnull=False).exclude(uid__in=gone)
    return sorted((day.year for day in rows.dates("day", "year")), reverse=True)


def batch_names() -> dict[UUID, BatchName]:
    """Number and folder of every import."""
    rows = models.Batch.objects.values_list("id", "number", "folder")
    return {uid: BatchName(number, folder) for uid, number, folder in rows}


def _with_reversals(rows: QuerySet[models.Fact]) -> list[Fact]:
    return _facts(
        models.Fact.objects.filter(Q(uid__in=rows.values("uid")) | Q(reverses__in=rows.values("uid")))
    )


def _facts(rows: QuerySet[models.Fact]) -> list[Fact]:
    return [fact_of(row) for row in rows.order_by("seq").values_list(*COLUMNS)]


def _spelled(name: str, value: str) -> str:
    """A field as the canonical body spells it."""
    return f'"{name}":{json.dumps(value, ensure_ascii=False)}'

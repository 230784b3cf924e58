"""Reading the ledger: facts, words, chains, batches. Nothing here writes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.record import Draft, Fact, Identify, effective
from zhixing.store.ledger import api, models, sealing
from zhixing.store.ledger.soundness import Anchor as Anchor
from zhixing.store.ledger.soundness import breaks as breaks
from zhixing.store.ledger.soundness import heads as heads
from zhixing.store.ledger.soundness import installation_digest as installation_digest
from zhixing.store.ledger.spelling import AUDIT as AUDIT
from zhixing.store.ledger.spelling import COLUMNS, STRUCK, PrivateWords, fact_of, identify_with
from zhixing.store.ledger.steady import once

PEOPLE_KINDS = (
    Kind.ORG_SET,
    Kind.STATION_SET,
    Kind.PERSON_DESCRIBED,
    Kind.MEMBERSHIP,
    Kind.POST_HELD,
    Kind.EXEMPTION,
    Kind.ASSIGNMENT,
    Kind.DUAL_LIFE,
    Kind.SPAN_CLOSED,
    Kind.NON_MEMBER,
    Kind.TRANSFER_OPENED,
    Kind.TRANSFER_STATE,
    Kind.ORG_CLOSED,
)


@dataclass(frozen=True, slots=True)
class BatchRow:
    """An import as lists show it; `report` is the report as JSON text."""

    id: UUID
    number: int
    folder: str
    year: int
    by: str
    started_at: str
    state: str
    state_words: str
    facts: int
    report: str
    second_missing: bool = False


def watermark() -> int:
    """The number of the last fact."""
    return api.last_seq()


@once
def fingerprint() -> str:
    """What a cached fold is keyed by: the hash of the last fact, and a mark of the words erased since.

    Empty for an empty ledger. One query of two look-ups.
    """
    struck = f"SELECT hash FROM ledger_chainhead WHERE chain = '{STRUCK.hex}'"  # noqa: S608 - our own id
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT (SELECT hash FROM ledger_fact ORDER BY seq DESC LIMIT 1), ({struck})")  # noqa: S608
        last, mark = cursor.fetchone()
    return f"{last or ''}{mark or ''}"


def facts() -> list[Fact]:
    """Every fact, reversed ones and reversals included, in order of entry."""
    return _facts(models.Fact.objects.all())


def people_facts() -> list[Fact]:
    """The facts that the register is folded from, and the reversals among them."""
    kinds = [kind.value for kind in PEOPLE_KINDS]
    return _facts(models.Fact.objects.filter(Q(kind__in=kinds) | Q(kind=Kind.REVERSAL.value)))


def fact(uid: UUID) -> Fact | None:
    """One fact."""
    found = _facts(models.Fact.objects.filter(uid=uid))
    return found[0] if found else None


def is_reversed(uid: UUID) -> bool:
    """Whether a fact has been reversed."""
    return models.Fact.objects.filter(reverses=uid).exists()


def words(*, sealed: bool = False) -> PrivateWords:
    """The plain private words by fact; with `sealed`, the confidential ones too."""
    rows = models.Private.objects.all() if sealed else models.Private.objects.filter(sealed=False)
    return {row.fact: json.loads(sealing.opened(row)) for row in rows.iterator()}


def in_force() -> dict[UUID, Draft]:
    """What is in force by uid, as drafts with all their words, in order of entry."""
    private = words(sealed=True)
    return {
        one.uid: Draft(one.body, one.chain, one.source, one.subject, one.about, one.day, private.get(one.uid))
        for one in effective(facts())
    }


def known_contents(
    held: Mapping[UUID, Draft] | None = None,
) -> tuple[dict[str, tuple[str, ...]], dict[str, Draft]]:
    """What is in force by natural key: the contents, and the latest as a draft (to say what differs)."""
    contents: dict[str, list[str]] = defaultdict(list)
    drafts: dict[str, Draft] = {}
    for draft in (in_force() if held is None else held).values():
        key = draft.key
        contents[key].append(draft.content)
        drafts[key] = draft
    return {key: tuple(found) for key, found in contents.items()}, drafts


def identify() -> Identify:
    """This installation's way to make ids from words."""
    return identify_with(api.decisions()[0])


def tells_of(year: int) -> bool:
    """Whether any fact lies in the year."""
    return models.Fact.objects.filter(day__year=year).exists()


def fact_count() -> int:
    """How many facts the ledger holds."""
    return models.Fact.objects.count()


def batches() -> list[BatchRow]:
    """All imports, the latest first."""
    return [_batch(row) for row in models.Batch.objects.order_by("-number")]


def imported_as(digest: str, year: int) -> BatchRow | None:
    """The latest import of exactly these files that still counts."""
    rows = models.Batch.objects.filter(digest=digest, year=year, state=models.Batch.State.DONE)
    row = rows.order_by("-number").first()
    return _batch(row) if row else None


def batch(wanted: str) -> BatchRow | None:
    """An import by its number or id."""
    rows = models.Batch.objects.all()
    if wanted.isdigit():
        row = rows.filter(number=int(wanted)).first()
    else:
        try:
            row = rows.filter(id=UUID(wanted)).first()
        except ValueError:
            return None
    return _batch(row) if row else None


def _batch(row: models.Batch) -> BatchRow:
    started = timezone.localtime(row.started_at).strftime("%Y-%m-%d %H:%M")
    return BatchRow(
        row.id,
        row.number,
        row.folder,
        row.year,
        row.by,
        started,
        row.state,
        models.Batch.State(row.state).label,
        row.facts,
        row.report,
        row.second_missing,
    )


def _facts(rows: QuerySet[models.Fact]) -> list[Fact]:
    return [fact_of(row) for row in rows.order_by("seq").values_list(*COLUMNS).iterator()]

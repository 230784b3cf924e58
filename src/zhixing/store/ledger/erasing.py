"""Erasing the words of facts: facts, figures and chains stay; the audit lines say why the words are gone.

What is erased is a row of `Private`. The chain holds only the salted digest of the words, so it stays whole;
`soundness` accepts missing words where a line `ERASED` names the fact. `sweep` then takes the bytes out of the
files: a deleted row leaves its letters behind in free pages and in the journal.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from zhixing.core.facts.kinds import BODIES, Kind
from zhixing.store.ledger import api, models
from zhixing.store.ledger.spelling import ERASED, STRUCK

GONE = "（姓名已按规定删除）"
"""What stands where a name was."""
SWEPT_TABLES = (
    *("ledger_private", "ledger_batch", "people_account"),
    *("plans_seatasked", "plans_told", "plans_feed", "plans_opinion"),
    *("content_entry", "content_articleversion", "content_reviewstep", "content_slip", "content_erratum"),
)


@dataclass(frozen=True, slots=True)
class Worded:
    """A fact that has words apart: uid, kind, whose, when; the words themselves are not here."""

    fact: UUID
    kind: Kind
    subject: UUID | None
    day: dt.date | None
    sealed: bool


def worded(*, subject: UUID | None = None, facts: Collection[UUID] | None = None) -> list[Worded]:
    """The facts with words: of one person, or these; in order of entry."""
    rows = _with_words()
    if subject is not None:
        rows = rows.filter(subject=subject)
    if facts is not None:
        rows = rows.filter(uid__in=list(facts))
    found = rows.order_by("seq").values_list("uid", "kind", "subject", "day")
    return [Worded(uid, Kind(kind), whose, day, BODIES[Kind(kind)].SEALED) for uid, kind, whose, day in found]


def worded_people() -> dict[UUID, list[UUID]]:
    """The facts with words by person, for the whole ledger."""
    found: dict[UUID, list[UUID]] = {}
    rows = _with_words().exclude(subject=None).order_by("seq")
    for uid, subject in rows.values_list("uid", "subject"):
        if subject is not None:
            found.setdefault(subject, []).append(uid)
    return found


def _with_words() -> QuerySet[models.Fact]:
    return models.Fact.objects.filter(uid__in=models.Private.objects.values("fact"))


def erase(facts: Iterable[UUID], stamp: api.Stamp, *, why: str) -> int:
    """Deletes the words of these facts, each with the audit line that explains it. How many had words."""
    there = worded(facts=list(facts))
    for one in there:
        api.audit(stamp, ERASED, str(one.fact), why, one.subject)
    models.Private.objects.filter(fact__in=[one.fact for one in there]).delete()
    mark = {"length": len(there), "hash": secrets.token_hex(32)}
    models.ChainHead.objects.update_or_create(chain=STRUCK, defaults=mark)
    return len(there)


def names_of(subject: UUID) -> set[str]:
    """Every name that descriptions of a person give."""
    uids = [
        one.fact for one in worded(subject=subject) if one.kind is Kind.PERSON_DESCRIBED and not one.sealed
    ]
    rows = models.Private.objects.filter(fact__in=uids).values_list("payload", flat=True)
    return {json.loads(payload).get("name", "") for payload in rows} - {""}


def strike_from_reports(names: Collection[str]) -> int:
    """Takes names out of the kept import reports, which are not chained. How many reports changed."""
    changed = 0
    for row in models.Batch.objects.exclude(report="").only("id", "report"):
        text = row.report
        for name in names:
            text = text.replace(name, GONE)
        if text != row.report:
            models.Batch.objects.filter(id=row.id).update(report=text)
            changed += 1
    return changed


def empty_reports(batches: Collection[UUID]) -> int:
    """Empties the rows that import reports quote, and keeps their counts. How many reports."""
    done = 0
    for row in models.Batch.objects.filter(id__in=list(batches)).exclude(report=""):
        told = json.loads(row.report)
        for part in ("unresolved", "remarks", "missing", "decisions", "warnings"):
            if part in told:
                told[part] = []
        told["erased"] = True
        models.Batch.objects.filter(id=row.id).update(report=json.dumps(told, ensure_ascii=False))
        done += 1
    return done


def quoted_elsewhere(names: Collection[str]) -> int:
    """How many facts quote one of the names in a text that is chained (a title, a problem): those stay."""
    quoting = Q()
    for name in names:
        quoting |= Q(body__contains=name) | Q(reason__contains=name) | Q(file__contains=name)
    return models.Fact.objects.filter(quoting).count() if names else 0


def sweep() -> bool:
    """Overwrites what deleted words left behind in the files. Outside of any transaction.

    SQLite: the file is written anew and the journal emptied; False when somebody was reading just then, and it
    must be done again. PostgreSQL: the tables are written anew, which only their owner may do: False otherwise.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT bool_and(pg_catalog.pg_get_userbyid(relowner) = current_user) FROM pg_class"
                " WHERE relname = ANY(%s) AND pg_table_is_visible(oid)",
                [list(SWEPT_TABLES)],
            )
            if not cursor.fetchone()[0]:
                return False
            for table in SWEPT_TABLES:
                cursor.execute(f"VACUUM (FULL) {table}")
            return True
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _, _ = cursor.fetchone()
        return not busy


def purgeable_audit(before: dt.datetime) -> int:
    """How many audit lines `api.purge_audit` would delete: up to the first that explains erased words."""
    lines = models.AuditLine.objects.order_by("position")
    stop = lines.filter(Q(at__gte=before) | Q(verb=ERASED)).first()
    return lines.filter(position__lt=stop.position).count() if stop else lines.count()

"""Reading the audit lines (操作记录) as the audit administrator sees them: user names and numbers, never names.

Nor can he learn whom a confidential line concerns: such a line shows no number, no line shows a number beside
the user name of that person, and what somebody objects to is not told when it is confidential.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from zhixing.core.facts.chain import START, Break, Head, Link, match, walk
from zhixing.core.facts.telling import tells_of_confidential
from zhixing.store.ledger import models
from zhixing.store.ledger.spelling import AUDIT, DIGESTS, PURGED, audit_link
from zhixing.store.people.queries import accounts, username_of

SIGNED = re.compile(r"[^，；：、（）]+（([a-z][a-z0-9._-]{1,29})）")
"""A signature within a line (who proposed, who was second): of it the user name is shown."""

WORDS = re.compile(r"[a-z][a-z0-9._-]+")
HIDDEN = "（保密事项）"
"""Stands for what it is about where the line names the person by his user name."""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One line. `by` is a user name; `subject` the number of the person concerned, shortened, or nothing."""

    position: int
    at: dt.datetime
    by: str
    verb: str
    target: str
    detail: str
    subject: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: of a verb, by or about a user name, on these days. Empty: all."""

    verb: str = ""
    account: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def lines(wanted: Wanted, *, below: int | None, size: int) -> list[AuditRow]:
    """Lines from the newest downwards, those below a position."""
    rows = _wanted(wanted)
    if below is not None:
        rows = rows.filter(position__lt=below)
    owners = {one.person: one.username for one in accounts() if one.person is not None}
    return [_row(row, owners) for row in rows.order_by("-position")[:size]]


def count(wanted: Wanted, *, below: int | None = None) -> int:
    """How many lines there are, of those below a position."""
    rows = _wanted(wanted)
    return (rows if below is None else rows.filter(position__lt=below)).count()


def verbs() -> list[str]:
    """Every verb there is."""
    return sorted(models.AuditLine.objects.values_list("verb", flat=True).distinct())


def first_and_last() -> tuple[dt.datetime, dt.datetime] | None:
    """When the oldest and the newest line were written; None without lines."""
    rows = models.AuditLine.objects.order_by("position").values_list("at", flat=True)
    first, last = rows.first(), rows.last()
    return (first, last) if first and last else None


def last_of(verb: str) -> AuditRow | None:
    """The newest line of a verb."""
    row = models.AuditLine.objects.filter(verb=verb).order_by("-position").first()
    return _row(row, {}) if row else None


def older_than(moment: dt.datetime) -> int:
    """How many lines are older."""
    return models.AuditLine.objects.filter(at__lt=moment).count()


def refusals(who: str, verb: str, *, since: dt.datetime) -> int:
    """How many lines of a verb somebody has caused since a moment."""
    return models.AuditLine.objects.filter(at__gte=since, by=who, verb=verb).count()


def concerned(who: str, verb: str, target: str, *, since: dt.datetime) -> set[UUID]:
    """Whom lines of a verb and target by somebody concern, since a moment."""
    found = models.AuditLine.objects.filter(at__gte=since, by=who, verb=verb, target=target)
    return {one for one in found.values_list("subject", flat=True) if one is not None}


def breaks() -> Iterator[Break]:
    """What is wrong with the chain of audit lines; nothing is good."""
    row = models.Installation.objects.filter(id=1).first()
    digest = DIGESTS.get(row.digest) if row else DIGESTS["sha256"]
    if digest is None:
        return
    purged = models.ChainHead.objects.filter(chain=PURGED).first()
    length, before = (purged.length, purged.hash) if purged else (0, START)
    found = {AUDIT: Head(AUDIT, length, before)} if purged else {}
    yield from walk(_links(found), digest, length=length, before=before)
    ends = models.ChainHead.objects.filter(chain=AUDIT)
    yield from match(found, [Head(one.chain, one.length, one.hash) for one in ends])


def _links(found: dict[UUID, Head]) -> Iterator[Link]:
    """The links in order; `found` is told the end on the way."""
    for line in models.AuditLine.objects.order_by("position").iterator():
        found[AUDIT] = Head(AUDIT, line.position, line.hash)
        yield audit_link(line)


def _wanted(wanted: Wanted) -> QuerySet[models.AuditLine]:
    rows = models.AuditLine.objects.all()
    if wanted.verb:
        rows = rows.filter(verb=wanted.verb)
    if wanted.account:
        name = wanted.account
        rows = rows.filter(Q(by=name) | Q(by__endswith=f"（{name}）") | Q(target=name))
    if wanted.since is not None:
        rows = rows.filter(at__gte=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(at__lt=wanted.until)
    return rows


def _row(row: models.AuditLine, owners: Mapping[UUID, str]) -> AuditRow:
    """`owners`: the user names of people by their number."""
    by = username_of(row.by)
    target, detail = (SIGNED.sub(r"\1", text) for text in (row.target, row.detail))
    subject = row.subject.hex[:8] if row.subject else ""
    confidential = tells_of_confidential(f"{row.verb} {target} {detail}")
    owner = owners.get(row.subject) if row.subject else None
    if owner is not None and owner in (by, *WORDS.findall(f"{target} {detail}")):
        subject = ""
        if tells_of_confidential(target):
            target = HIDDEN
    if confidential:
        subject = ""
    return AuditRow(row.position, row.at, by, row.verb, target, detail, subject)

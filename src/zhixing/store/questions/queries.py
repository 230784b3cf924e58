"""Reading the bank: what is asked now, and how each question came to be what it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from zhixing.core.questions.question import Question
from zhixing.core.questions.wire import decode_content
from zhixing.store.questions.models import Version


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version with its story. `question` carries the check and the retirement; `account` is its author's."""

    question: Question
    uid: UUID
    digest: str
    origin: str
    reason: str
    by: str
    account: int | None
    made_at: dt.datetime
    check_words: str
    retired_by: str
    retired_why: str


def current() -> list[VersionRow]:
    """The latest version of every question, retired or not, by number in the bank. One query."""
    return list(_read(_latest().order_by("item__code")))


def versions(item: UUID) -> list[VersionRow]:
    """All versions of a question, the latest first; empty for none such."""
    return list(_read(_joined(Version.objects.filter(item=item)).order_by("-number")))


def version(item: UUID, number: int) -> VersionRow | None:
    """One version."""
    return next(_read(_joined(Version.objects.filter(item=item, number=number))), None)


def named(wanted: Collection[tuple[UUID, int]]) -> dict[tuple[UUID, int], Question]:
    """Many versions at once, by question and version number; one query."""
    rows = _joined(Version.objects.filter(item__in={item for item, _ in wanted}))
    found = {(row.question.id, row.question.version): row.question for row in _read(rows)}
    return {key: found[key] for key in wanted if key in found}


def is_empty() -> bool:
    """Whether the bank holds nothing at all."""
    return not Version.objects.exists()


def unchecked(*, on: dt.date, author: int) -> int:
    """How many questions asked on a day nobody has compared with their article, but those that `author` wrote.

    One query.
    """
    rows = _latest().select_related(None).filter(check_made=None).exclude(account=author)
    return rows.filter(Q(retirement=None) | Q(retirement__on__gt=on)).count()


def _latest() -> QuerySet[Version]:
    last = Version.objects.filter(item=OuterRef("item")).order_by("-number").values("number")[:1]
    return _joined(Version.objects.filter(number=Subquery(last)))


def _joined(rows: QuerySet[Version]) -> QuerySet[Version]:
    return rows.select_related("item", "check_made", "retirement")


def _read(rows: QuerySet[Version]) -> Iterator[VersionRow]:
    for row in rows:
        question = decode_content(row.body, id=row.item_id, version=row.number, code=row.item.code)
        checked, retired = getattr(row, "check_made", None), getattr(row, "retirement", None)
        if checked is not None:
            question = replace(question, checked_by=checked.by, checked_on=checked.on)
        if retired is not None:
            question = replace(question, until=retired.on)
        yield VersionRow(
            question=question,
            uid=row.pk,
            digest=row.digest,
            origin=row.origin,
            reason=row.reason,
            by=row.by,
            account=row.account,
            made_at=row.made_at,
            check_words=checked.words if checked else "",
            retired_by=retired.by if retired else "",
            retired_why=retired.reason if retired else "",
        )

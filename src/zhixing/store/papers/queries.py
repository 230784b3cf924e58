"""Reading papers, sittings and sheets; rows are frozen values, never models."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from zhixing.core.papers.marking import Answers, HandMarks
from zhixing.core.papers.paper import Paper as PaperValue
from zhixing.core.papers.wire import read_answers, read_marks, read_paper
from zhixing.store.papers.models import Going, Invited, ItemCounts, Paper, Sheet, Sitting


class Way(StrEnum):
    """Whose wish a sitting is, and so whether its results go on record by themselves."""

    ASSIGNED = "assigned"
    CHOICE = "choice"
    OWN = "own"


WAY_WORDS: dict[str, str] = {
    Way.ASSIGNED: "集中测验，成绩入台账",
    Way.CHOICE: "自愿参加，本人点“计入”才入台账",
    Way.OWN: "本人自测，本人点“计入”才入台账",
}


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A version of a paper; `org` None for a member's own."""

    id: UUID
    series: UUID
    number: int
    title: str
    org: UUID | None
    owner: UUID | None
    paper: PaperValue
    by: str
    made_on: dt.date


@dataclass(frozen=True, slots=True)
class SittingRow:
    """A sitting with the head of its paper; `sheets`, `invited`: how many, of those who were asked to come."""

    id: UUID
    paper: UUID
    title: str
    number: int
    org: UUID | None
    owner: UUID | None
    way: str
    delayed: bool
    session: UUID | None
    against: UUID | None
    opens_at: dt.datetime
    closes_at: dt.datetime
    grace: int
    by: str
    closed: bool
    sheets: int = 0
    invited: int = 0

    def open_at(self, now: dt.datetime) -> bool:
        """Whether one can begin now."""
        return not self.closed and self.opens_at <= now < self.closes_at

    def key_open(self, now: dt.datetime) -> bool:
        """Whether who has handed in may see the right answers: once nobody can hand in any more, by choice or not.

        Of a test of one's own at once, for nobody else sits it.
        """
        over = self.closed or now > self.closes_at + dt.timedelta(minutes=self.grace)
        return self.owner is not None or over

    @property
    def private(self) -> bool:
        """Whether a result is the member's own until he says otherwise."""
        return self.way != Way.ASSIGNED


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A sheet."""

    id: UUID
    sitting: UUID
    person: UUID
    branch: UUID
    answers: Answers
    marks: HandMarks
    day: dt.date
    late: bool
    keyed: bool
    counted: bool
    fact: UUID | None


@dataclass(frozen=True, slots=True)
class GoingRow:
    """What is saved of somebody who is at it."""

    sitting: UUID
    person: UUID
    answers: Answers
    due_at: dt.datetime


def paper(id: UUID) -> PaperRow | None:
    """A paper by its id."""
    row = Paper.objects.filter(pk=id).first()
    return _paper(row) if row else None


def papers(ids: Collection[UUID]) -> dict[UUID, PaperRow]:
    """Several papers at once."""
    return {row.pk: _paper(row) for row in Paper.objects.filter(pk__in=list(ids))}


def papers_of(orgs: Collection[UUID]) -> list[PaperRow]:
    """The papers of these organisations, the latest first."""
    rows = Paper.objects.filter(org__in=list(orgs), owner=None)
    return [_paper(row) for row in rows.order_by("-made_on", "title", "-number")]


def next_number(series: UUID) -> int:
    """The number that the next version of a series has."""
    last = Paper.objects.filter(series=series).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def orgs_of_series(series: UUID) -> set[UUID | None]:
    """Whose the versions of a series are; None for a member's own, nothing where there is none."""
    return set(Paper.objects.filter(series=series).values_list("org", flat=True))


def sitting(id: UUID, branches: Collection[UUID] | None = None) -> SittingRow | None:
    """A sitting by its id, with its counts, of the people of these branches alone where they are given."""
    row = _counted(Sitting.objects.filter(pk=id), branches).first()
    return _sitting(row) if row else None


def sittings_of(orgs: Collection[UUID]) -> list[SittingRow]:
    """The sittings of papers of these organisations or for their people, the latest first, with their counts."""
    wanted = list(orgs)
    theirs = Invited.objects.filter(branch__in=wanted).values("sitting")
    rows = Sitting.objects.filter(Q(paper__org__in=wanted) | Q(pk__in=theirs), paper__owner=None)
    return [_sitting(row) for row in _counted(rows, wanted).order_by("-opens_at", "id")]


def sittings_for(person: UUID) -> list[SittingRow]:
    """The sittings somebody is invited to or has of his own, the latest first."""
    asked = Invited.objects.filter(person=person).values("sitting")
    rows = Sitting.objects.filter(Q(pk__in=asked) | Q(paper__owner=person)).select_related("paper")
    return [_sitting(row) for row in rows.order_by("-opens_at", "id")]


def running(now: dt.datetime) -> list[SittingRow]:
    """Sittings whose end has passed and that nobody has closed."""
    rows = Sitting.objects.filter(closed=False, closes_at__lt=now).select_related("paper")
    return [_sitting(row) for row in rows.order_by("closes_at")]


def invited(id: UUID) -> dict[UUID, UUID]:
    """Who is invited to a sitting, and the branch of each."""
    return dict(Invited.objects.filter(sitting=id).values_list("person", "branch"))


def sheets(ids: Collection[UUID], *, counted: bool | None = None) -> list[SheetRow]:
    """The sheets of these sittings, in an order that tells nothing of when they came."""
    rows = Sheet.objects.filter(sitting__in=list(ids))
    if counted is not None:
        rows = rows.filter(counted=counted)
    return [_sheet(row) for row in rows.order_by("id")]


def sheet(id: UUID) -> SheetRow | None:
    """A sheet by its id."""
    row = Sheet.objects.filter(pk=id).first()
    return _sheet(row) if row else None


def sheets_of(person: UUID) -> list[SheetRow]:
    """The sheets of one person, the latest day first."""
    return [_sheet(row) for row in Sheet.objects.filter(person=person).order_by("-day", "id")]


def sheet_in(sitting: UUID, person: UUID) -> SheetRow | None:
    """Somebody's sheet in a sitting."""
    row = Sheet.objects.filter(sitting=sitting, person=person).first()
    return _sheet(row) if row else None


def counted_sheets(first: dt.date, last: dt.date) -> list[SheetRow]:
    """The sheets on record of a span of days, both included."""
    rows = Sheet.objects.filter(counted=True, day__range=(first, last))
    return [_sheet(row) for row in rows.order_by("id")]


def papers_by_sitting(ids: Collection[UUID]) -> dict[UUID, PaperValue]:
    """The paper of each of these sittings; each paper is read once. One query."""
    found: dict[UUID, PaperValue] = {}
    read: dict[UUID, PaperValue] = {}
    for row in Sitting.objects.filter(pk__in=list(ids)).select_related("paper"):
        read.setdefault(row.paper_id, read_paper(row.paper.body))
        found[row.pk] = read[row.paper_id]
    return found


def going(sitting: UUID, person: UUID) -> GoingRow | None:
    """What is saved of somebody who is at it."""
    row = Going.objects.filter(sitting=sitting, person=person).first()
    return _going(row) if row else None


def all_going(sitting: UUID) -> list[GoingRow]:
    """Everybody who is at it, in the order of their numbers."""
    return [_going(row) for row in Going.objects.filter(sitting=sitting).order_by("person")]


def going_of(person: UUID) -> list[GoingRow]:
    """Everything somebody is at."""
    return [_going(row) for row in Going.objects.filter(person=person)]


def counts(sitting: UUID) -> str:
    """The item counts that remain of a sitting, as JSON; empty while there are sheets."""
    return ItemCounts.objects.filter(sitting=sitting).values_list("body", flat=True).first() or ""


def _counted(rows: QuerySet[Sitting], branches: Collection[UUID] | None) -> QuerySet[Sitting]:
    of_sheets = None if branches is None else Q(sheets__branch__in=branches)
    of_invited = None if branches is None else Q(invited__branch__in=branches)
    return rows.select_related("paper").annotate(
        sheet_count=Count("sheets", filter=of_sheets, distinct=True),
        invited_count=Count("invited", filter=of_invited, distinct=True),
    )


def _paper(row: Paper) -> PaperRow:
    return PaperRow(
        row.pk,
        row.series,
        row.number,
        row.title,
        row.org,
        row.owner,
        read_paper(row.body),
        row.by,
        row.made_on,
    )


def _sitting(row: Sitting) -> SittingRow:
    return SittingRow(
        id=row.pk,
        paper=row.paper_id,
        title=row.paper.title,
        number=row.paper.number,
        org=row.paper.org,
        owner=row.paper.owner,
        way=row.way,
        delayed=row.delayed,
        session=row.session,
        against=row.against_id,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        grace=row.grace,
        by=row.by,
        closed=row.closed,
        sheets=getattr(row, "sheet_count", 0),
        invited=getattr(row, "invited_count", 0),
    )


def _sheet(row: Sheet) -> SheetRow:
    return SheetRow(
        row.pk,
        row.sitting_id,
        row.person,
        row.branch,
        read_answers(row.answers),
        read_marks(row.marks),
        row.day,
        row.late,
        row.keyed,
        row.counted,
        row.fact,
    )


def _going(row: Going) -> GoingRow:
    return GoingRow(row.sitting_id, row.person, read_answers(row.answers), row.due_at)

"""Writing papers, sittings and sheets; called by actions only, inside their transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import IntegrityError, transaction

from zhixing.core.papers.marking import Answers, HandMarks
from zhixing.core.papers.paper import Paper as PaperValue
from zhixing.core.papers.wire import written, written_answers, written_marks
from zhixing.store.papers.models import Going, Invited, ItemCounts, Paper, Sheet, Sitting

GONE = "（已按规定删除）"
"""What stands where a signature was."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who writes: the signature that is kept, and the account."""

    signature: str
    account: int | None


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A version of a paper to be kept. `owner`: whose own it is."""

    id: UUID
    series: UUID
    number: int
    title: str
    org: UUID | None
    paper: PaperValue
    owner: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewSitting:
    """A sitting to be opened."""

    id: UUID
    paper: UUID
    way: str
    delayed: bool
    session: UUID | None
    against: UUID | None
    opens_at: dt.datetime
    closes_at: dt.datetime
    grace: int


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet handed in or keyed in."""

    id: UUID
    sitting: UUID
    person: UUID
    branch: UUID
    answers: Answers
    day: dt.date
    late: bool = False
    keyed: bool = False
    marks: HandMarks = field(default_factory=dict)


def add_paper(new: NewPaper, *, by: Hand, on: dt.date) -> bool:
    """Keeps a paper; False when its id has come before (sent twice)."""
    fields = {
        "series": new.series,
        "number": new.number,
        "title": new.title,
        "org": new.org,
        "owner": new.owner,
        "body": written(new.paper),
        "by": by.signature,
        "account": by.account,
        "made_on": on,
    }
    return Paper.objects.get_or_create(id=new.id, defaults=fields)[1]


def add_sitting(new: NewSitting, invited: Mapping[UUID, UUID], *, by: Hand) -> bool:
    """Opens a sitting for these people (each with his branch); False when its id has come before."""
    fields = {
        "paper_id": new.paper,
        "way": new.way,
        "delayed": new.delayed,
        "session": new.session,
        "against_id": new.against,
        "opens_at": new.opens_at,
        "closes_at": new.closes_at,
        "grace": new.grace,
        "by": by.signature,
        "account": by.account,
    }
    row, made = Sitting.objects.get_or_create(id=new.id, defaults=fields)
    if made:
        Invited.objects.bulk_create(
            [Invited(sitting=row, person=person, branch=branch) for person, branch in invited.items()]
        )
    return made


def close(sitting: UUID) -> bool:
    """Closes a sitting; tells whether it was open."""
    return Sitting.objects.filter(id=sitting, closed=False).update(closed=True) == 1


def begin(sitting: UUID, person: UUID, *, due_at: dt.datetime) -> bool:
    """Somebody begins; False where he has begun already (his time stays as it was)."""
    return Going.objects.get_or_create(sitting_id=sitting, person=person, defaults={"due_at": due_at})[1]


def save(sitting: UUID, person: UUID, answers: Answers) -> bool:
    """Saves the answers so far; tells whether he is at it."""
    rows = Going.objects.filter(sitting=sitting, person=person)
    return rows.update(answers=written_answers(answers)) == 1


def hand_in(new: NewSheet) -> bool:
    """Takes a sheet and forgets what was saved on the way; False when it has come before (its id, or his sheet)."""
    if Sheet.objects.filter(sitting=new.sitting, person=new.person).exclude(id=new.id).exists():
        return False
    fields = {
        "sitting_id": new.sitting,
        "person": new.person,
        "branch": new.branch,
        "answers": written_answers(new.answers),
        "day": new.day,
        "late": new.late,
        "keyed": new.keyed,
        "marks": written_marks(new.marks) if new.marks else "",
    }
    try:
        with transaction.atomic():
            made = Sheet.objects.get_or_create(id=new.id, defaults=fields)[1]
    except IntegrityError:  # the same person from two windows at once: the first one holds
        made = False
    Going.objects.filter(sitting=new.sitting, person=new.person).delete()
    return made


def set_marks(sheet: UUID, marks: HandMarks) -> bool:
    """What somebody gave for the short answers; not once the result is on record."""
    rows = Sheet.objects.filter(id=sheet, fact=None)
    return rows.update(marks=written_marks(marks)) == 1


def set_counted(sheet: UUID, fact: UUID | None) -> bool:
    """The result is on record: with its fact, or without one while a short answer waits. Tells whether it was not."""
    return Sheet.objects.filter(id=sheet, fact=None).update(counted=True, fact=fact) == 1


def forget_own(sitting: UUID, person: UUID) -> bool:
    """Deletes a member's own test whose result he has not put on record, with its paper."""
    rows = Sitting.objects.filter(id=sitting, paper__owner=person).exclude(sheets__counted=True)
    papers = list(rows.values_list("paper", flat=True))
    return Paper.objects.filter(id__in=papers).delete()[0] > 0


def forget_sheets(sittings: Mapping[UUID, str]) -> int:
    """Deletes the sheets of these sittings and keeps their item counts (JSON). How many sheets."""
    for sitting, body in sittings.items():
        ItemCounts.objects.get_or_create(sitting_id=sitting, defaults={"body": body})
    ids = list(sittings)
    Invited.objects.filter(sitting__in=ids).delete()
    Going.objects.filter(sitting__in=ids).delete()
    gone = Sheet.objects.filter(sitting__in=ids).delete()[0]
    Paper.objects.filter(sittings__in=ids).exclude(owner=None).delete()
    return gone


def strike(ended_before: dt.datetime) -> int:
    """Strikes the signatures of sittings that ended before a moment, and of their papers. How many sittings."""
    rows = Sitting.objects.filter(closes_at__lt=ended_before).exclude(by=GONE)
    Paper.objects.filter(sittings__in=list(rows.values_list("pk", flat=True))).update(by=GONE, account=None)
    return rows.update(by=GONE, account=None)


def forget_person(person: UUID, accounts: Collection[int]) -> None:
    """Forgets the sheets, invitations and own papers of one who left, and strikes what his accounts signed."""
    for model in (Sheet, Going, Invited):
        model._default_manager.filter(person=person).delete()
    Paper.objects.filter(owner=person).delete()
    wanted = list(accounts)
    Paper.objects.filter(account__in=wanted).update(by=GONE, account=None)
    Sitting.objects.filter(account__in=wanted).update(by=GONE, account=None)


def ended(before: dt.datetime) -> list[UUID]:
    """The sittings that ended before a moment and still have people in them."""
    rows = Sitting.objects.filter(closes_at__lt=before, counts=None)
    return list(rows.values_list("pk", flat=True))

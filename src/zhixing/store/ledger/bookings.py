"""What entering by hand reads: what is held of a day or a person, and lists of what was entered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zhixing.core.facts.kinds import Attendance, Kind, PlanItem, ProblemSet, SessionHeld
from zhixing.core.facts.record import Draft, Fact, decode
from zhixing.store.ledger import models
from zhixing.store.ledger.spelling import COLUMNS, fact_of
from zhixing.store.ledger.standing import as_draft, words_of

BY_HAND = (
    Kind.SESSION_HELD,
    Kind.MAKEUP,
    Kind.TRAINING,
    Kind.SELF_STUDY,
    Kind.SELF_STUDY_CHECKED,
    Kind.TEST_TAKEN,
    Kind.PRACTICE_VISIT,
    Kind.TALK,
    Kind.NEED_RAISED,
    Kind.NEED_STATE,
    Kind.PROBLEM_SET,
    Kind.PROBLEM_STATE,
    Kind.PROBLEM_PLACE,
    Kind.PROBLEM_EVIDENCE,
    Kind.PROBLEM_MERGED,
    Kind.COMPLAINT_TOTAL,
    Kind.GATE,
    Kind.PLAN_ITEM,
    Kind.PLAN_ITEM_DONE,
    Kind.PLEDGE,
    Kind.PLEDGE_STATE,
)
"""Kinds that stand in the list of recent entries; who stood in which list is told with the session."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many stand in one of the four lists of a session."""

    session: UUID
    state: str
    people: int


def near(draft: Draft) -> list[Draft]:
    """What is held that may be the same thing under a number: of the day, of the person, or of the year."""
    rows = models.Fact.objects.filter(kind=draft.kind.value)
    if isinstance(draft.body, SessionHeld):
        rows = rows.filter(day=draft.day)
    elif draft.subject is not None:
        rows = rows.filter(subject=draft.subject)
    elif isinstance(draft.body, ProblemSet):
        rows = rows.filter(day=draft.day)
    elif isinstance(draft.body, PlanItem):
        rows = rows.filter(body__contains=f'"year":{draft.body.year}')
    else:
        return []
    return drafts(rows)


def drafts(rows: QuerySet[models.Fact]) -> list[Draft]:
    """The facts in force among rows, as drafts with their words, in order of entry."""
    facts = in_force(rows)
    words = words_of(facts)
    return [as_draft(fact, words) for fact in facts]


def in_force(rows: QuerySet[models.Fact]) -> list[Fact]:
    """The facts among rows that count, in order of entry."""
    reversal = models.Fact.objects.filter(reverses=OuterRef("uid"))
    kept = rows.filter(~Exists(reversal), reverses__isnull=True)
    return [fact_of(row) for row in kept.order_by("seq").values_list(*COLUMNS)]


def thing(kind: Kind, about: UUID) -> Draft | None:
    """The thing `about` as it is described now."""
    found = drafts(models.Fact.objects.filter(kind=kind.value, about=about))
    return found[-1] if found else None


def things(kind: Kind, chains: Collection[UUID], *, since: dt.date) -> list[Fact]:
    """The things of a kind in these chains from a day on; those without a day, too."""
    rows = models.Fact.objects.filter(kind=kind.value, chain__in=chains)
    return in_force(rows.filter(Q(day__gte=since) | Q(day__isnull=True)))


def states(kind: Kind, abouts: Collection[UUID]) -> list[Fact]:
    """The states of these things."""
    return in_force(models.Fact.objects.filter(kind=kind.value, about__in=abouts)) if abouts else []


def sessions(year: int, organisers: Collection[str] | None) -> list[Fact]:
    """The sessions of a year, as last described; of these organisers, or of all."""
    rows = models.Fact.objects.filter(kind=Kind.SESSION_HELD.value, day__year=year)
    found = {fact.about: fact for fact in in_force(rows) if isinstance(fact.body, SessionHeld)}
    kept = [
        fact
        for fact in found.values()
        if organisers is None or (isinstance(fact.body, SessionHeld) and fact.body.organiser in organisers)
    ]
    return sorted(kept, key=lambda fact: (fact.day or dt.date.min, fact.seq))


def counted(abouts: Sequence[UUID]) -> list[Counted]:
    """How many stand in each list of these sessions. One query."""
    gone = models.Fact.objects.filter(reverses__isnull=False).values("reverses")
    rows = models.Fact.objects.filter(kind=Kind.ATTENDANCE.value, about__in=abouts).exclude(uid__in=gone)
    found = rows.values("about", "body").annotate(people=Count("seq"))
    return [Counted(row["about"], _state(row["body"]), row["people"]) for row in found if row["about"]]


def _state(body: str) -> str:
    read = decode(Kind.ATTENDANCE, body)
    return read.state if isinstance(read, Attendance) else ""


def roll(about: UUID) -> list[Fact]:
    """Who stands in which list of a session, and the make-ups."""
    kinds = (Kind.ATTENDANCE.value, Kind.MAKEUP.value)
    return in_force(models.Fact.objects.filter(kind__in=kinds, about=about))


def entered(chains: Collection[UUID] | None, *, most: int) -> list[Fact]:
    """What was entered by hand last, the latest first; in these chains, or in all."""
    rows = models.Fact.objects.filter(kind__in=[kind.value for kind in BY_HAND], file="", batch__isnull=True)
    if chains is not None:
        rows = rows.filter(chain__in=chains)
    gone = models.Fact.objects.filter(reverses__isnull=False).values("reverses")
    kept = rows.filter(reverses__isnull=True).exclude(uid__in=gone).order_by("-seq")[:most]
    return [fact_of(row) for row in kept.values_list(*COLUMNS)]


def of_uids(uids: Iterable[UUID]) -> list[Fact]:
    """These facts, in order of entry."""
    rows = models.Fact.objects.filter(uid__in=list(uids)).order_by("seq")
    return [fact_of(row) for row in rows.values_list(*COLUMNS)]

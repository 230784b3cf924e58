"""Reading plans; rows are frozen values, never models."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from zhixing.store.plans.models import Opinion, PlanVersion, Preparation


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a year's plan, with its body as JSON text."""

    year: int
    number: int
    state: str
    body: str
    reason: str
    by: str
    made_at: dt.datetime
    account: int = 0


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """An opinion on a version, and its answer."""

    id: UUID
    number: int
    org: UUID | None
    words: str
    by: str
    said_at: dt.datetime
    answer: str
    answered_by: str
    answered_at: dt.datetime | None
    account: int = 0


@dataclass(frozen=True, slots=True)
class PreparationRow:
    """A step of a lesson's checklist that is ready for the session of a day (ISO; empty: for all)."""

    lesson: UUID
    step: str
    day: str
    by: str
    done_at: dt.datetime


def latest_version(year: int) -> VersionRow | None:
    """The version that holds now, or None where the year has no plan."""
    return _row(PlanVersion.objects.filter(year=year).order_by("-number").first())


def version(year: int, number: int) -> VersionRow | None:
    """A version by its number."""
    return _row(PlanVersion.objects.filter(year=year, number=number).first())


def versions(year: int) -> list[VersionRow]:
    """All versions of a year without their bodies, the first one first."""
    rows = PlanVersion.objects.filter(year=year).defer("body").order_by("number")
    return [
        VersionRow(row.year, row.number, row.state, "", row.reason, row.by, row.made_at, row.account)
        for row in rows
    ]


def years() -> list[int]:
    """The years that have a plan."""
    return list(PlanVersion.objects.order_by("year").values_list("year", flat=True).distinct())


def opinions(year: int) -> list[OpinionRow]:
    """The opinions on any version of a year's plan, the first one first."""
    rows = Opinion.objects.filter(version__year=year).select_related("version").order_by("said_at", "id")
    return [_opinion(row) for row in rows]


def opinion(uid: UUID) -> OpinionRow | None:
    """One opinion."""
    row = Opinion.objects.filter(id=uid).select_related("version").first()
    return _opinion(row) if row else None


def prepared(year: int) -> list[PreparationRow]:
    """Everything that is ready for lessons of a year."""
    rows = Preparation.objects.filter(year=year).order_by("done_at", "id")
    return [PreparationRow(row.lesson, row.step, row.day, row.by, row.done_at) for row in rows]


def _row(found: PlanVersion | None) -> VersionRow | None:
    if found is None:
        return None
    return VersionRow(
        found.year,
        found.number,
        found.state,
        found.body,
        found.reason,
        found.by,
        found.made_at,
        found.account,
    )


def _opinion(row: Opinion) -> OpinionRow:
    return OpinionRow(
        row.id,
        row.version.number,
        row.org,
        row.words,
        row.by,
        row.said_at,
        row.answer,
        row.answered_by,
        row.answered_at,
        row.account,
    )

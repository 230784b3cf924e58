"""Reading plans; rows are frozen values, never models."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhixing.store.plans.models import PlanVersion


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


def latest_version(year: int) -> VersionRow | None:
    """The version that holds now, or None where the year has no plan."""
    return _row(PlanVersion.objects.filter(year=year).order_by("-number").first())


def version(year: int, number: int) -> VersionRow | None:
    """A version by its number."""
    return _row(PlanVersion.objects.filter(year=year, number=number).first())


def _row(found: PlanVersion | None) -> VersionRow | None:
    if found is None:
        return None
    return VersionRow(
        found.year, found.number, found.state, found.body, found.reason, found.by, found.made_at
    )

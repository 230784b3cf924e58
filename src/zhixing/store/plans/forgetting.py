"""Counting and deleting what is past its term, and forgetting the words about one person; called by actions only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from uuid import UUID

from django.apps import apps
from django.db.models import CharField, Count, Model, QuerySet, Value

from zhixing.store.plans.models import Feed, Opinion, SeatAsked, Told

YEAR_OF: Mapping[str, str] = {
    "plans.Told": "year",
    "plans.SeatAsked": "batch__year",
    "plans.Seat": "batch__year",
    "plans.Batch": "year",
    "plans.Preparation": "year",
    "plans.Opinion": "version__year",
    "plans.PlanVersion": "year",
}
"""By label: where a row's plan year stands. In this order, so that nothing is deleted before what hangs on it."""
GONE = "（已按规定删除）"
"""What stands where an opinion was."""


def past(ended_before: Mapping[str, dt.date]) -> dict[str, int]:
    """How many rows of each table belong to plan years that ended before a day; tables without any are left out.

    One query for them all.
    """
    first, *others = [
        _rows(label, day)
        .values(tag=Value(label, CharField()))
        .annotate(n=Count("pk"))
        .values_list("tag", "n")
        for label, day in ended_before.items()
    ]
    counts: dict[str, int] = dict(first.union(*others, all=True))
    return {label: counts[label] for label in YEAR_OF if counts.get(label)}


def purge(ended_before: Mapping[str, dt.date]) -> None:
    """Deletes them; runs go with their batch."""
    for label in YEAR_OF:
        if label in ended_before:
            _rows(label, ended_before[label]).delete()


def forget_person(person: UUID, accounts: Collection[int]) -> None:
    """Forgets what is written of one who left: his reasons, the dates told him, his addresses, his opinions.

    Seats and asks stay as numbers, since coverage was counted from them; so do answers to an opinion.
    """
    SeatAsked.objects.filter(person=person).exclude(words="").update(words="")
    Told.objects.filter(person=person).delete()
    Feed.objects.filter(person=person).delete()
    Opinion.objects.filter(account__in=list(accounts)).update(words=GONE, by=GONE)


def _rows(label: str, ended_before: dt.date) -> QuerySet[Model]:
    """A year ends with its 31st of December: every earlier year than the day's has ended before the day."""
    rows: QuerySet[Model] = apps.get_model(label)._default_manager.all()
    return rows.filter(**{f"{YEAR_OF[label]}__lt": ended_before.year})

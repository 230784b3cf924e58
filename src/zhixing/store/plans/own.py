"""Reading everything that plans and batches hold about one person, for himself. Three queries, whatever there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Field, IntegerField, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast

from zhixing.store.plans.batches import AskRow, ask_row
from zhixing.store.plans.models import BatchRun, Feed, Opinion, PlanVersion, Seat, SeatAsked, Told

TOLD, OPINION, FEED = "told", "opinion", "feed"


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """A seat in a batch that is or was in force; `day`, `half`, `lesson` None or empty where there was none."""

    year: int
    requirement: str
    state: str
    lesson: UUID | None
    day: dt.date | None
    half: str
    way: str
    why: str


@dataclass(frozen=True, slots=True)
class OwnAsk:
    """An ask that one made, or in which one is asked; `wanted`: when the run begins that was asked for."""

    year: int
    ask: AskRow
    wanted: tuple[dt.date, str] | None


@dataclass(frozen=True, slots=True)
class OwnWord:
    """What was told (`text`: the body), an opinion (`number`: on which version; `answer`) or a feed (its label).

    `year` is 0 for a feed, which belongs to none. The secret of a feed is never read.
    """

    sort: str
    year: int
    number: int
    text: str
    answer: str
    at: dt.datetime


def seats(person: UUID) -> list[OwnSeat]:
    """The seats of one person in every batch kept, by year and day."""
    columns = ("requirement", "batch__state", "run__lesson", "run__day", "run__half", "way", "why")
    rows = Seat.objects.filter(person=person).order_by("batch__year", "pk")
    found = [
        OwnSeat(year, requirement, state, lesson, day, half or "", way, why)
        for year, requirement, state, lesson, day, half, way, why in rows.values_list("batch__year", *columns)
    ]
    return sorted(found, key=lambda one: (one.year, one.day or dt.date.max, one.half))


def asks(person: UUID) -> list[OwnAsk]:
    """What one asked, and what others asked of one, in order of time. Raises SealError."""
    run = BatchRun.objects.filter(code=OuterRef("wanted")).order_by("-pk")
    rows = SeatAsked.objects.filter(Q(person=person) | Q(other=person)).annotate(
        of_year=F("batch__year"),
        run_day=Subquery(run.values("day")[:1]),
        run_half=Subquery(run.values("half")[:1]),
    )
    return [
        OwnAsk(row.of_year, ask_row(row), (row.run_day, row.run_half) if row.run_day else None)
        for row in rows.order_by("asked_at", "id")
    ]


def words(person: UUID, account: int) -> list[OwnWord]:
    """Every word to one person, what his account said of plans, its addresses; by sort, then in order of time."""
    told = Told.objects.filter(person=person).values_list(
        _text(TOLD), _number("year"), _number(0), _text("body", column=True), _text(""), "told_at"
    )
    said = Opinion.objects.filter(account=account).values_list(
        _text(OPINION),
        _number("version__year"),
        _number("version__number"),
        _text("words", column=True),
        _text("answer", column=True),
        "said_at",
    )
    held = Feed.objects.filter(account=account).values_list(
        _text(FEED), _number(0), _number(0), _text("label", column=True), _text(""), "made_at"
    )
    found = [OwnWord(*row) for row in told.union(said, held, all=True)]
    order = (TOLD, OPINION, FEED)
    return sorted(found, key=lambda one: (order.index(one.sort), one.at))


def latest_bodies(years: Collection[int]) -> Mapping[int, str]:
    """The plan of each of these years as it holds now, as JSON text."""
    last = PlanVersion.objects.filter(year=OuterRef("year")).order_by("-number").values("number")[:1]
    rows = PlanVersion.objects.filter(year__in=list(years), number=Subquery(last))
    return dict(rows.values_list("year", "body"))


def _text(value: str, *, column: bool = False) -> Cast:
    return _cast(value if column else Value(value), TextField())


def _number(value: str | int) -> Cast:
    return _cast(value if isinstance(value, str) else Value(value), IntegerField())


def _cast(value: str | Value, field: Field[object, object]) -> Cast:
    return Cast(value, field)

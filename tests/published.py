"""A published plan and an accepted batch, as small as can be, for tests of what comes after them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import transaction

from zhixing.core.plan.body import Body, encode_body
from zhixing.core.plan.plan import AnnualPlan, Lesson, LessonPlan, State, Way
from zhixing.store.plans import api, batch_api, queries

NAMES = UUID(int=99)
YEAR = 2026
HAND = api.Hand(0, "刘英（superior）")


def course(nth: int, org: UUID, title: str = "党章党规轮训") -> Lesson:
    """A lesson that runs in batches."""
    return Lesson(
        uuid5(NAMES, f"course{nth}"),
        f"J{nth:03d}",
        title,
        "党章党规党纪教育",
        ("集中轮训",),
        Way.COURSE,
        "A",
        180,
        org,
        meets=(f"K{nth}",),
        plan=LessonPlan(speaker="党校教师"),
    )


def theme_days(org: UUID, days: Sequence[dt.date]) -> Lesson:
    """A branch's theme days."""
    return Lesson(
        uuid5(NAMES, f"theme{org}"),
        "J900",
        "主题党日：安全生产",
        "政治理论教育",
        ("主题党日",),
        Way.RHYTHM,
        "A",
        60,
        org,
        days=tuple(days),
    )


def publish_plan(
    root: UUID, lessons: Sequence[Lesson], *, now: dt.datetime, state: State = State.PUBLISHED
) -> None:
    """The next version of the year's plan, with these lessons."""
    last = queries.latest_version(YEAR)
    body = encode_body(Body(AnnualPlan(YEAR, root, tuple(lessons))))
    number = last.number + 1 if last else 1
    api.add_version(YEAR, number, state=state.value, body=body, reason="", by=HAND, now=now)


@dataclass(frozen=True)
class Slot:
    """A run: of which course, on which day and half."""

    course: int
    day: dt.date
    half: str = "am"
    half_days: int = 1


def accept_batch(nth: int, runs: Sequence[Slot], seats: Mapping[UUID, int], *, now: dt.datetime) -> UUID:
    """A batch in force: `seats` says who sits in which run by number. Runs keep their codes from one to the next."""
    batch = uuid5(NAMES, f"batch{nth}")
    new = batch_api.NewBatch(batch, YEAR, 1, "plan", 10, 0, "", "", None)
    rows = [
        batch_api.NewRun(
            number,
            uuid5(NAMES, f"run{number}"),
            uuid5(NAMES, f"course{slot.course}"),
            slot.day,
            slot.half,
            slot.half_days,
            None,
            None,
        )
        for number, slot in enumerate(runs)
    ]
    placed = [batch_api.NewSeat(who, f"K{runs[run].course}", run, "seat") for who, run in seats.items()]
    with transaction.atomic():
        batch_api.add(new, by="刘英（superior）", account=0, now=now)
        batch_api.accept(batch, before=("waiting",), by="刘英（superior）", now=now)
        batch_api.keep(batch, rows, placed)
    return batch

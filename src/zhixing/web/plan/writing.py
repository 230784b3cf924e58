"""Changing a plan from a page: a lesson put in, changed, copied, taken out or moved to another time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from uuid import UUID, uuid5

from zhixing.core.plan.clash import Alternative, Clash
from zhixing.core.plan.plan import AnnualPlan, Lesson, LessonPlan


def put(plan: AnnualPlan, lesson: Lesson) -> AnnualPlan:
    """The plan with this lesson in its place, or at the end, under a number of its own, where it is new."""
    if plan.lesson(lesson.id) is None:
        return replace(plan, lessons=(*plan.lessons, _numbered(plan, lesson)))
    return replace(plan, lessons=tuple(lesson if one.id == lesson.id else one for one in plan.lessons))


def _numbered(plan: AnnualPlan, lesson: Lesson) -> Lesson:
    """The lesson under a number that no other has: items of the ledger are known by it."""
    used = {one.code for one in plan.lessons}
    return replace(lesson, code=next(code for code in (f"Z{n:02d}" for n in count(1)) if code not in used))


def without(plan: AnnualPlan, lesson: UUID) -> AnnualPlan:
    """The plan without a lesson."""
    return replace(plan, lessons=tuple(one for one in plan.lessons if one.id != lesson))


def copied(plan: AnnualPlan, lesson: Lesson, number: int) -> tuple[AnnualPlan, Lesson]:
    """The plan with a copy right behind; the id follows from the version, so that a form sent twice copies once."""
    new = uuid5(lesson.id, f"copy {number}")
    twin = _numbered(plan, replace(lesson, id=new, title=f"{lesson.title}（副本）"[:80]))
    found: list[Lesson] = []
    for one in plan.lessons:
        found += [one, twin] if one.id == lesson.id else [one]
    return replace(plan, lessons=tuple(found)), twin


def moved(lesson: Lesson, clash: Clash, choice: Alternative) -> Lesson:
    """The lesson at the other time: the days that clash give way to those offered, each keeping its theme."""
    if choice.window is not None:
        return replace(lesson, window=choice.window)
    themes = dict(zip(lesson.days, lesson.themes, strict=False))
    kept: list[tuple[dt.date, dt.date]] = [(day, day) for day in lesson.days if day not in clash.days]
    gone = [day for day in lesson.days if day in clash.days]
    kept += _paired(choice.days, gone)
    kept.sort()
    if not lesson.themes:
        return replace(lesson, days=tuple(day for day, _ in kept))
    return replace(
        lesson,
        days=tuple(day for day, _ in kept),
        themes=tuple(themes[was] for _, was in kept if was in themes),
    )


def _paired(new: Sequence[dt.date], old: Sequence[dt.date]) -> list[tuple[dt.date, dt.date]]:
    """Each new day with the old one whose place it takes."""
    return [(day, old[min(n, len(old) - 1)] if old else day) for n, day in enumerate(new)]


def taught(lesson: Lesson, teaching: LessonPlan) -> Lesson:
    """The lesson with this 教案."""
    return replace(lesson, plan=teaching)

"""备课提醒: which steps of a lesson's checklist are due for its next sessions, and not ready yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.plan.plan import AnnualPlan, Lesson, Step

Ticked = Collection[tuple[UUID, str, str]]
"""Lesson, step and day (ISO; empty: for all of its sessions) of what is ready."""


@dataclass(frozen=True, slots=True)
class Unready:
    """The steps due for the session of a lesson on a day. `left`: days until then."""

    lesson: Lesson
    day: dt.date
    left: int
    steps: tuple[Step, ...]

    @property
    def words(self) -> str:
        """3 天后开课：《…》，还缺 备齐学习材料."""
        when = f"{self.left} 天后开课" if self.left else "今天开课"
        return f"{when}：《{self.lesson.title}》，还缺：{'；'.join(one.text for one in self.steps)}"


def unready(
    plan: AnnualPlan,
    ticked: Ticked,
    runs: Mapping[UUID, Iterable[dt.date]],
    *,
    orgs: Collection[UUID],
    today: dt.date,
) -> tuple[Unready, ...]:
    """What is due of the lessons of these organisations, the nearest session first. `runs`: days of courses' runs."""
    found = [one for lesson in plan.lessons if lesson.org in orgs for one in _of(lesson, ticked, runs, today)]
    return tuple(sorted(found, key=lambda one: (one.day, one.lesson.code)))


def _of(
    lesson: Lesson, ticked: Ticked, runs: Mapping[UUID, Iterable[dt.date]], today: dt.date
) -> Iterator[Unready]:
    for day in sorted({*lesson.days, *runs.get(lesson.id, ())}):
        left = (day - today).days
        if left < 0:
            continue
        steps = tuple(
            step
            for step in lesson.plan.checklist
            if step.days_before >= left
            and (lesson.id, step.key, "") not in ticked
            and (lesson.id, step.key, day.isoformat()) not in ticked
        )
        if steps:
            yield Unready(lesson, day, left, steps)

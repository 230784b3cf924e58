"""What a published plan states on the ledger: one item a lesson and month, as the plan table (L2) lists them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from zhixing.core.facts import ids
from zhixing.core.facts.forms import joined
from zhixing.core.facts.kinds import PlanItem
from zhixing.core.facts.record import Draft, Identify, Source
from zhixing.core.people.register import Register
from zhixing.core.plan.plan import AnnualPlan, Lesson, Way
from zhixing.core.recording.base import WHOLE_ORGAN


def items_of(plan: AnnualPlan, register: Register, identify: Identify) -> dict[UUID, Draft]:
    """The items by their id. A course stands in the last month of its window; a lesson without a time nowhere yet."""
    found: dict[UUID, Draft] = {}
    root = register.root
    for lesson in plan.lessons:
        organiser = WHOLE_ORGAN if root and lesson.org == root.id else register.name_of(lesson.org)
        for code, month, title in _months(lesson):
            words = joined(lesson.forms)
            about = ids.plan_item_id(
                identify, plan.year, code=code, month=month, form=words, title=title, branch=organiser
            )
            body = PlanItem(code, plan.year, month, words, title, organiser, lesson.minutes)
            found[about] = Draft(body, lesson.org, Source(), about=about)
    return found


def _months(lesson: Lesson) -> Iterator[tuple[str, int, str]]:
    """Number, month and title of each item."""
    if lesson.way is Way.COURSE:
        if lesson.window is not None:
            yield lesson.code, lesson.window[1].month, lesson.title
        return
    counts: dict[int, int] = {}
    for n, day in enumerate(lesson.days):
        counts[day.month] = counts.get(day.month, 0) + 1
        nth = f"-{counts[day.month]}" if counts[day.month] > 1 else ""
        theme = lesson.themes[n].title if n < len(lesson.themes) else ""
        yield f"{lesson.code}-{day.month:02d}{nth}", day.month, _title(lesson, theme)


def _title(lesson: Lesson, theme: str) -> str:
    form = lesson.forms[0] if lesson.forms else ""
    return f"{form}：{theme}" if theme and form else theme or lesson.title


def first_day(lesson: Lesson) -> dt.date | None:
    """The first day on which it may be held."""
    if lesson.way is Way.COURSE:
        return lesson.window[0] if lesson.window else None
    return min(lesson.days, default=None)

"""What one press of a button does to a lesson: tick a step, take another time, copy, take out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from zhixing.actions import plan as plans
from zhixing.actions.plan_checks import clashes
from zhixing.core.plan.plan import AnnualPlan, Lesson
from zhixing.core.plan.rules import PlanError
from zhixing.web.plan import writing
from zhixing.web.plan.opening import look
from zhixing.web.plan.sight import Sight
from zhixing.web.shared.frame import today
from zhixing.web.shared.gate import Seen


def done(request: Seen, seen: Sight, lesson: Lesson) -> str:
    """Does what the form asks (`act`) and says where to go. Raises PlanError; Http404 for what there is not."""
    found = _ACTS.get(request.POST.get("act", ""))
    if found is None:
        raise Http404
    return found(request, seen, lesson)


def _tick(request: Seen, seen: Sight, lesson: Lesson) -> str:
    said = request.POST
    text = said.get("day", "")
    try:
        day = dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise Http404 from None
    plans.tick(
        *(seen.year, lesson.id, said.get("step", ""), day),
        done=said.get("done", "1") == "1",
        by=request.actor,
        now=timezone.now(),
        today=today(),
    )
    return f"{reverse('plan:lesson', args=[seen.year, lesson.id])}?said=ticked#ready"


def _move(request: Seen, seen: Sight, lesson: Lesson) -> str:
    """Takes the alternative that was pressed: its place among those of the clash, checked against its words."""
    said = request.POST
    for clash in clashes(seen.plan, today=today(), lesson=lesson):
        for choice in clash.alternatives:
            if choice.words == said.get("choice", ""):
                plan = writing.put(seen.plan, writing.moved(lesson, clash, choice))
                _save(request, seen, plan, f"《{lesson.title}》改到{choice.words}：{clash.words}")
                return f"{reverse('plan:lesson', args=[seen.year, lesson.id])}?said=moved"
    raise PlanError("这个时间已经不在可选的里面了，计划刚有变动；请重新看一遍再选")


def _copy(request: Seen, seen: Sight, lesson: Lesson) -> str:
    plan, twin = writing.copied(seen.plan, lesson, _based_on(request))
    _save(request, seen, plan, f"照《{lesson.title}》加一课")
    return f"{reverse('plan:edit', args=[seen.year, twin.id])}?said=copied"


def _remove(request: Seen, seen: Sight, lesson: Lesson) -> str:
    """Two presses: the first asks, this is the second."""
    reason = request.POST.get("reason", "").strip()
    if seen.public and not reason:
        raise PlanError("计划已发布，取消一课要写明理由")
    _save(request, seen, writing.without(seen.plan, lesson.id), reason or f"取消《{lesson.title}》")
    return f"{reverse('plan:year', args=[seen.year])}?said=removed"


def taken_out(seen: Sight, lesson: UUID, said: Mapping[str, str]) -> Lesson | None:
    """The lesson as it was in the version that the page showed, where it is not in the plan any more."""
    if seen.view is None or not seen.works or seen.plan.lesson(lesson) is not None:
        return None
    was = plans.version(seen.year, _number(said))
    found = was.plan.lesson(lesson) if was else None
    return found if found is not None and seen.reads(found) else None


def _save(request: Seen, seen: Sight, plan: AnnualPlan, reason: str) -> None:
    look(seen, plan, request.POST, today=today())
    plans.save(
        seen.year,
        plan,
        based_on=_based_on(request),
        reason=reason[:300],
        by=request.actor,
        now=timezone.now(),
        today=today(),
    )


def _based_on(request: Seen) -> int:
    return _number(request.POST)


def _number(said: Mapping[str, str]) -> int:
    text = said.get("based_on", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


_ACTS: Mapping[str, Callable[[Seen, Sight, Lesson], str]] = {
    "tick": _tick,
    "move": _move,
    "copy": _copy,
    "remove": _remove,
}

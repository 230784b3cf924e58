"""What a change of a published plan would leave open: told before it is saved, saved when pressed once more.

A plan under discussion is looked at whole before it is approved (审定前核对). A published one is changed by one
officer alone, so the page says first which problem, duty or cell the change leaves without a lesson.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from zhixing.actions.plan_checks import findings
from zhixing.core.plan.checks import Finding, Sort
from zhixing.core.plan.plan import AnnualPlan
from zhixing.web.plan.sight import Sight
from zhixing.web.plan.views import HERE
from zhixing.web.shared.frame import frame_for
from zhixing.web.shared.gate import Seen

TOLD = (Sort.UNANSWERED, Sort.MUST, Sort.PROBLEM, Sort.OWED, Sort.CLASH)
"""Sorts that a change may open; hours and 教案 stand on the plan's page anyway."""


class Opens(Exception):  # noqa: N818 - as Overtaken: it tells what happened, not that something is wrong
    """The change opens something that has not been shown yet: `found`. Nothing was saved."""

    def __init__(self, found: Sequence[Finding]) -> None:
        """`found`: at least one."""
        self.found = tuple(found)
        super().__init__(f"这样改，会多出 {len(self.found)} 项要处理的")

    @property
    def known(self) -> str:
        """What the form sends back once its reader has seen this list."""
        words = "\n".join(one.words for one in self.found)
        return hashlib.sha256(words.encode()).hexdigest()[:16]


def look(seen: Sight, plan: AnnualPlan, said: Mapping[str, str], *, today: dt.date) -> None:
    """Raises Opens where a published plan, so changed, opens what the sender has not been shown."""
    if not seen.public or plan == seen.plan:
        return
    before = {(one.sort, one.words) for one in findings(seen.year, seen.plan, today=today)}
    found = [
        one
        for one in findings(seen.year, plan, today=today)
        if one.sort in TOLD and (one.sort, one.words) not in before
    ]
    if found and said.get("known") != Opens(found).known:
        raise Opens(found)


def shown(request: Seen, seen: Sight, found: Opens, *, back: str) -> HttpResponse:
    """A page of its own for what has no form of its own; what was sent goes along and nothing is typed again."""
    own = {"csrfmiddlewaretoken", "known"}
    context = {
        "year": seen.year,
        "opens": found,
        "action": request.path,
        "back": back,
        "fields": [(name, value) for name, value in request.POST.items() if name not in own],
        "frame": frame_for(request, f"{seen.year} 年学习计划", here=HERE),
    }
    return render(request, "plan/opens.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def refused(request: Seen, year: int, problem: str) -> HttpResponse:
    """A page of its own: there was nothing typed that could be lost."""
    frame = frame_for(request, f"{year} 年学习计划", here=HERE)
    context = {"year": year, "problem": problem, "frame": frame}
    return render(request, "plan/refused.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)

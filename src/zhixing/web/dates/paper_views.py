"""Handing out the notice and the sheets for stations' walls."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhixing.actions import date_papers
from zhixing.actions.export import Document
from zhixing.actions.printing import Ending
from zhixing.web.shared.downloads import handed
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may
from zhixing.web.shared.known import plan_year


@may(*OFFICERS)
@require_safe
def papers(request: Seen, year: int) -> HttpResponse:
    """What can be printed of the year's dates."""
    lines = date_papers.stations(request.actor, plan_year(year), today=today())
    frame = frame_for(request, "通知和上墙表", here="batches", year=year)
    return render(request, "dates/papers.html", {"lines": lines, "year": year, "frame": frame})


@may(*OFFICERS)
@require_safe
def notice(request: Seen, year: int, ending: str) -> HttpResponse:
    """分期分批安排通知."""
    kind, now = _ending(ending), timezone.now()
    return _handed(
        request, year, lambda: date_papers.notice(request.actor, year, kind, now=now, today=today())
    )


@may(*OFFICERS)
@require_safe
def wall(request: Seen, year: int, station: UUID, ending: str) -> HttpResponse:
    """站点上墙表."""
    kind, now = _ending(ending), timezone.now()
    made = date_papers.wall
    return _handed(request, year, lambda: made(request.actor, year, station, kind, now=now, today=today()))


def _ending(word: str) -> Ending:
    if word not in ("docx", "pdf"):
        raise Http404
    return cast(Ending, word)


def _handed(request: Seen, year: int, made: Callable[[], Document | None]) -> HttpResponse:
    word = request.get_full_path().replace(".pdf", ".docx")
    return handed(request, made, word=word, title="通知和上墙表", here="batches", year=year)

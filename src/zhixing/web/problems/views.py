"""Reading the register: the list and its file, one problem, the signals beside it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhixing.actions.export_list import export_list
from zhixing.actions.problem_signals import signals as signals_of
from zhixing.actions.problems import PROBLEM_READERS, register_years
from zhixing.web.problems.listing import HEADINGS, list_page, shown_rows
from zhixing.web.problems.pages import one_page
from zhixing.web.problems.signs import signals_page
from zhixing.web.shared.downloads import answer
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may

HERE = "problems"


def asked_year(request: Seen) -> tuple[int, tuple[int, ...]]:
    """The year of the address and all there are, the latest first; 404 for one there is none of."""
    years = register_years(today())
    wanted = request.GET.get("year", str(today().year))
    if not (wanted.isascii() and wanted.isdigit() and int(wanted) in years):
        raise Http404
    return int(wanted), years


@may(*PROBLEM_READERS)
@require_safe
def listing(request: Seen) -> HttpResponse:
    """The register of a year, filtered by what stands in the address."""
    year, years = asked_year(request)
    page = list_page(request.actor, request.GET, year, years, today())
    seen = {
        "page": page,
        "signals": signals_of(request.actor, year, today=today()).count,
        "may_enter": request.actor.wears(*OFFICERS),
        "frame": frame_for(request, "问题清单", here=HERE),
    }
    return render(request, "problems/list.html", seen)


@may(*PROBLEM_READERS)
@require_safe
def export(request: Seen, form: str) -> HttpResponse:
    """The list as a file: exactly what the filters leave, all pages."""
    year, _ = asked_year(request)
    shown, told = shown_rows(request.actor, request.GET, year, today())
    rows = [row.cells for row in shown]
    title = f"{year}年突出问题清单"
    return answer(export_list(request.actor, title, HEADINGS, rows, form, now=timezone.now(), told=told))


@may(*PROBLEM_READERS)
@require_safe
def one(request: Seen, problem: UUID) -> HttpResponse:
    """One problem: what it is, how far it has come, what answers it, its history."""
    page = one_page(request.actor, problem, today=today())
    if page is None:
        raise Http404
    frame = frame_for(request, page.title, here=HERE)
    seen = {"page": page, "frame": frame, "saved": "saved" in request.GET}
    return render(request, "problems/one.html", seen)


@may(*PROBLEM_READERS)
@require_safe
def signals(request: Seen) -> HttpResponse:
    """What stands out and is no problem of the register yet."""
    year, years = asked_year(request)
    page = signals_page(request.actor, year, years, today=today())
    seen = {"page": page, "frame": frame_for(request, "问题线索", here=HERE)}
    return render(request, "problems/signals.html", seen)

"""The plan of a year: the page, a cell of its matrix, lists and papers to take away."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhixing.actions.export import Document
from zhixing.actions.export_list import export_list
from zhixing.actions.plan_papers import official_document, table_document
from zhixing.actions.plan_people import audience
from zhixing.actions.printing import Ending
from zhixing.web.plan.gather import around, called, own_of, people_of, views, year_links
from zhixing.web.plan.lessons import HEADINGS, cell_of, lines, shown_lines
from zhixing.web.plan.matrix import cell_page
from zhixing.web.plan.names import names_for
from zhixing.web.plan.pages import no_plan, year_page
from zhixing.web.plan.said import SAID
from zhixing.web.plan.sight import Sight, front_year, sight
from zhixing.web.shared.downloads import handed
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import INSIDE, OFFICERS, Seen, may

HERE = "plan"
ENDINGS: dict[str, Ending] = {"docx": "docx", "pdf": "pdf"}


@may(*INSIDE)
@require_safe
def home(request: Seen) -> HttpResponse:
    """The plan that is being made or holds."""
    return redirect("plan:year", front_year(today()))


@may(*INSIDE)
@require_safe
def year(request: Seen, year: int) -> HttpResponse:
    """The page of a year's plan."""
    day = today()
    seen = sight(request.actor, year, today=day)
    if seen.view is None:
        page = no_plan(seen, year_links(year, day))
    else:
        page = year_page(seen, around(seen, today=day), request.GET, today=day)
    context = {
        "page": page,
        "frame": frame_for(request, f"{year} 年学习计划", here=HERE),
        "said": SAID.get(request.GET.get("said", ""), ""),
    }
    return render(request, "plan/year.html", context)


@may(*OFFICERS)
@require_safe
def cell(request: Seen, year: int, cell: str) -> HttpResponse:
    """One cell of the matrix: what it is owed, what meets it, who stands in it."""
    day, found = today(), cell_of(cell)
    seen = sight(request.actor, year, today=day)
    if found is None or not seen.works:
        raise Http404
    people = audience(year, today=day)
    view = next(one for one in views(seen, people) if one.cell == found)
    rows = lines(seen.plan, seen.lessons, names_for(request.actor, year, today=day))
    page = cell_page(year, view, rows, people_of(seen, view, people), adds=seen.may_add)
    frame = frame_for(request, f"{page.title} · {year} 年学习计划", here=HERE)
    return render(request, "plan/cell.html", {"page": page, "frame": frame})


@may(*INSIDE)
@require_safe
def export(request: Seen, year: int, form: str) -> HttpResponse:
    """The lessons as a file: exactly what the filters leave, all pages."""
    day, now = today(), timezone.now()
    seen = sight(request.actor, year, today=day)
    names, own = names_for(request.actor, year, today=day), own_of(seen, audience(year, today=day))
    found = lines(seen.plan, seen.lessons, names, own)
    shown, told = shown_lines(found, request.GET, mine_first=not seen.works)
    if form == "docx":
        lessons = [one.lesson for one in shown]
        words = called(seen, today=day)
        return _paper(
            request,
            seen,
            lambda: table_document(
                request.actor, seen.held, lessons, words, "docx", now=now, today=day, told=told or _part(seen)
            ),
        )
    rows = [one.cells for one in shown]
    title = f"{year}年学习计划所列的课"
    return _paper(
        request, seen, lambda: export_list(request.actor, title, HEADINGS, rows, form, now=now, told=told)
    )


@may(*INSIDE)
@require_safe
def table(request: Seen, year: int, ending: str) -> HttpResponse:
    """年度学习计划表 (L2)."""
    day = today()
    seen, form = _whole(request, year, ending)
    words = called(seen, today=day)
    return _paper(
        request,
        seen,
        lambda: table_document(
            *(request.actor, seen.held, seen.lessons, words, form),
            now=timezone.now(),
            today=day,
            told=_part(seen),
        ),
    )


@may(*INSIDE)
@require_safe
def document(request: Seen, year: int, ending: str) -> HttpResponse:
    """The plan as an official document: of a plan that is not published only for those who see all of it."""
    day = today()
    seen, form = _whole(request, year, ending)
    if seen.hidden:
        raise Http404
    words = called(seen, today=day)
    return _paper(
        request,
        seen,
        lambda: official_document(request.actor, seen.held, words, form, now=timezone.now(), today=day),
    )


def _part(seen: Sight) -> str:
    return f"另有 {seen.hidden} 课由其他支部组织" if seen.hidden else ""


def _whole(request: Seen, year: int, ending: str) -> tuple[Sight, Ending]:
    seen = sight(request.actor, year, today=today())
    if ending not in ENDINGS or seen.view is None:
        raise Http404
    return seen, ENDINGS[ending]


def _paper(request: Seen, seen: Sight, made: Callable[[], Document | None]) -> HttpResponse:
    word = request.get_full_path().replace("/pdf/", "/docx/")
    return handed(request, made, word=word, title=f"{seen.year} 年学习计划", here=HERE)

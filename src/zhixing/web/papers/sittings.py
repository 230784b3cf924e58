"""Sittings: opened for people, what their items tell, sheets keyed in from paper, short answers marked, closed."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhixing.actions import papers, papers_results, papers_sheets
from zhixing.actions.export_list import export_list
from zhixing.actions.record import YearFrozen
from zhixing.actions.recording import NotYours
from zhixing.core.facts.record import FactError
from zhixing.core.papers.blueprint import points
from zhixing.core.recording.base import Refused
from zhixing.web.papers import keying
from zhixing.web.papers.blueprint_form import as_uuid
from zhixing.web.papers.open_form import open_view, sitting_form
from zhixing.web.papers.pages import state_of
from zhixing.web.papers.sitting_pages import HEADINGS, key_page, marks_page, rows_of, sitting_page
from zhixing.web.shared.downloads import answer
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may

HERE = "papers"
WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def open_sitting(request: Seen, paper: UUID) -> HttpResponse:
    """The form that puts a paper before people."""
    fault = ""
    try:
        row = papers.paper_of(paper, request.actor)
        if request.method == "POST":
            uid, now = as_uuid(request.POST.get("uid", "")) or uuid4(), timezone.now()
            form = sitting_form(paper, request.POST)
            asked = papers.open_sitting(form, uid=uid, by=request.actor, now=now, today=today())
            messages.success(request, f"测验已发布，请 {asked} 人参加" if asked else "这次测验已经发布过了")
            return redirect("papers:sitting", sitting=uid)
    except NotYours:
        raise Http404 from None
    except Refused as why:
        fault = str(why)
    page = open_view(row, request.POST, request.actor, now=timezone.now(), today=today())
    seen = {"page": page, "fault": fault, "frame": frame_for(request, "发布测验", here=HERE)}
    return render(request, "papers/open.html", seen, status=WRONG if fault else HTTPStatus.OK)


@may(*OFFICERS)
@require_safe
def sitting(request: Seen, sitting: UUID) -> HttpResponse:
    """A sitting: how far it has come, what its items tell, how it compares."""
    try:
        found = papers_results.results_of(sitting, request.actor)
    except NotYours:
        raise Http404 from None
    state = state_of(found.sitting, timezone.now())
    page = sitting_page(request.actor, found, state, today())
    frame = frame_for(request, found.sitting.title, here=HERE)
    return render(request, "papers/sitting.html", {"page": page, "frame": frame})


@may(*OFFICERS)
@require_safe
def export(request: Seen, sitting: UUID, form: str) -> HttpResponse:
    """The table of items as a file."""
    try:
        found = papers_results.results_of(sitting, request.actor)
    except NotYours:
        raise Http404 from None
    title = f"{found.sitting.title}-逐题结果"
    rows = [row.cells for row in rows_of(found)]
    return answer(export_list(request.actor, title, HEADINGS, rows, form, now=timezone.now(), told=""))


@may(*OFFICERS)
@require_POST
def close(request: Seen, sitting: UUID) -> HttpResponse:
    """Ends it; what was saved is handed in."""
    try:
        taken = papers_sheets.close(sitting, by=request.actor, now=timezone.now(), today=today())
    except NotYours:
        raise Http404 from None
    messages.success(request, f"测验已结束，收了 {taken} 份存下没交的答卷" if taken else "测验已结束")
    return redirect("papers:sitting", sitting=sitting)


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def key(request: Seen, sitting: UUID) -> HttpResponse:
    """One screen for one sheet of paper; then the next."""
    faults: list[str] = []
    typed = None
    try:
        row, paper = papers_results.paper_of_sitting(sitting, request.actor)
        if request.method == "POST":
            typed = keying.read(paper, request.POST)
            if not typed.wrong and (told := _key_in(request, sitting, typed)):
                messages.success(request, told)
                return redirect("papers:key", sitting=sitting)
    except NotYours:
        raise Http404 from None
    except (Refused, YearFrozen, FactError, ValueError) as why:
        faults.append(str(why))
    wrong = typed.wrong if typed else {}
    page = key_page(request.actor, row, paper, request.POST, wrong, today())
    faults += [f"第 {int(name[2:]) + 1} 题：{why}" for name, why in wrong.items()]
    seen = {"page": page, "faults": faults, "frame": frame_for(request, "录入答卷", here=HERE)}
    return render(request, "papers/key.html", seen, status=WRONG if faults else HTTPStatus.OK)


def _key_in(request: Seen, sitting: UUID, typed: keying.Typed) -> str:
    person = as_uuid(request.POST.get("person", ""))
    if person is None:
        raise Refused("person", "请选择是谁的答卷")
    try:
        day = keying.day_of(request.POST, today())
    except ValueError:
        raise Refused("day", "日期请写成 2026-11-22 这样") from None
    keyed = papers_sheets.Keyed(person, day, typed.answers, typed.marks)
    uid = keying.uid_of(request.POST)
    taken = papers_sheets.key_in(sitting, keyed, uid=uid, by=request.actor, now=timezone.now(), today=today())
    if taken.closed_year:
        return "答卷已录入；这一年已经定格，成绩没有入账，请在“登记”里补登，由第二人确认"
    if taken.score is None:
        return "答卷已录入，简答题还没有评分"
    return f"答卷已录入，得 {points(taken.score)} 分；请和纸上的分数核对"


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def marks(request: Seen, sitting: UUID) -> HttpResponse:
    """Short answers, one after another, without names."""
    fault = ""
    try:
        row, paper, waiting = papers_results.short_answers(sitting, request.actor)
        if request.method == "POST":
            sheet = as_uuid(request.POST.get("sheet", ""))
            place, text = request.POST.get("item", ""), request.POST.get("marks", "").strip()
            if (
                sheet is None
                or not (place.isascii() and place.isdigit() and len(place) < 4)
                or int(place) >= len(paper.items)
            ):
                raise NotYours
            given = {int(place): keying.points_of(text, paper.items[int(place)])}
            papers_sheets.mark_short(sheet, given, by=request.actor, now=timezone.now(), today=today())
            return redirect("papers:marks", sitting=sitting)
    except NotYours:
        raise Http404 from None
    except (Refused, YearFrozen, FactError, ValueError) as why:
        fault = str(why)
    page = marks_page(row, paper, waiting)
    seen = {"page": page, "fault": fault, "frame": frame_for(request, "评简答题", here=HERE)}
    return render(request, "papers/marks.html", seen, status=WRONG if fault else HTTPStatus.OK)

"""Reading the bank: the list and its files, one question."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhixing.actions.changing import NotYours
from zhixing.actions.question_desk import WRITERS
from zhixing.actions.question_files import export_questions
from zhixing.web.questions.listing import list_page, shown_questions
from zhixing.web.questions.pages import one_page
from zhixing.web.shared.downloads import answer
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import Seen, may

HERE = "questions"


@may(*WRITERS)
@require_safe
def listing(request: Seen) -> HttpResponse:
    """The bank, filtered by what stands in the address."""
    seen = {
        "page": list_page(request.actor, request.GET, today()),
        "frame": frame_for(request, "题库", here=HERE),
    }
    return render(request, "questions/list.html", seen)


@may(*WRITERS)
@require_safe
def export(request: Seen, form: str) -> HttpResponse:
    """The list as a file with the answers: exactly what the filters leave, all pages."""
    questions, told = shown_questions(request.actor, request.GET, today())
    return answer(export_questions(request.actor, questions, form, now=timezone.now(), told=told))


@may(*WRITERS)
@require_safe
def one(request: Seen, item: UUID) -> HttpResponse:
    """One question: as it is asked, its articles, its versions."""
    try:
        page = one_page(request.actor, item, today=today())
    except NotYours:
        raise Http404 from None
    seen = {
        "page": page,
        "frame": frame_for(request, page.title, here=HERE),
        "saved": request.GET.get("saved", ""),
    }
    return render(request, "questions/one.html", seen)

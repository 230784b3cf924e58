"""The list of tests, a paper with its key, the same to be printed."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhixing.actions import papers
from zhixing.actions.export_list import export_list
from zhixing.actions.papers_printing import paper_document
from zhixing.actions.recording import NotYours
from zhixing.web.papers.pages import (
    PAPER_HEADINGS,
    SITTING_HEADINGS,
    home_page,
    paper_lines,
    paper_page,
    sitting_lines,
)
from zhixing.web.shared.downloads import answer, handed
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import INSIDE, OFFICERS, Seen, may

HERE = "papers"
FORMS: dict[str, tuple[bool, Literal["docx", "pdf"]]] = {
    "paper": (False, "docx"),
    "paper-pdf": (False, "pdf"),
    "key": (True, "docx"),
    "key-pdf": (True, "pdf"),
}
"""By the address: whether it is the key, and the ending."""


@may(*INSIDE)
@require_safe
def home(request: Seen) -> HttpResponse:
    """Tests open to the member, what he has sat; for officers, the sittings and papers of what they keep."""
    page = home_page(request.actor, now=timezone.now(), today=today())
    seen = {"page": page, "frame": frame_for(request, "测验", here=HERE)}
    return render(request, "papers/home.html", seen)


@may(*OFFICERS)
@require_safe
def sittings_export(request: Seen, form: str) -> HttpResponse:
    """The list of sittings as a file."""
    now = timezone.now()
    rows = [one.cells for one in sitting_lines(request.actor, now)]
    return answer(export_list(request.actor, "测验", SITTING_HEADINGS, rows, form, now=now))


@may(*OFFICERS)
@require_safe
def papers_export(request: Seen, form: str) -> HttpResponse:
    """The list of papers as a file; no question stands in it."""
    rows = [one.cells for one in paper_lines(request.actor)]
    return answer(export_list(request.actor, "试卷", PAPER_HEADINGS, rows, form, now=timezone.now()))


@may(*OFFICERS)
@require_safe
def paper(request: Seen, paper: UUID) -> HttpResponse:
    """A paper with its key."""
    try:
        row = papers.seen_paper(paper, request.actor)
    except NotYours:
        raise Http404 from None
    seen = {"page": paper_page(request.actor, row), "frame": frame_for(request, row.title, here=HERE)}
    return render(request, "papers/paper.html", seen)


@may(*OFFICERS)
@require_safe
def document(request: Seen, paper: UUID, form: str) -> HttpResponse:
    """The paper or its key, in Word or as PDF."""
    if form not in FORMS:
        raise Http404
    key, ending = FORMS[form]
    try:
        return handed(
            request,
            lambda: paper_document(
                paper, request.actor, key=key, ending=ending, now=timezone.now(), today=today()
            ),
            word=request.get_full_path().replace("-pdf/", "/"),
            title="试卷",
            here=HERE,
        )
    except NotYours:
        raise Http404 from None

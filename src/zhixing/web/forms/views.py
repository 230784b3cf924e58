"""Handing out forms. Each is made afresh from the ledger and leaves an audit line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, cast
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhixing.actions import forms
from zhixing.actions.export import Document
from zhixing.actions.printables import printables
from zhixing.web.forms.asked import Asked
from zhixing.web.shared.downloads import handed
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may
from zhixing.web.shared.known import known_year

Ending = Literal["docx", "pdf"]


@may(*OFFICERS)
@require_safe
def index(request: Seen, year: int) -> HttpResponse:
    """What can be printed."""
    return _page(request, year, Asked(day=today().isoformat()))


@may(*OFFICERS)
@require_safe
def sign_in(request: Seen, year: int) -> HttpResponse:
    """A sheet to sign for a meeting to come; the form again where something is missing."""
    known_year(year)
    asked = Asked.sent(request.GET)
    read = asked.read()
    if isinstance(read, str):
        return _page(request, year, asked, read)
    org, meeting = read
    made = forms.sign_in_form
    ending = _ending(request.GET.get("ending", "pdf"))
    return _handed(
        request, lambda: made(request.actor, org, meeting, ending, now=timezone.now(), today=today())
    )


@may(*OFFICERS)
@require_safe
def roster(request: Seen, branch: UUID, ending: str) -> HttpResponse:
    """党员花名册."""
    made, kind = forms.roster_form, _ending(ending)
    return _handed(request, lambda: made(request.actor, branch, kind, now=timezone.now(), today=today()))


@may(*OFFICERS)
@require_safe
def plan(request: Seen, year: int, branch: UUID, ending: str) -> HttpResponse:
    """年度学习计划表."""
    made, kind, known = forms.plan_form, _ending(ending), known_year(year)
    return _handed(
        request, lambda: made(request.actor, known, branch, kind, now=timezone.now(), today=today())
    )


@may(*OFFICERS)
@require_safe
def session(request: Seen, session: UUID, form: str, ending: str) -> HttpResponse:
    """三会一课记录 or 签到表 of a session on the ledger."""
    if form not in ("L3", "L4"):
        raise Http404
    made, kind, wanted = forms.session_form, _ending(ending), cast(Literal["L3", "L4"], form)
    return _handed(
        request, lambda: made(request.actor, session, wanted, kind, now=timezone.now(), today=today())
    )


@may(*OFFICERS)
@require_safe
def talk(request: Seen, fact: UUID, ending: str) -> HttpResponse:
    """谈心谈话记录表."""
    made, kind = forms.talk_form, _ending(ending)
    return _handed(request, lambda: made(request.actor, fact, kind, now=timezone.now(), today=today()))


@may(*OFFICERS)
@require_safe
def practice(request: Seen, fact: UUID, ending: str) -> HttpResponse:
    """调研、下基层记录."""
    made, kind = forms.practice_form, _ending(ending)
    return _handed(request, lambda: made(request.actor, fact, kind, now=timezone.now(), today=today()))


def _ending(word: str) -> Ending:
    if word not in ("docx", "pdf"):
        raise Http404
    return cast(Ending, word)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _handed(request: Seen, made: Callable[[], Document | None]) -> HttpResponse:
    """The document; where no font draws a character, a page that says which and what to do."""
    word = request.get_full_path().replace(".pdf", ".docx").replace("ending=pdf", "ending=docx")
    return handed(request, made, word=word, title="表样与打印", here="forms")


def _page(request: Seen, year: int, asked: Asked, problem: str = "") -> HttpResponse:
    month, unit = request.GET.get("month", ""), request.GET.get("unit", "")
    page = printables(
        request.actor,
        known_year(year),
        month=int(month) if month.isdecimal() else None,
        org=_uuid(unit),
    )
    frame = frame_for(request, "表样与打印", here="forms", year=year)
    return render(
        request, "forms/list.html", {"frame": frame, "page": page, "asked": asked, "problem": problem}
    )

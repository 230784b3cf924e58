"""Changing the bank: a new question, a new version, compared with the article, retired."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from zhixing.actions import question_desk
from zhixing.actions.changing import NotYours, Sheet
from zhixing.actions.question_desk import REVIEWERS, WRITERS
from zhixing.core.questions.checks import QuestionError
from zhixing.core.questions.question import Question
from zhixing.web.questions.forms import QuestionForm
from zhixing.web.questions.pages import one_page
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import Seen, may

HERE = "questions"
WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@may(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Seen) -> HttpResponse:
    """A new question; `form` in the address says which form it begins with."""
    form = QuestionForm(_data(request), today=today(), form=request.GET.get("form", ""))
    return _fill(request, form, "新建题目", lambda sheet: question_desk.write(form.said(), sheet).item)


@may(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Seen, item: UUID) -> HttpResponse:
    """A new version."""
    try:
        question = question_desk.history(request.actor, item)[0].question
    except NotYours:
        raise Http404 from None
    form = QuestionForm(_data(request), today=today(), question=question)

    def send(sheet: Sheet) -> UUID:
        got = form.cleaned_data
        return question_desk.revise(item, form.said(), got["reason"], sheet, seen=got["seen"] or 0).item

    return _fill(request, form, f"修改题目 {question.code}", send, question)


@may(*REVIEWERS)
@require_POST
def review(request: Seen, item: UUID) -> HttpResponse:
    """已核对: compared with its article."""
    words = request.POST.get("words", "")
    return _act(request, item, lambda version, sheet: question_desk.compare(item, version, words, sheet))


@may(*WRITERS)
@require_POST
def retire(request: Seen, item: UUID) -> HttpResponse:
    """停用, from a day on."""
    reason, day = request.POST.get("reason", ""), request.POST.get("on", "")

    def put_away(version: int, sheet: Sheet) -> None:
        question_desk.retire(item, version, reason, sheet, on=_day(day))

    return _act(request, item, put_away)


def _day(text: str) -> dt.date | None:
    """A date as the browser sends it; none for today. Raises QuestionError."""
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise QuestionError(f"日期“{text}”认不出来，请写成 2026-03-05 的样子") from None


def _data(request: Seen) -> object:
    return request.POST if request.method == "POST" else None


def _fill(
    request: Seen,
    form: QuestionForm,
    title: str,
    send: Callable[[Sheet], UUID],
    question: Question | None = None,
) -> HttpResponse:
    """Shows the form; sent in, writes it and shows the question. A refusal keeps all that was typed (422)."""
    status = HTTPStatus.OK
    if request.method == "POST":
        status = WRONG
        if form.is_valid():
            sheet = Sheet(form.cleaned_data["uid"], request.actor, timezone.now(), today())
            try:
                return redirect(f"{reverse('questions:one', args=[send(sheet)])}?saved=1")
            except NotYours:
                raise Http404 from None
            except QuestionError as refusal:
                form.add_error(None, str(refusal))
    seen = {"form": form, "title": title, "question": question, "frame": frame_for(request, title, here=HERE)}
    return render(request, "questions/form.html", seen, status=status)


def _act(request: Seen, item: UUID, act: Callable[[int, Sheet], None]) -> HttpResponse:
    """Does it and goes back to the question; a refusal stands above it with what was typed."""
    version = request.POST.get("version", "")
    number = int(version) if version.isascii() and version.isdigit() else 0
    sheet = Sheet(uuid4(), request.actor, timezone.now(), today())
    try:
        act(number, sheet)
    except NotYours:
        raise Http404 from None
    except QuestionError as refusal:
        try:
            page = one_page(request.actor, item, today=today())
        except NotYours:
            raise Http404 from None
        seen = {"page": page, "problem": str(refusal), "said": request.POST}
        frame = frame_for(request, page.title, here=HERE)
        return render(request, "questions/one.html", {**seen, "frame": frame}, status=WRONG)
    return redirect(f"{reverse('questions:one', args=[item])}?saved=1")

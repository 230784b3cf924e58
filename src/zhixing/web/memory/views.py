"""Asking a card, showing its answer, taking how well it was known; the book of wrong answers; what to review."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhixing.actions import memory
from zhixing.actions.export_list import export_list
from zhixing.core.memory.answer import CardAnswer, Rating
from zhixing.core.questions.question import Answer
from zhixing.core.sync.envelope import DONE
from zhixing.store.people.queries import MEMBER
from zhixing.web.memory.pages import HEADINGS, answer_page, review_page, wrong_page, wrong_rows
from zhixing.web.shared.downloads import answer
from zhixing.web.shared.frame import frame_for
from zhixing.web.shared.gate import Seen, may

GONE = "这道题刚刚停用或者改过了，换下一题"
LONGEST = 2000
DIGITS = 3
"""Of an option's place: longer numbers are none."""


@may(MEMBER)
@require_safe
def home(request: Seen) -> HttpResponse:
    """今天的复习: the next card."""
    page = review_page(memory.deck(_person(request), now=timezone.now()))
    return render(request, "memory/home.html", {"page": page, "frame": _frame(request, "复习")})


@may(MEMBER)
@require_POST
def check(request: Seen) -> HttpResponse:
    """The answer to what was answered; kept is nothing until he says how well he knew it."""
    question, version = _card(request)
    now = timezone.now()
    found = memory.check(_person(request), question, version, _answer(request), now=now)
    if found is None:
        messages.info(request, GONE)
        return redirect("memory:home")
    page = answer_page(found, uid=uuid4(), now=now)
    return render(request, "memory/answer.html", {"page": page, "frame": _frame(request, "复习")})


@may(MEMBER)
@require_POST
def take(request: Seen) -> HttpResponse:
    """Takes one answer; sent twice it is taken once."""
    answer = _taken(request)
    (done,) = memory.take_answers(_person(request), [answer], now=timezone.now())
    if done.outcome not in DONE:
        messages.info(request, done.told)
    return redirect("memory:home")


@may(MEMBER)
@require_safe
def wrong(request: Seen) -> HttpResponse:
    """错题本."""
    now = timezone.now()
    found = memory.wrong_book(_person(request), now=now)
    page = wrong_page(found, request.GET.get("category", ""), days=memory.recent_days(now=now))
    return render(request, "memory/wrong.html", {"page": page, "frame": _frame(request, "错题本")})


@may(MEMBER)
@require_safe
def wrong_export(request: Seen, form: str) -> HttpResponse:
    """错题本 as a file, of the category that is shown."""
    found, category = memory.wrong_book(_person(request), now=timezone.now()), request.GET.get("category", "")
    rows = wrong_rows(found, category)
    return answer(export_list(request.actor, "错题本", HEADINGS, rows, form, now=timezone.now(), own=True))


@may(MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def subjects(request: Seen) -> HttpResponse:
    """复习范围: what to review, or nothing for now."""
    person, now = _person(request), timezone.now()
    if request.method == "POST":
        paused = request.POST.get("paused") == "1"
        memory.choose(person, request.POST.getlist("subject"), paused=paused, now=now)
        messages.success(request, "已暂停，什么时候想复习了再回来" if paused else "复习范围已保存")
        return redirect("memory:subjects" if paused else "memory:home")
    page = memory.subjects(person, now=now)
    return render(request, "memory/subjects.html", {"page": page, "frame": _frame(request, "复习范围")})


@may(MEMBER)
@require_POST
def anew(request: Seen) -> HttpResponse:
    """重新开始: wipes everything kept of one's review."""
    if request.POST.get("sure") != "1":
        messages.error(request, "没有清空：要先勾选“我确定清空”")
        return redirect("memory:subjects")
    count = memory.begin_anew(_person(request), now=timezone.now())
    messages.success(request, f"已清空 {count} 次答题记录，从头开始")
    return redirect("memory:home")


def _person(request: Seen) -> UUID:
    if request.actor.person is None:
        raise Http404
    return request.actor.person


def _card(request: HttpRequest) -> tuple[UUID, int]:
    try:
        return UUID(request.POST.get("question", "")), int(request.POST.get("version", ""))
    except ValueError as why:
        raise Http404 from why


def _taken(request: HttpRequest) -> CardAnswer:
    question, version = _card(request)
    try:
        uid, rating = UUID(request.POST.get("uid", "")), Rating(int(request.POST.get("rating", "")))
        at = dt.datetime.fromisoformat(request.POST.get("at", ""))
        if timezone.is_naive(at):
            raise Http404
        at = at.astimezone(dt.UTC)
    except (ValueError, OverflowError) as why:
        raise Http404 from why
    return CardAnswer(uid, question, version, rating, at)


def _answer(request: HttpRequest) -> Answer:
    chosen = frozenset(
        int(one) for one in request.POST.getlist("chosen") if one.isdecimal() and len(one) <= DIGITS
    )
    return Answer(chosen, tuple(one[:LONGEST] for one in request.POST.getlist("text")))


def _frame(request: Seen, title: str) -> object:
    return frame_for(request, title, here="memory")

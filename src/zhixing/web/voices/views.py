"""Saying something without an account, and answering it."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zhixing.actions import voices
from zhixing.store.people.queries import SECRETARY, SUPERIOR
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import Seen, may
from zhixing.web.voices.limits import ASKING, SAYING
from zhixing.web.voices.pages import SayPage, desk_page

BUSY = 429
BUSY_WORDS = "这会儿写的人太多，请过十分钟再发；写好的内容还在下面"


@may("anybody")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest) -> HttpResponse:
    """The one field; after sending, the phrase. Nothing about who sent it is looked at."""
    if request.method != "POST":
        return render(request, "voices/say.html", {"page": SayPage(uuid4())})
    words, form = request.POST.get("words", ""), _form(request.POST.get("form", ""))
    if request.POST.get("website"):
        # A machine fills in every field; it is told what people are told, and nothing is kept.
        return render(request, "voices/said.html", {"page": SayPage(form)})
    if not SAYING.passed():
        page = SayPage(form, words, BUSY_WORDS)
        return _quiet(render(request, "voices/say.html", {"page": page}, status=BUSY))
    try:
        heard = voices.speak(words, form=form, today=today())
    except voices.NotHeard as wrong:
        page = SayPage(form, words, str(wrong))
        return _quiet(render(request, "voices/say.html", {"page": page}, status=422))
    return render(request, "voices/said.html", {"page": SayPage(form), "heard": heard})


@may("anybody")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """The answer, for whoever has the phrase. By POST: a phrase never stands in an address."""
    if request.method != "POST":
        return render(request, "voices/answer.html", {})
    phrase = request.POST.get("phrase", "")
    if not ASKING.passed():
        problem = "这会儿查的人太多，请过一分钟再查"
        told = {"phrase": phrase, "problem": problem}
        return _quiet(render(request, "voices/answer.html", told, status=BUSY))
    voice = voices.answer_for(phrase)
    problem = "" if voice else "没有这个查询码；请对照写的时候给的 16 位数字"
    return render(
        request, "voices/answer.html", {"voice": voice, "phrase": phrase, "problem": problem}, status=200
    )


@may(SUPERIOR, SECRETARY)
@require_safe
def desk(request: Seen) -> HttpResponse:
    """All that came in, opened; the reading is noted."""
    return _desk(request)


@may(SUPERIOR, SECRETARY)
def reply(request: Seen, voice: int) -> HttpResponse:
    """Answers one and closes it."""
    if not voices.may_receive(request.actor):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    words = request.POST.get("words", "")
    try:
        voices.reply(request.actor, voice, words, now=timezone.now(), today=today())
    except voices.NotHeard as wrong:
        return _desk(request, voice, words, str(wrong))
    messages.success(request, "已答复；来件人凭查询码就能看到")
    return redirect("voices:desk")


def _desk(request: Seen, key: int = 0, words: str = "", problem: str = "") -> HttpResponse:
    found = voices.received(request.actor, now=timezone.now())
    if found is None:
        raise Http404
    page = desk_page(found, today(), typed=(key, words, problem))
    frame = frame_for(request, "意见建议", here="voices")
    status = 422 if problem else 200
    return render(request, "voices/desk.html", {"page": page, "frame": frame}, status=status)


def _quiet(response: HttpResponse) -> HttpResponse:
    """Answers of 400 and more are logged with their time, unless they say that they have been."""
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001  Django's own mark
    return response


def _form(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()

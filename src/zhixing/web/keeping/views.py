"""The register for everybody; erasing for the organ's officer and whoever confirms."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhixing.actions import erasing, privacy_papers
from zhixing.actions.reading import note_listing
from zhixing.store.people.queries import SECRETARY, SUPERIOR
from zhixing.web.keeping.pages import Typed, erasures_page, register_page
from zhixing.web.shared.downloads import answer
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import INSIDE, Seen, may


@may(*INSIDE)
@require_safe
def register(request: Seen) -> HttpResponse:
    """个人信息处理清单, field by field."""
    page = register_page(request.GET.get("q", ""))
    frame = frame_for(request, "个人信息处理清单", here="compliance")
    return render(request, "keeping/register.html", {"page": page, "frame": frame})


@may(*INSIDE)
@require_safe
def register_file(request: Seen, ending: str) -> HttpResponse:
    """The whole register as docx or pdf."""
    return answer(privacy_papers.register_paper(request.actor, ending, now=timezone.now(), today=today()))


@may(SUPERIOR, SECRETARY)
@require_http_methods(["GET", "HEAD", "POST"])
def erasures(request: Seen) -> HttpResponse:
    """Proposals, whom one could propose, what is due; POST proposes one."""
    _check(request)
    if request.method != "POST":
        return _page(request, Typed(asked=request.GET.get("q", "")))
    typed = Typed.sent(request.POST)
    wish = erasing.Wish(typed.ground, typed.reason, subject=typed.subject, fact=typed.fact)
    try:
        erasing.propose(wish, by=request.actor, now=timezone.now(), today=today())
    except erasing.NotErased as wrong:
        return _page(request, typed, str(wrong))
    messages.success(request, "已提出，等另一人确认后删除")
    return redirect("keeping:erasures")


@may(SUPERIOR, SECRETARY)
def due(request: Seen) -> HttpResponse:
    """Proposes everything past its term."""
    _check(request)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    typed = Typed.sent(request.POST)
    try:
        erasing.propose_due(typed.reason, by=request.actor, now=timezone.now(), today=today())
    except erasing.NotErased as wrong:
        return _page(request, typed, str(wrong))
    messages.success(request, "已提出清理，等另一人确认")
    return redirect("keeping:erasures")


@may(SUPERIOR, SECRETARY)
def decide(request: Seen, erasure: UUID) -> HttpResponse:
    """Confirms a proposal of somebody else, or turns it down."""
    _check(request)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        if request.POST.get("what") == "confirm":
            done = erasing.confirm(erasure, by=request.actor, now=timezone.now(), today=today())
            told = f"已删除 {done.facts} 条事实的文字，{done.reports} 份导入报告已改；事实、数字和链都没有变"
            messages.success(request, told if done.swept else f"{told}；数据文件里的残留稍后自动清除")
        else:
            erasing.refuse(erasure, request.POST.get("answer", ""), by=request.actor, now=timezone.now())
            messages.success(request, "已记下：不予删除")
    except erasing.NotErased as wrong:
        return _page(request, Typed(), str(wrong))
    return redirect("keeping:erasures")


def _check(request: Seen) -> None:
    """A branch's secretary wears the hat, too, but has no part in this."""
    if not erasing.may_confirm(request.actor):
        raise Http404


def _page(request: Seen, typed: Typed, problem: str = "") -> HttpResponse:
    page = erasures_page(request.actor, typed, problem, today=today())
    if page.proposes:
        people = [one.id for one in page.found if any(words.confidential for words in one.words)]
        what = "评优资格限制、困难诉求等登记（按人提出删除）"
        note_listing(request.actor, subjects=people, what=what, now=timezone.now())
    frame = frame_for(request, "保存期限与删除", here="erasures")
    status = 422 if problem else 200
    return render(request, "keeping/erasures.html", {"page": page, "frame": frame}, status=status)

"""The plan's way: drafted, sent for opinions, approved, published; versions compared and brought back."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhixing.actions import plan as plans
from zhixing.actions.plan import Overtaken
from zhixing.actions.plan_draft import explained
from zhixing.actions.roll import roll
from zhixing.web.plan.names import names_for
from zhixing.web.plan.opening import Opens, look, refused, shown
from zhixing.web.plan.said import REFUSALS, SAID
from zhixing.web.plan.sight import Sight, sight
from zhixing.web.plan.version_pages import explained_page, opinions_page, versions_page
from zhixing.web.plan.views import HERE
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may

STEPS = {"send": plans.send_for_opinions, "approve": plans.approve, "publish": plans.publish}
SHORT = 6
"""Digits of a version's number, at most."""


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: Seen, year: int) -> HttpResponse:
    """Why the draft is as it is; sent, a draft is made with nothing typed."""
    day = today()
    seen = _officer(request, year)
    problem, overtaken, based_on = "", False, _number(request, "based_on")
    if request.method == "POST":
        try:
            plans.draft(year, based_on=based_on, by=request.actor, now=timezone.now(), today=day)
            return redirect(f"{reverse('plan:draft', args=[year])}?said=drafted")
        except Overtaken as late:
            overtaken = True
            problem = f"{late.by}已经存了第 {late.number} 版，先看改了什么，再决定要不要重新起草"
        except REFUSALS as refusal:
            problem = str(refusal)
    names = names_for(request.actor, year, today=day)
    context = {
        "page": explained_page(seen, explained(year, today=day), names),
        "problem": problem,
        "overtaken": overtaken,
        "said": SAID.get(request.GET.get("said", ""), ""),
        "frame": frame_for(request, f"{year} 年草案说明", here=HERE),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "plan/draft.html", context, status=status)


@may(*OFFICERS)
@require_POST
def step(request: Seen, year: int) -> HttpResponse:
    """The next step of the plan's way."""
    _officer(request, year)
    wanted = STEPS.get(request.POST.get("step", ""))
    if wanted is None:
        raise Http404
    try:
        wanted(
            year, based_on=_number(request, "based_on"), by=request.actor, now=timezone.now(), today=today()
        )
    except REFUSALS as refusal:
        return refused(request, year, str(refusal))
    return redirect(f"{reverse('plan:year', args=[year])}?said={request.POST['step']}")


@may(*OFFICERS)
@require_safe
def versions(request: Seen, year: int) -> HttpResponse:
    """All versions, and the difference of two."""
    seen = _whole(request, year)
    known = plans.versions(year)
    old, new = _number(request, "old"), _number(request, "new")
    chosen = (min(old, new), max(old, new)) if old and new else None
    found = plans.compared(year, *chosen) if chosen else None
    if chosen and found is None:
        raise Http404
    context = {
        "page": versions_page(seen, known, chosen, found),
        "frame": frame_for(request, f"{year} 年学习计划的版本", here=HERE),
    }
    return render(request, "plan/versions.html", context)


@may(*OFFICERS)
@require_POST
def restore(request: Seen, year: int) -> HttpResponse:
    """A former version's contents become a new version; nothing is lost."""
    seen = _whole(request, year)
    old = plans.version(year, _number(request, "old"))
    if old is None:
        raise Http404
    typed = request.POST.get("reason", "").strip()
    try:
        look(seen, old.plan, request.POST, today=today())
        plans.save(
            year,
            old.plan,
            based_on=_number(request, "based_on"),
            reason=f"恢复第 {old.number} 版的内容" + (f"：{typed}" if typed else ""),
            by=request.actor,
            now=timezone.now(),
            today=today(),
        )
    except Opens as found:
        return shown(request, seen, found, back=reverse("plan:versions", args=[year]))
    except REFUSALS as refusal:
        return refused(request, year, str(refusal))
    return redirect(f"{reverse('plan:year', args=[year])}?said=restored")


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def opinions(request: Seen, year: int) -> HttpResponse:
    """Opinions on the plan; sent, one more is kept."""
    seen = _officer(request, year)
    if seen.view is None:
        raise Http404
    if request.method != "POST":
        return _opinions(request, seen)
    said = request.POST
    try:
        org = UUID(said["org"]) if said.get("org") else None
        uid = UUID(said.get("uid", "")) if said.get("uid") else uuid4()
    except ValueError:
        raise Http404 from None
    try:
        plans.say_opinion(
            *(uid, year, org, said.get("words", "")), by=request.actor, now=timezone.now(), today=today()
        )
    except REFUSALS as refusal:
        return _opinions(request, seen, str(refusal))
    return redirect(f"{reverse('plan:opinions', args=[year])}?said=said")


@may(*OFFICERS)
@require_POST
def answer_one(request: Seen, year: int) -> HttpResponse:
    """An opinion answered."""
    seen = _officer(request, year)
    if seen.view is None:
        raise Http404
    said = request.POST
    try:
        about = UUID(said.get("about", ""))
    except ValueError:
        raise Http404 from None
    try:
        plans.answer_opinion(
            year, about, said.get("words", ""), by=request.actor, now=timezone.now(), today=today()
        )
    except REFUSALS as refusal:
        return _opinions(request, seen, str(refusal))
    return redirect(f"{reverse('plan:opinions', args=[year])}?said=answered")


def _opinions(request: Seen, seen: Sight, problem: str = "") -> HttpResponse:
    names = {org.id: org.name for org in roll().register.branches()}
    page = opinions_page(seen, plans.opinions(seen.year), names, request.POST, problem)
    context = {
        "page": page,
        "said": SAID.get(request.GET.get("said", ""), ""),
        "frame": frame_for(request, f"{seen.year} 年学习计划的意见", here=HERE),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "plan/opinions.html", context, status=status)


def _officer(request: Seen, year: int) -> Sight:
    """For whoever works with the plan. Raises Http404."""
    seen = sight(request.actor, year, today=today())
    if not seen.works:
        raise Http404
    return seen


def _whole(request: Seen, year: int) -> Sight:
    """For whoever sees all of it: versions tell of every branch's lessons. Raises Http404."""
    seen = _officer(request, year)
    if seen.view is None or seen.hidden:
        raise Http404
    return seen


def _number(request: Seen, name: str) -> int:
    said = request.POST if request.method == "POST" else request.GET
    text = said.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < SHORT else 0

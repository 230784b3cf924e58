"""Something has happened; runs for who has none; a wish beyond the rules: each asked in few clicks."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from zhixing.actions import batches_changes as acts
from zhixing.actions import batches_wishes as wishing
from zhixing.actions.batches import NotDone
from zhixing.interop.batch_orders import Happened, Wished
from zhixing.store.people.queries import SUPERIOR
from zhixing.web.batches.choices import change_choices, wish_choices
from zhixing.web.batches.heads import known_year
from zhixing.web.batches.views import day, form_id, whole
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import Seen, may

UNPROCESSABLE = 422


@may(SUPERIOR)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Seen, year: int) -> HttpResponse:
    """What has happened to the batch in force."""
    if not known_year(year, today()):
        raise Http404
    problem = ""
    if request.method == "POST":
        since = day(request, "since") or today()
        happened = Happened(
            request.POST.get("what", ""), ids(request, "which"), since, day(request, "until") or since
        )
        try:
            made = acts.replan(
                year,
                happened,
                batch=form_id(request),
                by=request.actor,
                now=timezone.now(),
                today=today(),
            )
        except NotDone as refusal:
            problem = str(refusal)
        else:
            return HttpResponseRedirect(reverse("batches:batch", args=[made]))
    context = {
        "page": change_choices(year, asked=request.POST or request.GET, today=today()),
        "problem": problem,
        "form_id": uuid4(),
        "frame": frame_for(request, "有变动，改排", here="batches"),
    }
    return render(request, "batches/change.html", context, status=UNPROCESSABLE if problem else 200)


@may(SUPERIOR)
@require_POST
def make_up(request: Seen, year: int) -> HttpResponse:
    """Runs for those without a seat."""
    try:
        made = acts.make_up(
            year,
            batch=form_id(request),
            seconds=whole(request, "seconds") or 30,
            start=day(request, "start"),
            by=request.actor,
            now=timezone.now(),
        )
    except NotDone as refusal:
        context = {
            "words": str(refusal),
            "year": year,
            "frame": frame_for(request, "补课批次", here="batches"),
        }
        return render(request, "batches/refused.html", context, status=UNPROCESSABLE)
    return HttpResponseRedirect(reverse("batches:batch", args=[made]))


@may(SUPERIOR)
@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: Seen, year: int) -> HttpResponse:
    """Asks whether a wish can be met; `apply` takes a repair over."""
    if not known_year(year, today()):
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            made = _asked(request, year)
        except NotDone as refusal:
            problem = str(refusal)
        else:
            return HttpResponseRedirect(reverse("batches:batch", args=[made]))
    context = {
        "page": wish_choices(year, asked=request.POST, today=today()),
        "problem": problem,
        "form_id": uuid4(),
        "frame": frame_for(request, "办不办得到", here="batches"),
    }
    return render(request, "batches/wish.html", context, status=UNPROCESSABLE if problem else 200)


def _asked(request: Seen, year: int) -> UUID:
    now = timezone.now()
    applied = ids(request, "apply")
    if applied:
        repair = whole(request, "repair") - 1
        return wishing.apply_repair(
            applied[0], repair, batch=form_id(request), seconds=30, by=request.actor, now=now
        )
    lesson, place = ids(request, "lesson"), ids(request, "place")
    wished = Wished(
        request.POST.get("what", ""),
        lesson[0] if lesson else None,
        place[0] if place else None,
        ids(request, "means"),
        day(request, "until"),
        whole(request, "count"),
    )
    return wishing.ask_wish(year, wished, batch=form_id(request), by=request.actor, now=now, today=today())


def ids(request: Seen, name: str) -> tuple[UUID, ...]:
    """The ids of a form; what is none is left out."""
    found = []
    for text in request.POST.getlist(name):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return tuple(found)

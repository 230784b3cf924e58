"""调换和候补: a member's own seats and what may be asked; the officer's desk for what was asked."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhixing.actions import batches_exchange as exchange
from zhixing.actions.batches import NotDone
from zhixing.store.people.queries import MEMBER, SUPERIOR
from zhixing.store.plans import batches as queries
from zhixing.web.batches.heads import known_year
from zhixing.web.batches.owning import asks_page, own_page
from zhixing.web.batches.views import form_id
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import Seen, may

UNPROCESSABLE = 422


@may(MEMBER)
@require_safe
def mine(request: Seen, year: int) -> HttpResponse:
    """One's own seats of the year, with what may be asked."""
    if not known_year(year, today()):
        raise Http404
    return _mine(request, year)


def _mine(request: Seen, year: int, problem: str = "") -> HttpResponse:
    context = {
        "page": own_page(request.actor, year, wanted=request.GET.get("of", ""), today=today()),
        "problem": problem,
        "form_id": uuid4(),
        "frame": frame_for(request, "我的批次", here="dates"),
    }
    return render(request, "batches/mine.html", context, status=UNPROCESSABLE if problem else 200)


@may(MEMBER)
@require_POST
def ask(request: Seen, batch: UUID) -> HttpResponse:
    """Asks for another run: `choice` is its code, with a colleague's id after a blank for an exchange."""
    row = queries.batch(batch)
    if row is None or request.actor.person is None:
        raise Http404
    code, _, other = request.POST.get("choice", "").partition(" ")
    try:
        exchange.ask(
            batch,
            form=form_id(request),
            person=request.actor.person,
            requirement=request.POST.get("requirement", ""),
            wanted=UUID(code),
            other=UUID(other) if other else None,
            words=request.POST.get("words", "")[:200],
            by=request.actor,
            now=timezone.now(),
            today=today(),
        )
    except NotDone as refusal:
        return _mine(request, row.year, str(refusal))
    except ValueError:
        return _mine(request, row.year, "请先选要换到哪一期")
    return HttpResponseRedirect(reverse("batches:mine", args=[row.year]))


@may(MEMBER)
@require_POST
def answer(request: Seen, asked: UUID) -> HttpResponse:
    """The colleague agrees or not; who asked takes it back."""
    one = queries.ask(asked)
    row = queries.batch(one.batch) if one else None
    if one is None or row is None or request.actor.person not in (one.person, one.other):
        raise Http404
    what, now = request.POST.get("what"), timezone.now()
    try:
        if what == "back":
            exchange.take_back(asked, by=request.actor, now=now)
        else:
            exchange.agree(asked, yes=what == "yes", by=request.actor, now=now, today=today())
    except NotDone as refusal:
        return _mine(request, row.year, str(refusal))
    return HttpResponseRedirect(reverse("batches:mine", args=[row.year]))


@may(SUPERIOR)
@require_safe
def asks(request: Seen, year: int) -> HttpResponse:
    """What members ask of the batch in force."""
    if not known_year(year, today()):
        raise Http404
    return _asks(request, year)


def _asks(request: Seen, year: int, problem: str = "") -> HttpResponse:
    context = {
        "page": asks_page(request.actor, year),
        "problem": problem,
        "frame": frame_for(request, "调换和候补", here="batches"),
    }
    return render(request, "batches/asks.html", context, status=UNPROCESSABLE if problem else 200)


@may(SUPERIOR)
@require_POST
def settle(request: Seen, asked: UUID) -> HttpResponse:
    """Approves or refuses."""
    one = queries.ask(asked)
    row = queries.batch(one.batch) if one else None
    if one is None or row is None:
        raise Http404
    try:
        yes = request.POST.get("what") == "yes"
        exchange.settle(asked, yes=yes, by=request.actor, now=timezone.now(), today=today())
    except NotDone as refusal:
        return _asks(request, row.year, str(refusal))
    return HttpResponseRedirect(reverse("batches:asks", args=[row.year]))

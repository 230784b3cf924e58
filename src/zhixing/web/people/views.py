"""Members and non-members: the list, a card, changes, transfers."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhixing.actions.dossier import READERS
from zhixing.actions.export_list import export_list
from zhixing.actions.histories import past_of
from zhixing.actions.reading import note_reading
from zhixing.actions.roll import Roll, keeps_books_of, one_visible, roll, transfers_of
from zhixing.actions.transferring import may_step
from zhixing.core.people.register import Person
from zhixing.web.people.cards import TRANSFER_HEADINGS, transfer_card
from zhixing.web.people.cards import card as card_of
from zhixing.web.people.fields import ChangeForm
from zhixing.web.people.filling import FormPage, fill
from zhixing.web.people.listing import HEADINGS, list_page, shown_lines
from zhixing.web.people.new_forms import STEPS, NewCandidate, NewMember
from zhixing.web.people.offered import CHANGES
from zhixing.web.shared.downloads import answer, list_offers
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may

HERE = "people"


@may(*READERS)
@require_safe
def people(request: Seen) -> HttpResponse:
    """Everybody one may see, filtered by what stands in the address."""
    page = list_page(request.actor, request.GET, today())
    may_enter = request.actor.wears(*OFFICERS)
    context = {"page": page, "may_enter": may_enter, "frame": frame_for(request, "人员", here=HERE)}
    return render(request, "people/list.html", context)


@may(*READERS)
@require_safe
def export(request: Seen, form: str) -> HttpResponse:
    """The list as a file: exactly what the filters leave, all pages."""
    shown, told = shown_lines(request.actor, request.GET, today())
    rows = [line.cells for line in shown]
    found = export_list(request.actor, "人员名单", HEADINGS, rows, form, now=timezone.now(), told=told)
    return answer(found)


@may(*READERS)
@require_safe
def card(request: Seen, person: UUID) -> HttpResponse:
    """One person: what is held, what can be changed, the history."""
    whole = roll()
    one = _visible(request, person, whole)
    note_reading(request.actor, subject=person, what="人员卡片和历史", now=timezone.now())
    page = card_of(request.actor, one, whole, past_of(person, whole.register), today())
    context = {
        "page": page,
        "frame": frame_for(request, one.name, here=HERE),
        "entered": "entered" in request.GET,
    }
    return render(request, "people/card.html", context)


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Seen, person: UUID, verb: str) -> HttpResponse:
    """The form of one change."""
    whole = roll()
    one, wanted = _visible(request, person, whole), CHANGES.get(verb)
    if wanted is None or not keeps_books_of(request.actor, one):
        raise Http404
    if request.method != "POST" and not wanted.offered(one, today()):
        raise Http404
    form = _form(request, wanted.form, whole, one)
    return fill(request, _page(wanted.words, one, form), here=HERE)


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Seen, person: UUID, step: str) -> HttpResponse:
    """The next step of a running transfer."""
    whole = roll()
    one = _visible(request, person, whole)
    words, form = STEPS.get(step, ("", None))
    running = whole.in_transit.get(person)
    if form is None or running is None or not may_step(request.actor, running, form.step):
        raise Http404
    shown = transfer_card(request.actor, running, whole, today())
    page = _page(
        words, one, _form(request, form, whole, one), back=reverse("people:transfers"), note=shown.words
    )
    return fill(request, page, here=HERE)


@may(*READERS)
@require_safe
def transfers(request: Seen) -> HttpResponse:
    """The transfers from and to one's branches: running ones first."""
    whole = roll()
    found = transfers_of(request.actor, whole)
    rows = [transfer_card(request.actor, one, whole, today()) for one in found]
    context = {
        "running": [row for row in rows if row.running],
        "ended": [row for row in rows if not row.running],
        "frame": frame_for(request, "组织关系转接", here=HERE),
        "entered": "entered" in request.GET,
        "exports": list_offers("people:transfers_export"),
    }
    return render(request, "people/transfers.html", context)


@may(*READERS)
@require_safe
def transfers_export(request: Seen, form: str) -> HttpResponse:
    """The transfers as a file."""
    whole = roll()
    found = transfers_of(request.actor, whole)
    rows = [transfer_card(request.actor, one, whole, today()).cells for one in found]
    return answer(
        export_list(request.actor, "组织关系转接", TRANSFER_HEADINGS, rows, form, now=timezone.now())
    )


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_member(request: Seen) -> HttpResponse:
    """A member who is not on the ledger yet."""
    return _new(request, NewMember, "登记党员")


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_candidate(request: Seen) -> HttpResponse:
    """A non-member who is not on the ledger yet."""
    return _new(request, NewCandidate, "登记群众或发展对象")


def _new(request: Seen, form: type[ChangeForm], title: str) -> HttpResponse:
    page = FormPage(title, "", reverse("people:list"), "人员", _form(request, form, roll(), None))
    return fill(request, page, here=HERE)


def _form(request: Seen, form: type[ChangeForm], whole: Roll, one: Person | None) -> ChangeForm:
    sent = request.POST if request.method == "POST" else None
    return form(sent, actor=request.actor, whole=whole, today=today(), person=one)


def _page(title: str, one: Person, form: ChangeForm, *, back: str = "", note: str = "") -> FormPage:
    where = back or reverse("people:card", args=[one.id])
    return FormPage(title, one.name, where, "组织关系转接" if back else one.name, form, note)


def _visible(request: Seen, person: UUID, whole: Roll) -> Person:
    one = one_visible(request.actor, person, whole)
    if one is None:
        raise Http404
    return one

"""Organisations: the tree with its cards, and changes to them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhixing.actions.dossier import READERS
from zhixing.actions.export_list import export_list
from zhixing.actions.organisation import may_found
from zhixing.actions.roll import roll
from zhixing.store.people.queries import SUPERIOR
from zhixing.web.people.filling import FormPage, fill
from zhixing.web.people.unit_forms import UNIT_CHANGES, Found, SetStation, station_named
from zhixing.web.people.unit_pages import UNIT_HEADINGS, may_use, tree_page
from zhixing.web.shared.downloads import answer, list_offers
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may

HERE = "organisations"


@may(*READERS)
@require_safe
def organisations(request: Seen) -> HttpResponse:
    """The tree: every branch one may see with committee, groups, stations and findings."""
    page = tree_page(request.actor, today())
    context = {
        "page": page,
        "frame": frame_for(request, "组织", here=HERE),
        "entered": "entered" in request.GET,
        "exports": list_offers("people:organisations_export"),
    }
    return render(request, "people/organisations.html", context)


@may(*READERS)
@require_safe
def organisations_export(request: Seen, form: str) -> HttpResponse:
    """The organisations as a file, one a line."""
    page = tree_page(request.actor, today())
    rows = [card.cells for card in (*page.cards, *page.closed)]
    return answer(export_list(request.actor, "党组织", UNIT_HEADINGS, rows, form, now=timezone.now()))


@may(SUPERIOR)
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: Seen) -> HttpResponse:
    """A branch is founded."""
    if not may_found(request.actor):
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = Found(sent, actor=request.actor, whole=roll(), today=today())
    page = FormPage("成立党支部", "", reverse("people:organisations"), "组织", form)
    return fill(request, page, here=HERE)


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: Seen, branch: UUID, act: str) -> HttpResponse:
    """The form of one change to an organisation."""
    whole = roll()
    org, wanted = whole.register.orgs.get(branch), UNIT_CHANGES.get(act)
    if org is None or wanted is None or not may_use(request.actor, org, act):
        raise Http404
    words, kind = wanted
    sent = request.POST if request.method == "POST" else None
    form = kind(sent, actor=request.actor, whole=whole, today=today())
    form.org = org
    if isinstance(form, SetStation) and "station" in request.GET:
        uid = station_named(request.GET["station"])
        known = whole.register.stations.get(uid) if uid else None
        if known is None or known.org != org.id:
            raise Http404
        form.show(known)
    page = FormPage(words, org.name, reverse("people:organisations"), "组织", form)
    return fill(request, page, here=HERE)

"""Rooms, speakers and busy seasons: the lists, and a form for each change."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhixing.actions.dossier import READERS
from zhixing.actions.export_list import export_list
from zhixing.web.rosters.filling import HERE, fill
from zhixing.web.rosters.resource_forms import CHANGES, NEW, ThingForm
from zhixing.web.rosters.resource_pages import HEADINGS, prepare, resource_page
from zhixing.web.shared.downloads import answer
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may


@may(*READERS)
@require_safe
def resources(request: Seen) -> HttpResponse:
    """The three lists."""
    page = resource_page(request.actor, today())
    context = {
        "page": page,
        "entered": "entered" in request.GET,
        "frame": frame_for(request, "场地、师资和业务高峰", here=HERE),
    }
    return render(request, "rosters/resources.html", context)


@may(*READERS)
@require_safe
def export(request: Seen, form: str) -> HttpResponse:
    """The lists as a file."""
    rows = [line.cells for line in resource_page(request.actor, today()).lines]
    return answer(
        export_list(request.actor, "场地、师资和业务高峰", HEADINGS, rows, form, now=timezone.now())
    )


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Seen, act: str) -> HttpResponse:
    """A new room, speaker or busy season."""
    return _form(request, NEW.get(act), None)


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Seen, thing: UUID, act: str) -> HttpResponse:
    """A change to one."""
    return _form(request, CHANGES.get(act), thing)


def _form(request: Seen, wanted: type[ThingForm] | None, thing: UUID | None) -> HttpResponse:
    if wanted is None:
        raise Http404
    form = wanted(request.POST if request.method == "POST" else None)
    if not prepare(form, request.actor, thing, today()):
        raise Http404
    return fill(request, form, back=reverse("rosters:resources"), back_words=form.back_words)

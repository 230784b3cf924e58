"""The desk of those who check notes: the list, its file, a check, a spot check by lot."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhixing.actions import notes
from zhixing.actions.export_list import export_list
from zhixing.actions.notes import CHECKERS
from zhixing.actions.recording import Ask, NotYours
from zhixing.core.facts.record import FactError
from zhixing.web.notes import listing, pages
from zhixing.web.shared.downloads import answer
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import Seen, may

HERE = "note_desk"


@may(*CHECKERS)
@require_safe
def listing_page(request: Seen) -> HttpResponse:
    """Notes to be checked and those that were, filtered by what stands in the address."""
    page = listing.desk_page(request.actor, request.GET, today())
    return render(
        request, "notes/desk.html", {"frame": frame_for(request, "笔记抽查", here=HERE), "page": page}
    )


@may(*CHECKERS)
@require_safe
def export(request: Seen, form: str) -> HttpResponse:
    """The list as a file, exactly what the filters leave; without the words of the notes."""
    shown, told = listing.shown_rows(request.actor, request.GET)
    rows = [listing.cells(row) for row in shown]
    made = export_list(request.actor, "笔记抽查", listing.HEADINGS, rows, form, now=timezone.now(), told=told)
    return answer(made)


@may(*CHECKERS)
@require_POST
def check(request: Seen, note: UUID) -> HttpResponse:
    """通过, 优, or 退回 with a word."""
    said = request.POST
    uid = pages.uuid_of(said.get("uid", "")) or uuid4()
    ask = Ask(request.actor, timezone.now(), today(), uid)
    try:
        notes.check(note, said.get("result", ""), said.get("words", ""), ask)
    except NotYours:
        raise Http404 from None
    except FactError as wrong:
        page = pages.one_page(
            note, request.actor, now=timezone.now(), wrong=str(wrong), words=said.get("words", "")
        )
        if page is None:
            raise Http404 from None
        frame = frame_for(request, page.title, here=HERE)
        return render(request, "notes/one.html", {"frame": frame, "page": page}, status=400)
    messages.success(request, "已记下")
    return redirect(reverse("notes:desk") + "?state=handed")


@may(*CHECKERS)
@require_POST
def draw(request: Seen) -> HttpResponse:
    """抽签: the notes that are looked at this time."""
    said = request.POST
    org, uid = pages.uuid_of(said.get("org", "")), pages.uuid_of(said.get("uid", "")) or uuid4()
    if org is None:
        raise Http404
    try:
        spot = notes.draw(org, Ask(request.actor, timezone.now(), today(), uid))
    except NotYours:
        raise Http404 from None
    except FactError as wrong:
        messages.error(request, str(wrong))
        return redirect("notes:desk")
    messages.success(request, f"{spot.of} 篇待抽查的里抽到 {len(spot.drawn)} 篇，标着“抽到”")
    return redirect(reverse("notes:desk") + "?state=drawn")

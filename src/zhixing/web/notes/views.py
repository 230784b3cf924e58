"""One's own notes, writing one, a note as its writer or a checker sees it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhixing.actions import notes
from zhixing.actions.export_list import export_list
from zhixing.actions.recording import Ask, NotYours
from zhixing.core.facts.record import FactError
from zhixing.core.recording.base import Refused
from zhixing.store.people.queries import MEMBER
from zhixing.web.notes import pages
from zhixing.web.shared.downloads import answer
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import INSIDE, Seen, may

HERE = "notes"


@may(MEMBER)
@require_safe
def mine(request: Seen) -> HttpResponse:
    """My notes as they stand."""
    page = pages.mine_page(request.actor)
    return render(
        request, "notes/mine.html", {"frame": frame_for(request, "我的笔记", here=HERE), "page": page}
    )


@may(MEMBER)
@require_safe
def mine_export(request: Seen, form: str) -> HttpResponse:
    """My notes as a file."""
    rows, now = [pages.mine_cells(row) for row in pages.mine_page(request.actor).rows], timezone.now()
    made = export_list(request.actor, "我的笔记", pages.MINE_HEADINGS, rows, form, now=now, own=True)
    return answer(made)


@may(MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Seen) -> HttpResponse:
    """Writing a note, or one that was sent back once more; refused, nothing typed is lost."""
    said = request.POST if request.method == "POST" else request.GET
    try:
        typed = pages.typed(said, request.actor, today=today())
    except LookupError:
        raise Http404 from None
    wrong: Refused | None = None
    if request.method == "POST":
        ask = Ask(request.actor, timezone.now(), today(), typed.uid)
        files = [((one.name or "图片")[:80], one.read()) for one in request.FILES.getlist("pictures")]
        try:
            made = notes.hand_in(pages.form_of(typed), ask, pictures=files)
        except NotYours:
            raise Http404 from None
        except Refused as refused:
            wrong = refused
        except FactError as refused:
            wrong = Refused("", str(refused))
        else:
            messages.success(request, "已交；支委抽查后在这里看得到结果")
            return redirect("notes:one", note=made)
    page = pages.write_page(typed, wrong, today=today())
    told = {"frame": frame_for(request, "写笔记", here=HERE), "page": page}
    return render(request, "notes/write.html", told, status=400 if wrong else 200)


@may(*INSIDE)
@require_safe
def one(request: Seen, note: UUID) -> HttpResponse:
    """A note, what was said of it, earlier versions; for a checker what it has in common with others'."""
    page = pages.one_page(note, request.actor, now=timezone.now())
    if page is None:
        raise Http404
    return render(
        request, "notes/one.html", {"frame": frame_for(request, page.title, here=HERE), "page": page}
    )


@may(*INSIDE)
@require_safe
def picture(request: Seen, note: UUID, number: int) -> HttpResponse:
    """A page written by hand."""
    found = notes.picture(note, number, request.actor, now=timezone.now())
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="image/jpeg", headers={"Content-Disposition": "inline"})

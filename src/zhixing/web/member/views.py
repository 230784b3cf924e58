"""A member's year, read by the member or by an officer who may."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhixing.actions.dossier import READERS, MemberFile, member_year_for
from zhixing.actions.export import export_member
from zhixing.actions.reading import note_reading
from zhixing.store.people.queries import MEMBER
from zhixing.web.member.kept import Kept, kept
from zhixing.web.member.pages import member_page
from zhixing.web.shared.downloads import handed, in_word, offers
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may
from zhixing.web.shared.known import known_year

FORMS = ("record", "record-pdf", "register", "register-pdf", "json")


@may(MEMBER)
@require_safe
def mine(request: Seen, year: int) -> HttpResponse:
    """我的档案: one's own year; all that is held about one stands on a page of its own."""
    person = request.actor.person
    if person is None:
        raise Http404
    body = kept(person, known_year(year), lambda: _mine(request, year), today=today())
    frame = frame_for(request, "我的档案", here="mine", year=year)
    return render(request, "member/mine.html", {"kept": body, "frame": frame})


@may(*READERS)
@require_safe
def person(request: Seen, year: int, person: UUID) -> HttpResponse:
    """One member for an officer."""
    file = _file(request, year, person)
    note_reading(request.actor, subject=person, what=f"{year} 年度档案", now=timezone.now())
    base = reverse("member:person_export", args=[year, person, "x"]).removesuffix("x/")
    trail = reverse("officer:branch", args=[year, file.member.branch_id])
    actor, branch = request.actor, file.member.branch_id
    keeps = actor.over(branch, *OFFICERS) and actor.person != person
    page = member_page(file, offers(base, forms=FORMS), own=False, trail=trail, keeps=keeps)
    cases = f"{reverse('correction:list')}?person={person}" if keeps else ""
    frame = frame_for(request, file.member.name, here="members", year=year)
    return render(request, "member/person.html", {"page": page, "frame": frame, "cases": cases})


@may(MEMBER)
@require_safe
def mine_export(request: Seen, year: int, form: str) -> HttpResponse:
    """One's own year as a file."""
    return _export(request, year, request.actor.person, form)


@may(*READERS)
@require_safe
def person_export(request: Seen, year: int, person: UUID, form: str) -> HttpResponse:
    """One member's year as a file."""
    return _export(request, year, person, form)


def _mine(request: Seen, year: int) -> Kept:
    file = _file(request, year, request.actor.person)
    base = reverse("member:mine_export", args=[year, "x"]).removesuffix("x/")
    page = member_page(file, offers(base, forms=FORMS), own=True, trail="")
    return Kept(render_to_string("member/mine_main.html", {"page": page}), page.as_of, page.rulebook)


def _file(request: Seen, year: int, person: UUID | None) -> MemberFile:
    file = member_year_for(request.actor, person, known_year(year), today=today()) if person else None
    if file is None:
        raise Http404
    return file


def _export(request: Seen, year: int, person: UUID | None, form: str) -> HttpResponse:
    if person is None or form not in FORMS:
        raise Http404
    known_year(year)
    return handed(
        request,
        lambda: export_member(request.actor, person, year, form, now=timezone.now(), today=today()),
        word=in_word(request),
        title="导出",
        here="mine" if person == request.actor.person else "members",
        year=year,
    )

"""Pages of those who keep the books."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhixing.actions.dossier import READERS, year_for
from zhixing.actions.duties import due_now
from zhixing.actions.export import export_year
from zhixing.web.officer.listing import list_page, shown_members
from zhixing.web.officer.pages import branch_page
from zhixing.web.shared.downloads import PAPER, handed, in_word, offers
from zhixing.web.shared.duties import waiting
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import Seen, may
from zhixing.web.shared.known import known_year


@may(*READERS)
@require_safe
def branch(request: Seen, year: int, branch: UUID) -> HttpResponse:
    """One branch's year."""
    whole = year_for(request.actor, known_year(year), today=today())
    base = reverse("officer:branch_export", args=[year, branch, "x"]).removesuffix("x/")
    due = due_now(request.actor, today()) if year == today().year else ()
    mine = [one for one in due if one.org == branch]
    page = branch_page(whole, branch, offers(base), waiting(mine, today()))
    if page is None:
        raise Http404
    frame = frame_for(request, page.name, here="branch", year=year)
    return render(request, "officer/branch.html", {"page": page, "frame": frame})


@may(*READERS)
@require_safe
def branch_export(request: Seen, year: int, branch: UUID, form: str) -> HttpResponse:
    """One branch's year as a file."""
    known_year(year)
    return handed(
        request,
        lambda: export_year(request.actor, year, form, branch=branch, now=timezone.now(), today=today()),
        word=in_word(request),
        title="导出本支部",
        here="branch",
        year=year,
        heavy=form in PAPER,
    )


@may(*READERS)
@require_safe
def members(request: Seen, year: int) -> HttpResponse:
    """The members list, filtered by what stands in the address."""
    whole = year_for(request.actor, known_year(year), today=today())
    base = reverse("officer:members_export", args=[year, "x"]).removesuffix("x/")
    page = list_page(whole, request.GET, base)
    frame = frame_for(request, "党员", here="members", year=year)
    return render(request, "officer/members.html", {"page": page, "frame": frame})


@may(*READERS)
@require_safe
def members_export(request: Seen, year: int, form: str) -> HttpResponse:
    """The members list as a file: exactly those on the screen."""
    whole = year_for(request.actor, known_year(year), today=today())
    only = frozenset(member.id for member in shown_members(whole, request.GET))
    return handed(
        request,
        lambda: export_year(request.actor, year, form, only=only, now=timezone.now(), today=today()),
        word=in_word(request),
        title="导出所列",
        here="members",
        year=year,
        heavy=form in PAPER,
    )

"""The front door sends everybody to what is theirs; 机关党委 gets the organ's year."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhixing.actions.actors import tree, whole_tree
from zhixing.actions.dossier import READERS, outline, year_for
from zhixing.actions.duties import due_now
from zhixing.actions.export import export_year
from zhixing.actions.start import rulebooks
from zhixing.store.ledger import queries
from zhixing.store.people.queries import AUDIT, PUBLICITY, SECURITY, SUPERIOR, SYSTEM
from zhixing.web.overview.pages import overview_page
from zhixing.web.overview.waiting import open_rows
from zhixing.web.shared.downloads import PAPER, handed, in_word, offers
from zhixing.web.shared.duties import waiting
from zhixing.web.shared.frame import frame_for, latest_year, today
from zhixing.web.shared.gate import EVERYONE, INSIDE, Seen, may
from zhixing.web.shared.known import known_year

KEPT_BY = {SYSTEM: "keepers:system", SECURITY: "keepers:accounts", AUDIT: "keepers:audit"}
"""The page an administrator begins with."""


@may(*EVERYONE)
@require_safe
def home(request: Seen) -> HttpResponse:
    """To the latest year, a member to his day; without any year a page that says what to do.

    An administrator to what he keeps.
    """
    for role, page in KEPT_BY.items():
        if request.actor.wears(role):
            return redirect(page)
    latest = latest_year(outline())
    if latest is None:
        frame = frame_for(request, "总览", here="overview")
        seen = {"frame": frame, "superior": request.actor.wears(SUPERIOR)}
        return render(request, "overview/empty.html", seen)
    own, mine = _own(request, latest), reverse("member:mine", args=[latest])
    return redirect("today:home" if own == mine else own)


@may(*EVERYONE)
@require_safe
def places(request: Seen) -> HttpResponse:
    """Everywhere one can go: on a phone the rail has no room for it."""
    return render(request, "overview/places.html", {"frame": frame_for(request, "更多", here="places")})


@may(*INSIDE)
@require_safe
def year(request: Seen, year: int) -> HttpResponse:
    """The organ's year; who may not see it is sent to what is his."""
    known_year(year)
    if not whole_tree(request.actor, *READERS):
        return redirect(_own(request, year))
    whole = year_for(request.actor, year, today=today())
    base = reverse("overview:year_export", args=[year, "x"]).removesuffix("x/")
    running = year == today().year
    now = waiting(due_now(request.actor, today()), today()) if running else ()
    page = overview_page(whole, rulebooks(), open_rows(queries.batches(), year), offers(base), now)
    frame = frame_for(request, "总览", here="overview", year=year)
    return render(request, "overview/overview.html", {"page": page, "frame": frame})


@may(*READERS)
@require_safe
def year_export(request: Seen, year: int, form: str) -> HttpResponse:
    """The organ's year as a file."""
    if not whole_tree(request.actor, *READERS):
        raise Http404
    known_year(year)
    return handed(
        request,
        lambda: export_year(request.actor, year, form, now=timezone.now(), today=today()),
        word=in_word(request),
        title="导出全局",
        here="overview",
        year=year,
        heavy=form in PAPER,
    )


def _own(request: Seen, year: int) -> str:
    """What is the actor's: the organ, his branch, himself, or the table that 宣传委员 works with."""
    actor = request.actor
    if whole_tree(actor, *READERS):
        return reverse("overview:year", args=[year])
    held = [org.id for org in tree().branches() if actor.over(org.id, *READERS)]
    if held:
        return reverse("officer:branch", args=[year, held[0]])
    if actor.person is None and actor.wears(PUBLICITY):
        return reverse("recording:sessions", args=[year])
    if actor.person is None:
        return reverse("rulebooks:list")
    return reverse("member:mine", args=[year])

"""Reading: the list and its file, an article, its QR code, its versions, the large mode."""

from __future__ import annotations

from uuid import UUID

from csp.constants import SELF
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from zhixing.actions import library, library_desk, library_slips
from zhixing.actions.export_list import export_list
from zhixing.actions.library_versions import compare
from zhixing.store.content import queries
from zhixing.store.people.queries import BRANCH, PUBLICITY, SECRETARY, SUPERIOR
from zhixing.web.library.listing import HEADINGS, list_page, shown_rows
from zhixing.web.library.pages import ELDER, MODE, read_page, versions_page
from zhixing.web.shared.downloads import answer
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import INSIDE, Seen, may
from zhixing.web.shared.qr import qr_svg

HERE = "library"
YEAR = 365 * 24 * 3600
DESK = (BRANCH, PUBLICITY, SECRETARY, SUPERIOR)
"""Who writes and reviews."""


@may(*INSIDE)
@require_safe
def listing(request: Seen) -> HttpResponse:
    """The list, filtered by what stands in the address."""
    seen = {
        "page": list_page(request.actor, request.GET),
        "desk": request.actor.wears(*DESK),
        "waiting": [due.sentence for due in library_desk.waiting(request.actor, today())],
        "reports": len(library_slips.own(request.actor)),
        "frame": frame_for(request, "文库", here=HERE),
    }
    return render(request, "library/list.html", seen)


@may(*INSIDE)
@require_safe
def export(request: Seen, form: str) -> HttpResponse:
    """The list as a file: exactly what the filters leave, all pages."""
    shown, told = shown_rows(request.actor, request.GET)
    rows = [row.cells for row in shown]
    return answer(export_list(request.actor, "文库目录", HEADINGS, rows, form, now=timezone.now(), told=told))


@may(*INSIDE)
@require_safe
def read(request: Seen, article: UUID) -> HttpResponse:
    """An article, at one address for phone and desk."""
    found = library.reading(article, request.actor)
    if found is None:
        raise Http404
    entry = queries.entry(article)
    page = read_page(
        request.actor,
        found,
        large=request.COOKIES.get(MODE) == ELDER,
        address=request.build_absolute_uri(reverse("library:read", args=[article])),
        works=entry is not None and library_desk.works(request.actor, entry.org),
    )
    seen = {"page": page, "frame": frame_for(request, found.article.title, here=HERE)}
    response = render(request, "library/read.html", seen)
    # As csp.decorators.csp_update leaves it: recordings of our own, on this page alone.
    response._csp_update = {"media-src": [SELF]}  # type: ignore[attr-defined]  # noqa: SLF001
    return response


@may(*INSIDE)
@require_safe
def qr(request: Seen, article: UUID) -> HttpResponse:
    """The QR code on a page of its own: without script, or to be printed and put up."""
    found = library.article(article, request.actor)
    if found is None:
        raise Http404
    address = request.build_absolute_uri(reverse("library:read", args=[article]))
    seen = {"article": found, "qr": qr_svg(address), "address": address}
    return render(request, "library/qr.html", {**seen, "frame": frame_for(request, "二维码", here=HERE)})


@may(*INSIDE)
@require_safe
def versions(request: Seen, article: UUID) -> HttpResponse:
    """Two versions side by side, word by word."""
    found = compare(
        article, number_of(request.GET.get("from", "")), number_of(request.GET.get("to", "")), request.actor
    )
    if found is None:
        raise Http404
    seen = {"page": versions_page(found), "frame": frame_for(request, "版本比较", here=HERE)}
    return render(request, "library/versions.html", seen)


@may(*INSIDE)
@require_POST
def mode(request: Seen) -> HttpResponse:
    """The large mode on or off, kept by this browser, and back to the article."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(wanted if safe else reverse("library:list"))
    if request.POST.get("mode") == ELDER:
        secure = request.is_secure()
        response.set_cookie(MODE, ELDER, max_age=YEAR, samesite="Lax", httponly=True, secure=secure)
    else:
        response.delete_cookie(MODE, samesite="Lax")
    return response


def number_of(text: str) -> int | None:
    """The number of a version as it comes from a browser; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None

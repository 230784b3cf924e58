"""Rules in words, for everybody who signs in."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhixing.actions.export import export_book, export_difference
from zhixing.actions.start import rulebooks
from zhixing.core.rules.book import Book
from zhixing.web.rulebooks.pages import book_page, difference_page, shelf_page
from zhixing.web.shared.downloads import answer
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import INSIDE, Seen, may


@may(*INSIDE)
@require_safe
def shelf(request: Seen) -> HttpResponse:
    """All books; with `old` and `new` in the address, on to their difference."""
    old, new = request.GET.get("old"), request.GET.get("new")
    if old and new:
        return redirect("rulebooks:difference", _book(old).id, _book(new).id)
    page = shelf_page(rulebooks(), today())
    frame = frame_for(request, "规则", here="rulebooks")
    return render(request, "rulebooks/shelf.html", {"page": page, "frame": frame})


@may(*INSIDE)
@require_safe
def book(request: Seen, book: str) -> HttpResponse:
    """One book in words."""
    page = book_page(_book(book))
    frame = frame_for(request, page.words.title, here="rulebooks")
    return render(request, "rulebooks/book.html", {"page": page, "frame": frame})


@may(*INSIDE)
@require_safe
def book_docx(request: Seen, book: str) -> HttpResponse:
    """One book as a Word file."""
    return answer(export_book(request.actor, _book(book), now=timezone.now()))


@may(*INSIDE)
@require_safe
def difference(request: Seen, old: str, new: str) -> HttpResponse:
    """What the new book adds, removes and changes."""
    page = difference_page(_book(old), _book(new))
    frame = frame_for(request, "两册对照", here="rulebooks")
    return render(request, "rulebooks/difference.html", {"page": page, "frame": frame})


@may(*INSIDE)
@require_safe
def difference_docx(request: Seen, old: str, new: str) -> HttpResponse:
    """The difference as a Word file."""
    return answer(export_difference(request.actor, _book(old), _book(new), now=timezone.now()))


def _book(wanted: str) -> Book:
    found = rulebooks().book(wanted)
    if found is None:
        raise Http404
    return found

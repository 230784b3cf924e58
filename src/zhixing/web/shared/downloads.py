"""A file as an answer: its Chinese name by RFC 6266/5987, never kept, never opened in place."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from zhixing.actions.export import FORMS, Document
from zhixing.actions.export_list import LIST_FORMS
from zhixing.interop.documents.pdf import PdfError
from zhixing.web.shared.frame import frame_for
from zhixing.web.shared.gate import Seen

PAPER = frozenset(form for form, one in FORMS.items() if one.ending in ("docx", "pdf"))
"""Forms set page by page: for a whole organ seconds of work, during which nobody else's page is computed."""
SOON = 5
_at_work = threading.Lock()


@dataclass(frozen=True, slots=True)
class Offer:
    """A download on a page."""

    words: str
    url: str


def offers(base: str, query: str = "", *, forms: tuple[str, ...] = tuple(FORMS)) -> tuple[Offer, ...]:
    """The downloads under an address that ends where the form's word goes."""
    ending = f"?{query}" if query else ""
    return tuple(Offer(FORMS[form].words, f"{base}{form}/{ending}") for form in forms)


def list_offers(view: str, keep: Mapping[str, str] | None = None) -> tuple[Offer, ...]:
    """The files that a list can be had as, with the filters in force."""
    ending = f"?{urlencode(keep)}" if keep else ""
    return tuple(Offer(words, reverse(view, args=[form]) + ending) for form, words in LIST_FORMS.items())


def answer(document: Document | None) -> HttpResponse:
    """The document; 404 where there is none to be seen."""
    if document is None:
        raise Http404
    response = HttpResponse(document.content, content_type=document.media)
    disposition = content_disposition_header(as_attachment=True, filename=document.name)
    response["Content-Disposition"] = disposition or "attachment"
    return response


def handed(
    request: Seen,
    made: Callable[[], Document | None],
    *,
    word: str,
    title: str,
    here: str,
    year: int | None = None,
    heavy: bool = False,
) -> HttpResponse:
    """The document; where a PDF cannot be set, a page that says why and where the same is in Word (`word`).

    `heavy`: of many people at once. One of these is made at a time in a process, the next is asked to come again
    soon: a server has four threads, and those who wait for paper would hold them all.
    """
    if heavy and not _at_work.acquire(blocking=False):
        return _busy(request, title, here, year)
    try:
        return answer(made())
    except PdfError as found:
        frame = frame_for(request, title, here=here, year=year)
        return render(
            request, "shared/no_pdf.html", {"frame": frame, "why": str(found), "word": word}, status=409
        )
    finally:
        if heavy:
            _at_work.release()


def _busy(request: Seen, title: str, here: str, year: int | None) -> HttpResponse:
    frame = frame_for(request, title, here=here, year=year)
    words = {"frame": frame, "again": request.get_full_path()}
    response = render(request, "shared/busy.html", words, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(SOON)
    return response


def in_word(request: Seen) -> str:
    """The address of the same form in Word: `record-pdf/` is `record/`."""
    return request.get_full_path().replace("-pdf/", "/")

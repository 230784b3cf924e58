"""A file as an answer: its Chinese name by RFC 6266/5987, never kept, never opened in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from zhixing.actions.export import FORMS, Document
from zhixing.interop.documents.pdf import PdfError
from zhixing.web.shared.frame import frame_for
from zhixing.web.shared.gate import Seen


@dataclass(frozen=True, slots=True)
class Offer:
    """A download on a page."""

    words: str
    url: str


def offers(base: str, query: str = "", *, forms: tuple[str, ...] = tuple(FORMS)) -> tuple[Offer, ...]:
    """The downloads under an address that ends where the form's word goes."""
    ending = f"?{query}" if query else ""
    return tuple(Offer(FORMS[form].words, f"{base}{form}/{ending}") for form in forms)


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
) -> HttpResponse:
    """The document; where a PDF cannot be set, a page that says why and where the same is in Word (`word`)."""
    try:
        return answer(made())
    except PdfError as found:
        frame = frame_for(request, title, here=here, year=year)
        return render(
            request, "shared/no_pdf.html", {"frame": frame, "why": str(found), "word": word}, status=409
        )


def in_word(request: Seen) -> str:
    """The address of the same form in Word: `record-pdf/` is `record/`."""
    return request.get_full_path().replace("-pdf/", "/")

"""A change form asked for, filled in, refused with what was typed, or entered."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from zhixing.actions.changing import NotYours, Sheet
from zhixing.core.facts.record import FactError
from zhixing.web.people.fields import ChangeForm
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import Seen


@dataclass(frozen=True, slots=True)
class FormPage:
    """The page around a form: whom it is about, where it goes back to."""

    title: str
    about: str
    back: str
    back_words: str
    form: ChangeForm
    note: str = ""


def fill(request: Seen, page: FormPage, *, here: str) -> HttpResponse:
    """Shows the form; sent in, enters it and goes back. A refusal keeps all that was typed (422)."""
    form, status = page.form, HTTPStatus.OK
    if request.method == "POST":
        if form.is_valid() and _sent(request, form):
            return redirect(f"{form.gone_to or page.back}?entered=1")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    frame = frame_for(request, page.title, here=here)
    return render(request, "people/form.html", {"page": page, "form": form, "frame": frame}, status=status)


def _sent(request: Seen, form: ChangeForm) -> bool:
    sheet = Sheet(form.cleaned_data["uid"], request.actor, timezone.now(), today())
    try:
        form.send(sheet)
    except NotYours:
        raise Http404 from None
    except FactError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True

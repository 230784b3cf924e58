"""A form asked for, filled in, refused with what was typed, or entered."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from zhixing.actions.changing import NotYours, Sheet
from zhixing.core.facts.record import FactError
from zhixing.web.rosters.forms import EntryForm
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import Seen
from zhixing.web.shared.lists import Filter

HERE = "rosters"


def fill(
    request: Seen, form: EntryForm, *, back: str, back_words: str, narrow: Filter | None = None
) -> HttpResponse:
    """Shows the form; sent in, enters it and goes back. A refusal keeps all that was typed (422).

    `narrow`: by which station the people to be ticked are listed.
    """
    status = HTTPStatus.OK
    if request.method == "POST":
        if form.is_valid() and sent(request, form):
            joint = "&" if "?" in back else "?"
            return redirect(f"{back}{joint}entered=1")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "form": form,
        "back": back,
        "back_words": back_words,
        "narrow": narrow,
        "frame": frame_for(request, form.title, here=HERE),
    }
    return render(request, "rosters/form.html", context, status=status)


def sheet_of(request: Seen, form: EntryForm) -> Sheet:
    """Who sends the form, and when."""
    return Sheet(form.cleaned_data["uid"], request.actor, timezone.now(), today())


def sent(request: Seen, form: EntryForm) -> bool:
    """Whether it is entered; what stands against it is on the form."""
    try:
        form.send(sheet_of(request, form))
    except NotYours:
        raise Http404 from None
    except FactError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True

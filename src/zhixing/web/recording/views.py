"""Filling in forms: drawn, read, entered; what was typed is never lost."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhixing.actions import books, meetings, recording
from zhixing.actions.record import YearFrozen
from zhixing.actions.recording import Ask, Booked, NotYours
from zhixing.actions.roll import roll
from zhixing.core.facts.record import FactError
from zhixing.core.recording.base import Refused
from zhixing.store.people.queries import DISCIPLINE
from zhixing.web.recording import reading
from zhixing.web.recording.kinds import SAVES
from zhixing.web.recording.meeting import chosen_day, chosen_org, meeting_form, meeting_page, whole_list
from zhixing.web.recording.pages import form_page, start_page
from zhixing.web.recording.papers import MORE_DECISIONS, MORE_VOTES
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may

RELOADS = ("reload", "find", "paste", MORE_VOTES, MORE_DECISIONS)
"""Buttons that ask for the form again, with other rows."""
WRONG = 422
"""The status of a form that comes back with a sentence."""


@may(*OFFICERS, DISCIPLINE)
@require_safe
def start(request: Seen) -> HttpResponse:
    """The forms, and what was entered last."""
    frame = frame_for(request, "登记", here="recording")
    return render(request, "recording/start.html", {"page": start_page(request.actor), "frame": frame})


def _ask(request: Seen, said: QueryDict) -> Ask:
    late = said.get("late", "").strip()
    another = reading.ticked(said, "another")
    return Ask(request.actor, timezone.now(), today(), reading.form_uid(said), another, late)


@may(*OFFICERS, DISCIPLINE)
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: Seen, kind: str) -> HttpResponse:
    """A small form; back with a sentence where something is wrong."""
    if request.method != "POST":
        return _drawn(request, kind, request.GET)
    save, said = SAVES.get(kind), request.POST
    if save is None:
        raise Http404
    if said.get("act") == "find":
        return _drawn(request, kind, said)
    try:
        booked = save(said, _ask(request, said))
    except NotYours:
        raise Http404 from None
    except YearFrozen as refusal:
        return _drawn(request, kind, said, sentence=str(refusal), frozen=True)
    except Refused as refusal:
        return _drawn(request, kind, said, wrong=refusal.field, sentence=str(refusal))
    except FactError as refusal:
        return _drawn(request, kind, said, sentence=str(refusal))
    if not booked.new and booked.proposal is None:
        return _drawn(request, kind, said, known=True)
    return _after(booked, kind)


def _drawn(
    request: Seen,
    kind: str,
    said: QueryDict,
    *,
    wrong: str = "",
    sentence: str = "",
    frozen: bool = False,
    known: bool = False,
) -> HttpResponse:
    page = form_page(
        kind, said, request.actor, today=today(), wrong=wrong, sentence=sentence, frozen=frozen, known=known
    )
    if page is None:
        raise Http404
    frame = frame_for(request, f"登记{page.title}", here="recording")
    status = WRONG if sentence or known else 200
    return render(request, "recording/form.html", {"page": page, "frame": frame}, status=status)


def _after(booked: Booked, kind: str) -> HttpResponse:
    if booked.proposal is not None:
        return redirect(reverse("recording:start") + "?waiting=1")
    return redirect(reverse("recording:entry", args=[booked.entered.facts[0]]) + f"?kind={kind}")


@may(*OFFICERS, DISCIPLINE)
@require_safe
def entry(request: Seen, fact: UUID) -> HttpResponse:
    """What has been entered, and what can be done next."""
    found = books.entry(request.actor, fact, now=timezone.now())
    if found is None:
        raise Http404
    kind = request.GET.get("kind", "")
    seen = {
        "entry": found,
        "again": reverse("recording:form", args=[kind]) if kind in SAVES else "",
        "kind": kind,
        "frame": frame_for(request, "已登记", here="recording"),
    }
    return render(request, "recording/entry.html", seen)


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: Seen) -> HttpResponse:
    """A session with its roll."""
    return _session(request, sheet=False)


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: Seen, branch: UUID) -> HttpResponse:
    """The same, keyed back from a printed sheet: exceptions by number."""
    if not recording.keeps(request.actor, branch, roll().register):
        raise Http404
    return _session(request, sheet=True, branch=branch)


def _session(request: Seen, *, sheet: bool, branch: UUID | None = None) -> HttpResponse:
    said = (request.POST if request.method == "POST" else request.GET).copy()
    if branch is not None:
        said["org"] = str(branch)
    if request.method != "POST" or said.get("act") in RELOADS:
        return _meeting(request, said, sheet=sheet)
    try:
        booked = _record(request, said, today())
    except NotYours:
        raise Http404 from None
    except FactError as refusal:
        return _meeting(request, said, sheet=sheet, refusal=refusal)
    if booked.proposal is not None:
        return redirect(reverse("recording:start") + "?waiting=1")
    told = "1" if booked.new else "known"
    return redirect(reverse("recording:session_file", args=[booked.main.about]) + f"?saved={told}")


def _record(request: Seen, said: QueryDict, day: dt.date) -> Booked:
    org = chosen_org(said, request.actor)
    if org is None or said.get("org", "") not in ("", str(org.id)):
        raise NotYours
    whole = whole_list(said, org, chosen_day(said, day))
    return meetings.record_meeting(meeting_form(said, org, whole), _ask(request, said))


def _meeting(
    request: Seen, said: QueryDict, *, sheet: bool, refusal: FactError | None = None
) -> HttpResponse:
    refused = refusal if isinstance(refusal, Refused) or refusal is None else Refused("", str(refusal))
    frozen = isinstance(refusal, YearFrozen)
    page = meeting_page(said, request.actor, today=today(), sheet=sheet, refused=refused, frozen=frozen)
    if page is None:
        raise Http404
    frame = frame_for(request, "登记学习活动", here="recording")
    status = WRONG if refusal else 200
    return render(request, "recording/session.html", {"page": page, "frame": frame}, status=status)

"""After a meeting: its minutes, votes and decisions written later, and decisions settled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from zhixing.actions import books, meetings
from zhixing.actions.books import SessionFile
from zhixing.actions.record import YearFrozen
from zhixing.actions.recording import Ask, NotYours
from zhixing.core.facts.record import FactError
from zhixing.core.recording.base import Refused
from zhixing.web.recording import reading
from zhixing.web.recording.papers import (
    MORE_DECISIONS,
    MORE_VOTES,
    PapersDrawn,
    draw_papers,
    read_papers,
)
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import INSIDE, OFFICERS, Seen, may

WRONG = 422
_BACK = {"todo": "todo:list", "mine": "dates:mine"}
"""Pages that one press settles from, and goes back to."""


@dataclass(frozen=True, slots=True)
class PapersPage:
    """The form of what is written later."""

    session: UUID
    title: str
    day: dt.date
    uid: str
    papers: PapersDrawn
    problem: str = ""
    frozen: bool = False
    late: str = ""


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: Seen, session: UUID) -> HttpResponse:
    """Minutes, observers, votes and decisions of a session on the ledger."""
    file = books.session(request.actor, session)
    if file is None or not file.keeps:
        raise Http404
    if request.method != "POST":
        return _form(request, file, _held(request, file))
    said = request.POST
    if said.get("act") in (MORE_VOTES, MORE_DECISIONS):
        return _form(request, file, said)
    late = said.get("late", "").strip()
    ask = Ask(request.actor, timezone.now(), today(), reading.form_uid(said), late=late)
    try:
        booked = meetings.add_papers(session, read_papers(said), ask)
    except NotYours:
        raise Http404 from None
    except FactError as refusal:
        return _form(request, file, said, refusal)
    told = "waiting" if booked.proposal is not None else "papers"
    return redirect(reverse("recording:session_file", args=[session]) + f"?saved={told}")


def _held(request: Seen, file: SessionFile) -> QueryDict:
    """What stands in the minutes now: written anew, nothing of it is lost."""
    found, said = meetings.on_file(file.row.id), request.GET.copy()
    if found.minutes is not None:
        body = found.minutes
        kept = {"place": body.place, "host": body.host, "recorder": body.recorder, "way": body.way}
        for name, value in {**kept, **found.words}.items():
            said.setdefault(name, str(UUID(value)) if name in ("host", "recorder") and value else value)
    return said


def _form(
    request: Seen, file: SessionFile, said: QueryDict, refusal: FactError | None = None
) -> HttpResponse:
    wrong = refusal.field if isinstance(refusal, Refused) else ""
    sentence = str(refusal) if refusal else ""
    people = tuple(one.person for one in file.stood)
    page = PapersPage(
        file.row.id,
        file.row.title,
        file.row.day,
        str(reading.form_uid(said)),
        draw_papers(said, people, wrong or "place", sentence),
        sentence,
        isinstance(refusal, YearFrozen),
        said.get("late", ""),
    )
    frame = frame_for(request, "补会议记录", here="sessions")
    status = WRONG if refusal else 200
    return render(request, "recording/papers_form.html", {"page": page, "frame": frame}, status=status)


@may(*INSIDE)
@require_POST
def decision(request: Seen, session: UUID, nth: int) -> HttpResponse:
    """What became of a decision, by one press."""
    said = request.POST
    ask = Ask(request.actor, timezone.now(), today(), reading.form_uid(said))
    try:
        meetings.settle_decision(session, nth, said.get("state", ""), ask)
    except (NotYours, FactError):
        raise Http404 from None
    back = said.get("back", "")
    if back in _BACK:
        return redirect(_BACK[back])
    return redirect(reverse("recording:session_file", args=[session]) + "?saved=decision#decisions")

"""The list of a year's sessions, one session with its lists, and make-ups that come later."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhixing.actions import books, meetings, recording, session_list
from zhixing.actions.dossier import READERS
from zhixing.actions.record import YearFrozen
from zhixing.actions.recording import Ask, NotYours
from zhixing.core.facts.record import FactError
from zhixing.core.recording.base import Refused
from zhixing.core.recording.study import MakeupLine
from zhixing.web.recording import reading
from zhixing.web.recording.file_pages import papers_shown
from zhixing.web.recording.pages import session_page, sessions_page, shown_sessions
from zhixing.web.shared.downloads import answer
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may
from zhixing.web.shared.known import known_year


@may(*books.LIST_READERS)
@require_safe
def listing(request: Seen, year: int) -> HttpResponse:
    """The sessions of a year; no names."""
    asked = request.GET.dict()
    names = request.actor.wears(*READERS)
    page = sessions_page(request.actor, known_year(year), asked, names=names)
    frame = frame_for(request, "活动台账", here="sessions", year=year)
    return render(request, "recording/sessions.html", {"page": page, "frame": frame})


@may(*books.LIST_READERS)
@require_safe
def export(request: Seen, year: int) -> HttpResponse:
    """The list as filtered, as a table."""
    rows = shown_sessions(books.sessions(request.actor, known_year(year)), request.GET.dict())
    return answer(session_list.sessions_csv(request.actor, year, rows, now=timezone.now()))


@may(*READERS)
@require_safe
def one(request: Seen, session: UUID) -> HttpResponse:
    """One session."""
    return _page(request, session)


@may(*OFFICERS)
@require_POST
def makeups(request: Seen, session: UUID) -> HttpResponse:
    """补学 of those who were not there: ticked together, of one day and way."""
    said = request.POST
    people = [found for text in said.getlist("person") if (found := reading.uuid_or_none(text))]
    uid, late = reading.form_uid(said), said.get("late", "").strip()
    try:
        if not people:
            raise Refused("person", "请勾选补了学的人")
        day, way = reading.day(said, "day", "补学日期"), said.get("way", "")
        ask = Ask(request.actor, timezone.now(), today(), uid, late=late)
        recording.record_makeups(session, [MakeupLine(person, day, way) for person in people], ask)
    except NotYours:
        raise Http404 from None
    except YearFrozen as refusal:
        return _page(request, session, problem=f"{refusal}。请写明理由，交第二人确认", frozen=True)
    except FactError as refusal:
        return _page(request, session, problem=str(refusal))
    if said.get("back", "") == "owed" and not late:
        return redirect("recording:owed")
    told = "waiting" if late else "makeup"
    return redirect(reverse("recording:session_file", args=[session]) + f"?saved={told}")


def _page(request: Seen, session: UUID, *, problem: str = "", frozen: bool = False) -> HttpResponse:
    file = books.session(request.actor, session)
    if file is None:
        raise Http404
    page = session_page(file, today=today(), uid=request.POST.get("uid", "") or str(uuid4()))
    kept = meetings.readable(request.actor, session, file.chain)
    seen = {
        "page": page,
        "saved": request.GET.get("saved", ""),
        "problem": problem,
        "frozen": frozen,
        "papers": papers_shown(kept, request.actor, today()) if kept else None,
        "session": session,
        "ticked": request.POST.getlist("person"),
        "frame": frame_for(request, file.row.title, here="sessions"),
    }
    return render(request, "recording/session_file.html", seen, status=422 if problem else 200)

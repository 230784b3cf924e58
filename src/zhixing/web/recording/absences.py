"""Being away and catching up: leave asked and granted, and who may still make up which session."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhixing.actions import leave as acting
from zhixing.actions import makeups
from zhixing.actions.export_list import export_list
from zhixing.actions.leave import Leave
from zhixing.actions.makeups import OwedSession
from zhixing.actions.recording import Ask, NotYours
from zhixing.actions.roll import roll
from zhixing.core.facts.record import FactError
from zhixing.core.recording.study import WAYS
from zhixing.interop.documents.cells import Cell
from zhixing.store.people.queries import MEMBER
from zhixing.web.recording import reading
from zhixing.web.shared.downloads import answer as answer_file
from zhixing.web.shared.downloads import list_offers
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import INSIDE, OFFICERS, Seen, may

LEAVE_HEADINGS = ("党员", "党支部", "哪一次", "日期", "事由", "结果", "请假日期")
HEADINGS = ("活动", "日期", "主办组织", "党员", "没到会的原因", "可补到")
RECENT = dt.timedelta(days=60)
"""How long answered leave stays on the page after the session."""


@dataclass(frozen=True, slots=True)
class LeaveRow:
    """Leave somebody asked for, with the form's own id."""

    leave: Leave
    name: str
    branch: str
    late: bool
    uid: str


@dataclass(frozen=True, slots=True)
class OwedRow:
    """A session that may still be made up, with a form of its own."""

    owed: OwedSession
    uid: str


@may(*OFFICERS)
@require_safe
def leave(request: Seen) -> HttpResponse:
    """What waits for an answer, and what was answered lately."""
    waiting, answered = _listed(request)
    seen = {
        "exports": list_offers("recording:leave_export"),
        "waiting": waiting,
        "answered": answered,
        "frame": frame_for(request, "请假", here="recording"),
    }
    return render(request, "recording/leave.html", seen)


@may(*OFFICERS)
@require_safe
def leave_export(request: Seen, form: str) -> HttpResponse:
    """The same as a file: a row a leave, those that wait first."""
    rows: list[tuple[Cell, ...]] = [
        (row.name, row.branch, one.title, one.date, one.why, one.words, one.asked)
        for part in _listed(request)
        for row in part
        for one in (row.leave,)
    ]
    return answer_file(export_list(request.actor, "请假", LEAVE_HEADINGS, rows, form, now=timezone.now()))


def _listed(request: Seen) -> tuple[tuple[LeaveRow, ...], tuple[LeaveRow, ...]]:
    """What waits for the reader's answer, and what was answered lately."""
    day, actor = today(), request.actor
    mine = [one for one in acting.leaves() if acting.may_answer(actor, one, "granted")]
    waiting = tuple(_row(one, day) for one in mine if one.open)
    answered = tuple(_row(one, day) for one in mine if not one.open and one.date >= day - RECENT)
    return waiting, answered


@may(*INSIDE)
@require_POST
def answer(request: Seen, leave: UUID) -> HttpResponse:
    """Granted, declined, or taken back by whoever asked."""
    outcome, own = request.POST.get("outcome", ""), request.POST.get("back", "") == "mine"
    try:
        acting.answer_leave(leave, outcome, _ask(request))
    except NotYours:
        raise Http404 from None
    except FactError as refusal:
        messages.error(request, str(refusal))
    return redirect("dates:mine" if own else "recording:leave")


@may(MEMBER)
@require_POST
def ask(request: Seen, code: UUID) -> HttpResponse:
    """Asks for leave from one of one's own dates."""
    try:
        acting.ask_leave(code, request.POST.get("reason", ""), _ask(request))
    except NotYours:
        raise Http404 from None
    except FactError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已请假，等支部批。")
    return redirect("dates:mine")


@may(*OFFICERS)
@require_safe
def owed(request: Seen) -> HttpResponse:
    """Who was on duty or on leave and may still make it up, by session; several are recorded at once."""
    rows = tuple(OwedRow(one, str(uuid4())) for one in makeups.still_owed(request.actor, today()))
    seen = {
        "exports": list_offers("recording:owed_export"),
        "rows": rows,
        "people": sum(len(row.owed.people) for row in rows),
        "ways": tuple(WAYS.items()),
        "today": today().isoformat(),
        "frame": frame_for(request, "补学", here="recording"),
    }
    return render(request, "recording/owed.html", seen)


@may(*OFFICERS)
@require_safe
def owed_export(request: Seen, form: str) -> HttpResponse:
    """The same as a file: a row a person and session."""
    rows: list[tuple[Cell, ...]] = [
        (one.title, one.day, one.organiser, name, away, one.until)
        for one in makeups.still_owed(request.actor, today())
        for _, name, away in one.people
    ]
    return answer_file(export_list(request.actor, "还可以补学的", HEADINGS, rows, form, now=timezone.now()))


def _ask(request: Seen) -> Ask:
    return Ask(request.actor, timezone.now(), today(), reading.form_uid(request.POST))


def _row(one: Leave, day: dt.date) -> LeaveRow:
    register = roll().register
    person = register.people.get(one.person)
    name = person.name if person else "（不在名册）"
    return LeaveRow(one, name, register.name_of(one.chain), one.date < day, str(uuid4()))

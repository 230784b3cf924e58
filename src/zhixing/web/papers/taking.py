"""A member's own test: begin, save on the way, hand in, see the right answers, put it on record or throw it away.

Everything works without script: the sheet is one form, saved by a button. With script it saves by itself. The page
says until when there is time; no figure of time is sent or kept.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhixing.actions import papers_own, papers_sheets
from zhixing.actions.papers_own import OwnResult
from zhixing.actions.papers_sheets import Came, Going, Taken
from zhixing.actions.record import YearFrozen
from zhixing.actions.recording import NotYours
from zhixing.core.facts.record import FactError
from zhixing.core.papers.blueprint import points
from zhixing.core.recording.base import Refused
from zhixing.store.papers.queries import WAY_WORDS, SittingRow
from zhixing.store.people.queries import MEMBER
from zhixing.web.papers.blueprint_form import as_uuid
from zhixing.web.papers.pages import when
from zhixing.web.papers.questions import PartView, answers_from, parts_of
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import Seen, may

CAME_WORDS = {
    Came.IN_TIME: "已交卷",
    Came.LATE: "已交卷：过了时间，在宽限以内，照收",
    Came.SAVED: "过了宽限时间，按最后一次保存的作答交了卷",
    Came.KNOWN: "这份卷已经交过了",
}


@dataclass(frozen=True, slots=True)
class TakePage:
    """The sheet. `until`: until when there is time, `left`: how long that is, in words, `seconds` for the script (0: none)."""

    id: UUID
    uid: UUID
    title: str
    words: tuple[str, ...]
    parts: tuple[PartView, ...]
    until: str
    left: str
    seconds: int
    over: bool


@dataclass(frozen=True, slots=True)
class ResultPage:
    """What came of it. `private`: not on record; `droppable`: one's own, may be thrown away.

    `later`: from when the right answers are shown, in words; `parts` are empty until then.
    """

    id: UUID
    title: str
    told: str
    score: str
    private: bool
    droppable: bool
    waiting: bool
    later: str
    parts: tuple[PartView, ...]
    right: int
    count: int


@may(MEMBER)
@require_safe
def take(request: Seen, sitting: UUID) -> HttpResponse:
    """What the test is, before it is begun; the sheet, while one is at it."""
    now = timezone.now()
    try:
        row = papers_sheets.invited_to(sitting, request.actor)
        going = papers_sheets.at_it(sitting, request.actor)
    except NotYours:
        raise Http404 from None
    frame = frame_for(request, row.title, here="papers")
    if going is not None:
        return render(request, "papers/take.html", {"page": _page(request, going, now), "frame": frame})
    if papers_sheets.handed_in(sitting, request.actor):
        return redirect("papers:result", sitting=sitting)
    page = {
        "row": row,
        "when": when(row),
        "way": WAY_WORDS[row.way],
        "words": _words(row),
        "open": row.open_at(now),
    }
    return render(request, "papers/begin.html", {**page, "frame": frame})


@may(MEMBER)
@require_POST
def begin(request: Seen, sitting: UUID) -> HttpResponse:
    """Begins; his time runs from here."""
    try:
        papers_sheets.begin(sitting, by=request.actor, now=timezone.now())
    except NotYours:
        raise Http404 from None
    except Refused as why:
        messages.error(request, str(why))
        return redirect("papers:home")
    return redirect("papers:take", sitting=sitting)


@may(MEMBER)
@require_POST
def save(request: Seen, sitting: UUID) -> HttpResponse:
    """Saves what is answered so far. The script is answered with a bare status."""
    try:
        going = papers_sheets.at_it(sitting, request.actor)
        kept = going is not None and papers_sheets.save(
            sitting, answers_from(going.paper, request.POST), by=request.actor, now=timezone.now()
        )
    except NotYours:
        raise Http404 from None
    if request.headers.get("X-Saving"):
        return HttpResponse(status=HTTPStatus.NO_CONTENT if kept else HTTPStatus.CONFLICT)
    if kept:
        messages.success(request, "已保存，可以接着答；关掉页面也不会丢")
    else:
        messages.error(request, "没有保存：已经交卷，或者时间已过")
    return redirect("papers:take", sitting=sitting)


@may(MEMBER)
@require_POST
def hand_in(request: Seen, sitting: UUID) -> HttpResponse:
    """Hands in, once."""
    uid, now = as_uuid(request.POST.get("uid", "")), timezone.now()
    if uid is None:
        raise Http404
    try:
        going = papers_sheets.at_it(sitting, request.actor)
        answers = answers_from(going.paper, request.POST) if going else {}
        # Saved first: what is refused below leaves the sheet as it was just filled in.
        papers_sheets.save(sitting, answers, by=request.actor, now=now)
        taken = papers_sheets.hand_in(sitting, answers, uid=uid, by=request.actor, now=now, today=today())
    except NotYours:
        raise Http404 from None
    except (Refused, FactError) as why:
        messages.error(request, str(why))
        return redirect("papers:take", sitting=sitting)
    messages.success(request, _told(taken))
    return redirect("papers:result", sitting=sitting)


@may(MEMBER)
@require_safe
def result(request: Seen, sitting: UUID) -> HttpResponse:
    """What came of it; the right answers and their articles, once they may be seen."""
    try:
        found = papers_own.result(sitting, request.actor, now=timezone.now())
    except NotYours:
        raise Http404 from None
    waiting = found.score is None
    page = ResultPage(
        sitting,
        found.sitting.title,
        f"{found.sheet.day} 交卷" + ("（过了时间，在宽限以内）" if found.sheet.late else ""),
        "等人评简答题" if waiting else f"{points(found.score or 0)} / {points(found.paper.full)} 分",
        private=found.sitting.private and not found.sheet.counted,
        droppable=found.sitting.owner is not None and not found.sheet.counted,
        waiting=waiting,
        later="" if found.key_open else _later(found.sitting),
        parts=_told_parts(found, request.actor.person) if found.key_open else (),
        right=sum(one.right is True for one in found.marks),
        count=len(found.marks),
    )
    frame = frame_for(request, found.sitting.title, here="papers")
    return render(request, "papers/result.html", {"page": page, "frame": frame})


@may(MEMBER)
@require_POST
def count(request: Seen, sitting: UUID) -> HttpResponse:
    """计入: the result goes on record."""
    try:
        new = papers_sheets.count_in(sitting, by=request.actor, now=timezone.now(), today=today())
        messages.success(request, "已计入台账" if new else "已经计入过了")
    except NotYours:
        raise Http404 from None
    except (YearFrozen, Refused, FactError) as why:
        messages.error(request, f"没有计入：{why}")
    return redirect("papers:result", sitting=sitting)


@may(MEMBER)
@require_POST
def drop(request: Seen, sitting: UUID) -> HttpResponse:
    """Throws a test of one's own away."""
    try:
        gone = papers_own.throw_away(sitting, by=request.actor)
    except NotYours:
        raise Http404 from None
    messages.success(request, "这次自测已删除" if gone else "已经计入台账，不能再删除")
    return redirect("papers:home")


@may(MEMBER)
@require_POST
def delayed(request: Seen) -> HttpResponse:
    """A delayed test of one's own choice, drawn from what he studied some weeks ago."""
    uid = as_uuid(request.POST.get("uid", ""))
    if uid is None:
        raise Http404
    now = timezone.now()
    try:
        made = papers_own.begin_delayed(uid=uid, by=request.actor, now=now, today=today())
        papers_sheets.begin(made, by=request.actor, now=now)
    except NotYours:
        raise Http404 from None
    except Refused as why:
        messages.error(request, str(why))
        return redirect("papers:home")
    return redirect("papers:take", sitting=made)


def _told_parts(found: OwnResult, person: UUID | None) -> tuple[PartView, ...]:
    seed = _seed(found.sitting.id, person)
    return parts_of(found.paper, seed=seed, answers=found.sheet.answers, marked=found.marks)


def _later(row: SittingRow) -> str:
    return f"{timezone.localtime(row.closes_at + dt.timedelta(minutes=row.grace)):%m-%d %H:%M}"


def _page(request: Seen, going: Going, now: dt.datetime) -> TakePage:
    row, due = going.sitting, timezone.localtime(going.due_at)
    limited = bool(going.paper.blueprint.minutes)
    same_day = due.date() == timezone.localtime(now).date()
    return TakePage(
        row.id,
        uuid4(),
        row.title,
        _words(row),
        parts_of(going.paper, seed=_seed(row.id, request.actor.person), answers=going.answers),
        f"{due:%H:%M}" if same_day else f"{due:%m-%d %H:%M}",
        _left(going.due_at - now) if limited or same_day else "",
        int((going.due_at - now).total_seconds()) if limited else 0,
        now > going.due_at,
    )


def _left(left: dt.timedelta) -> str:
    minutes = int(left.total_seconds() // 60)
    if minutes < 0:
        return ""
    return f"还有 {minutes // 60} 小时 {minutes % 60} 分钟" if minutes >= 60 else f"还有 {minutes} 分钟"


def _words(row: SittingRow) -> tuple[str, ...]:
    grace = f"到时间后 {row.grace} 分钟内交卷照收" if row.grace else "到时间请交卷"
    return (grace, "答案随时保存，刷新、断线、换一台手机都能接着答", "只记哪天交的卷，不记用了多少时间")


def _seed(sitting: UUID, person: UUID | None) -> int:
    """The order in which one sitter sees a paper, the same whenever he comes back."""
    return (sitting.int ^ (person.int if person else 0)) % 2**63


def _told(taken: Taken) -> str:
    told = CAME_WORDS[taken.came]
    if taken.closed_year:
        return f"{told}；这一年已经定格，成绩没有入账，请找党务干部补登"
    if taken.score is None:
        return f"{told}；简答题等人评分"
    return told if taken.counted else f"{told}；只有您自己看得到，点“计入”才入台账"

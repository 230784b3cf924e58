"""The desk of returns: read in bulk, looked over, accepted; make-ups confirmed by ticking; one opened or sent back."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhixing.actions import pack_returns, pack_returns_read
from zhixing.actions.export_list import export_list
from zhixing.actions.pack_returns import WAY_WORDS, NotTaken
from zhixing.actions.recording import BOOKKEEPERS, NotYours
from zhixing.actions.roll import roll
from zhixing.core.packs.sheet import given_of
from zhixing.store.packs import queries
from zhixing.web.packs.forms import asked_uid, files_of, uuid_of
from zhixing.web.packs.pages import RETURN_HEADINGS, answered, return_lines
from zhixing.web.packs.views import HERE, UNPROCESSABLE, ask_of
from zhixing.web.shared.downloads import answer, list_offers
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may


@may(*OFFICERS)
@require_safe
def desk(request: Seen) -> HttpResponse:
    """What came back and waits, parts that wait for others, where to bring more."""
    return _desk(request)


def _desk(request: Seen, **more: object) -> HttpResponse:
    lines = return_lines(pack_returns.waiting(request.actor), WAY_WORDS)
    parts = queries.waiting_parts(request.actor.reach(*BOOKKEEPERS))
    people = roll().register.people
    seen = {
        "lines": lines,
        "exports": list_offers("packs:returns_export"),
        "ready": sum(line.ready for line in lines),
        "parts": [(people[one.person].name if one.person in people else "名册里没有", one) for one in parts],
        "uid": uuid4(),
        "frame": frame_for(request, "学习包回传", here=HERE),
        **more,
    }
    return render(request, "packs/desk.html", seen, status=UNPROCESSABLE if "problem" in more else 200)


@may(*OFFICERS)
@require_safe
def export(request: Seen, form: str) -> HttpResponse:
    """What waits at the desk as a file, without the words written."""
    rows = [one.cells for one in return_lines(pack_returns.waiting(request.actor), WAY_WORDS)]
    return answer(export_list(request.actor, "学习包回传", RETURN_HEADINGS, rows, form, now=timezone.now()))


@may(*OFFICERS)
@require_POST
def read(request: Seen) -> HttpResponse:
    """Files and pasted text are read and shown; nothing is kept yet."""
    pasted = request.POST.get("pasted", "")
    if not request.FILES.getlist("files") and not pasted.strip():
        return _desk(request, problem="请选文件，或把回传的文字粘贴进来")
    page = pack_returns_read.look(files_of(request.FILES), pasted, actor=request.actor, today=today())
    frame = frame_for(request, "回传预览", here=HERE)
    return render(
        request, "packs/preview.html", {"page": page, "uid": asked_uid(request.POST), "frame": frame}
    )


@may(*OFFICERS)
@require_POST
def accept(request: Seen) -> HttpResponse:
    """What was shown is taken in."""
    try:
        page = pack_returns_read.accept(request.POST.get("carried", ""), ask_of(request))
    except NotTaken as refusal:
        return _desk(request, problem=str(refusal))
    return _desk(request, accepted=page)


@may(*OFFICERS)
@require_POST
def confirm(request: Seen) -> HttpResponse:
    """Those ticked become make-ups, each by itself."""
    ticked = [uid for uid in (uuid_of(one) for one in request.POST.getlist("returns")) if uid]
    if not ticked:
        return _desk(request, problem="请先勾选要确认的人")
    settled = pack_returns.confirm(ticked, ask_of(request))
    people = roll().register.people
    told = [(people[one.row.person].name, one) for one in settled if one.row.person in people]
    return _desk(request, settled=told, done=sum(one.done for one in settled))


@may(*OFFICERS)
@require_safe
def one(request: Seen, returned: UUID) -> HttpResponse:
    """A return with its words."""
    return _one(request, returned)


def _one(request: Seen, returned: UUID, problem: str = "") -> HttpResponse:
    found = pack_returns.opened(returned, request.actor, now=timezone.now())
    if found is None:
        raise Http404
    row, pack, words = found
    known = {question.id: question for question in pack.questions}
    shown = ((uid, given_of(known[uid], answer)) for uid, answer in words.answers if uid in known)
    given = {uid: each if isinstance(each, str) else "；".join(each) for uid, each in shown}
    (line,) = return_lines([row], WAY_WORDS)
    seen = {
        "line": line,
        "pack": pack,
        "words": words,
        "answers": answered(pack, given, keys=True),
        "open": row.state in pack_returns.OPEN,
        "problem": problem,
        "uid": uuid4(),
        "frame": frame_for(request, f"{line.name}的回传", here=HERE),
    }
    return render(request, "packs/return.html", seen, status=UNPROCESSABLE if problem else 200)


@may(*OFFICERS)
@require_POST
def send_back(request: Seen, returned: UUID) -> HttpResponse:
    """退回, with what is to be added."""
    try:
        pack_returns.send_back(returned, request.POST.get("word", ""), ask_of(request))
    except NotYours:
        raise Http404 from None
    except NotTaken as refusal:
        return _one(request, returned, str(refusal))
    return HttpResponseRedirect(reverse("packs:desk"))

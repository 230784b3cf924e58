"""Questions from a file: looked through first, taken in when somebody says so; the starting bank."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from zhixing.actions import question_files
from zhixing.actions.changing import NotYours, Sheet
from zhixing.actions.question_desk import WRITERS
from zhixing.actions.question_files import Looked, TakenIn
from zhixing.core.questions.checks import QuestionError
from zhixing.core.questions.comparing import Difference, differences
from zhixing.core.questions.question import FORM_WORDS, Question
from zhixing.core.questions.taking import MOST, TURN_WORDS, Offered, Turn
from zhixing.core.questions.words import answer_words
from zhixing.interop.questions.doors import MAX_BYTES
from zhixing.interop.questions.wire import Garbled, pack_question, unpack_question
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import Seen, may

HERE = "questions"
WRONG = HTTPStatus.UNPROCESSABLE_ENTITY
MOST_CARRIED = 2_000_000
"""Bytes that the preview carries from page to page."""


@dataclass(frozen=True, slots=True)
class Line:
    """A question of the file in the preview. `take`: it can be taken in."""

    number: int
    row: Offered
    form: str
    answer: str
    turn: str
    take: bool
    changed: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A file looked through; `carried` holds its questions until somebody takes them in."""

    name: str
    lines: tuple[Line, ...]
    counts: str
    takes: int
    wrong: int
    carried: str
    uid: UUID


@may(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: Seen) -> HttpResponse:
    """A file is chosen, and shown question by question; nothing is written."""
    if request.method != "POST":
        return _ask(request)
    file = request.FILES.get("file")
    if file is None or file.name is None:
        return _ask(request, "没有选文件，请先选一个")
    if (file.size or 0) > MAX_BYTES:
        return _ask(request, f"“{file.name}”超过 {MAX_BYTES // 1024 // 1024} MB，请删除图片和多余内容再导入")
    looked = question_files.look_through(request.actor, file.name, file.read(), today=today())
    if looked.refused:
        return _ask(request, looked.refused)
    page = _preview(looked)
    if len(page.carried.encode()) > MOST_CARRIED:
        return _ask(request, f"“{file.name}”的文字太多，请拆成几个文件，分几次导入")
    seen = {"page": page, "frame": frame_for(request, "导入题目", here=HERE)}
    return render(request, "questions/preview.html", seen)


@may(*WRITERS)
@require_POST
def take(request: Seen) -> HttpResponse:
    """Takes in what was ticked."""
    wanted = {int(one) for one in request.POST.getlist("take") if one.isascii() and one.isdigit()}
    name = request.POST.get("name", "")[:120]
    try:
        uid = UUID(request.POST.get("uid", ""))
        carried = json.loads(request.POST.get("carried", ""))[:MOST]
        questions = [
            (str(place), unpack_question(packed))
            for number, (place, packed) in enumerate(carried)
            if number in wanted
        ]
        taken = question_files.take_in(questions, name, Sheet(uid, request.actor, timezone.now(), today()))
    except (Garbled, ValueError, TypeError) as refusal:
        told = str(refusal) if isinstance(refusal, QuestionError) else "预览已经失效，请重新选文件"
        return _ask(request, told)
    except NotYours:
        raise Http404 from None
    return _done(request, name, taken)


@may(*WRITERS)
@require_POST
def start(request: Seen) -> HttpResponse:
    """装入起始题库, into an empty bank."""
    try:
        count = question_files.put_in_start(by=request.actor, now=timezone.now())
    except NotYours:
        raise Http404 from None
    return redirect(f"{reverse('questions:list')}?started={count}")


def _ask(request: Seen, problem: str = "") -> HttpResponse:
    seen = {"problem": problem, "most": MOST, "frame": frame_for(request, "导入题目", here=HERE)}
    return render(request, "questions/bring.html", seen, status=WRONG if problem else HTTPStatus.OK)


def _done(request: Seen, name: str, taken: TakenIn) -> HttpResponse:
    seen = {"name": name, "taken": taken, "frame": frame_for(request, "导入题目", here=HERE)}
    return render(request, "questions/taken.html", seen)


def _preview(looked: Looked) -> Preview:
    numbered: list[tuple[Offered, int]] = []
    carried: list[tuple[str, str]] = []
    for row in looked.rows:
        numbered.append((row, len(carried)))
        if row.question is not None:
            carried.append((row.place, pack_question(row.question)))
    turns = [(turn, looked.count(turn)) for turn in Turn]
    return Preview(
        looked.name,
        tuple(_line(row, number) for row, number in numbered),
        "，".join(f"{TURN_WORDS[turn]} {count} 道" for turn, count in turns if count),
        looked.count(Turn.NEW) + looked.count(Turn.CHANGED),
        looked.count(Turn.WRONG),
        json.dumps(carried, ensure_ascii=False),
        uuid4(),
    )


def _line(row: Offered, number: int) -> Line:
    one: Question | None = row.question
    changed = differences(row.against, one) if row.turn is Turn.CHANGED and row.against and one else ()
    return Line(
        number,
        row,
        FORM_WORDS[one.form] if one else "",
        answer_words(one) if one else "",
        TURN_WORDS[row.turn],
        row.turn in (Turn.NEW, Turn.CHANGED),
        changed,
    )

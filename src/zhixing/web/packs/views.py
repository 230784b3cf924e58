"""The officer's side: the list and its file, composing, a pack with its files and codes."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhixing.actions import packs, packs_compose, packs_files
from zhixing.actions.export_list import export_list
from zhixing.actions.pack_returns import WAY_WORDS
from zhixing.actions.packs import Choice, NotPacked
from zhixing.actions.recording import Ask, NotYours
from zhixing.core.packs.pack import Pack
from zhixing.interop.packs.pages import size_words
from zhixing.store.packs import queries
from zhixing.store.packs.queries import MadeRow
from zhixing.web.packs.forms import asked_uid, choice_of, start_of
from zhixing.web.packs.pages import (
    HEADINGS,
    list_page,
    narrowed,
    one_page,
    pack_rows,
    picks_of_articles,
    picks_of_questions,
)
from zhixing.web.shared.downloads import answer, list_offers
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may

HERE = "packs"
UNPROCESSABLE = 422


@may(*OFFICERS)
@require_safe
def listing(request: Seen) -> HttpResponse:
    """The packs of an officer's branches, and what packs may be made for."""
    page = list_page(request.actor, packs_compose.starts(request.actor, today=today()))
    seen = {
        "page": page,
        "exports": list_offers("packs:export"),
        "frame": frame_for(request, "学习包", here=HERE),
    }
    return render(request, "packs/list.html", seen)


@may(*OFFICERS)
@require_safe
def export(request: Seen, form: str) -> HttpResponse:
    """The list as a file."""
    rows = [row.cells for row in pack_rows(request.actor)]
    return answer(export_list(request.actor, "学习包", HEADINGS, rows, form, now=timezone.now()))


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: Seen) -> HttpResponse:
    """A pack is chosen: filled in from a lesson, a session or the pack before it; looked over; handed out.

    找 narrows what is listed and keeps what is ticked and typed.
    """
    if request.method == "POST":
        choice = choice_of(request.POST)
        if request.POST.get("do") in ("look", "find"):
            return _composing(request, choice)
        try:
            made = packs.publish(choice, ask_of(request))
        except NotPacked as refusal:
            return _composing(request, choice, str(refusal))
        except NotYours:
            raise Http404 from None
        return HttpResponseRedirect(f"{reverse('packs:one', args=[made.id])}?made=1")
    started = start_of(request.GET, request.actor, today())
    if started is None:
        raise Http404
    return _composing(request, started)


def _composing(request: Seen, choice: Choice, problem: str = "") -> HttpResponse:
    offered = packs_compose.catalogue(request.actor, today=today())
    asked = request.POST.get("find", "")[:60].strip()
    listed = narrowed(offered, asked, choice)
    size = ""
    if choice.texts and not problem and request.POST.get("do") != "find":
        try:
            draft = choice if choice.pack or choice.session or choice.lesson else None
            made = packs.composed(draft or _numbered(request, choice), actor=request.actor, today=today())
            size = size_words(packs.file_size(made, today=today()))
        except NotPacked as refusal:
            problem = str(refusal) if request.method == "POST" else ""
    seen = {
        "choice": choice,
        "texts": picks_of_articles(listed, choice.texts),
        "questions": picks_of_questions(listed, choice.questions),
        "asked": asked,
        "all_texts": len(offered.articles),
        "all_questions": len(offered.questions),
        "orgs": offered.orgs,
        "problem": problem,
        "size": size,
        "uid": asked_uid(request.POST),
        "frame": frame_for(request, "做学习包", here=HERE),
    }
    return render(request, "packs/compose.html", seen, status=UNPROCESSABLE if problem else 200)


def _numbered(request: Seen, choice: Choice) -> Choice:
    """A pack by hand is known by its form's number."""
    return Choice(
        choice.title,
        choice.org,
        choice.texts,
        choice.questions,
        choice.recordings,
        choice.asks,
        choice.keys,
        pack=asked_uid(request.POST),
    )


@may(*OFFICERS)
@require_safe
def one(request: Seen, pack: UUID) -> HttpResponse:
    """A pack: what it holds, how large it is, its files, what came back of it."""
    row, held = found(request, pack)
    page = one_page(request.actor, held, row, WAY_WORDS)
    seen = {"page": page, "made": "made" in request.GET, "frame": frame_for(request, held.title, here=HERE)}
    return render(request, "packs/one.html", seen)


@may(*OFFICERS)
@require_safe
def codes(request: Seen, pack: UUID) -> HttpResponse:
    """Names with personal codes, to be cut up and handed out."""
    _, held = found(request, pack)
    slips = packs_files.slips(held, request.actor, now=timezone.now(), today=today())
    seen = {
        "pack": held,
        "owing": [one for one in slips if one.owes],
        "others": [one for one in slips if not one.owes],
        "frame": frame_for(request, f"短码：{held.title}", here=HERE),
    }
    return render(request, "packs/codes.html", seen)


@may(*OFFICERS)
@require_safe
def file(request: Seen, pack: UUID, version: str, form: str) -> HttpResponse:
    """A pack as a file, made out to nobody."""
    held = packs.pack(pack, version)
    if held is None or not packs.may_read(request.actor, held) or form not in packs_files.FORMS:
        raise Http404
    return sent(request, held, form, None)


def sent(request: Seen, held: Pack, form: str, person: UUID | None) -> HttpResponse:
    """The file; where a recording is gone a page says so."""
    try:
        return answer(packs_files.pack_file(held, form, person, today=today()))
    except packs_files.SoundLost as lost:
        frame = frame_for(request, "录音不在了", here=HERE)
        return render(request, "packs/lost.html", {"title": str(lost), "frame": frame}, status=409)


@may(*OFFICERS)
@require_POST
def withdraw(request: Seen, pack: UUID) -> HttpResponse:
    """The pack is offered no more."""
    try:
        packs.withdraw(pack, ask_of(request))
    except NotYours:
        raise Http404 from None
    return HttpResponseRedirect(reverse("packs:list"))


def found(request: Seen, pack: UUID) -> tuple[MadeRow, Pack]:
    """A pack the officer may see, in its newest version; 404 else."""
    row = queries.latest(pack)
    held = packs.pack(pack, row.version) if row and packs.may_read(request.actor, row) else None
    if row is None or held is None:
        raise Http404
    return row, held


def ask_of(request: Seen) -> Ask:
    """Who asks when, with the form's number."""
    return Ask(request.actor, timezone.now(), today(), asked_uid(request.POST))

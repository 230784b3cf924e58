"""Making a paper: the blueprint, the paper it draws looked at first, then kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhixing.actions import papers, questions
from zhixing.actions.choosing import branches_kept
from zhixing.actions.recording import BOOKKEEPERS, NotYours, keeps
from zhixing.actions.roll import roll
from zhixing.core.papers.blueprint import BlueprintError, points
from zhixing.core.papers.drawing import Shortage
from zhixing.core.papers.paper import Paper
from zhixing.core.recording.base import Refused
from zhixing.store.people.queries import Actor
from zhixing.web.papers.blueprint_form import (
    FormView,
    Offered,
    WrongForm,
    as_uuid,
    blueprint_from,
    form_view,
    typed,
)
from zhixing.web.papers.questions import PartView, parts_of
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may


@dataclass(frozen=True, slots=True)
class MakePage:
    """The form, and under it the paper it draws; `faults`: why there is none."""

    form: FormView
    faults: tuple[str, ...]
    parts: tuple[PartView, ...]
    told: str
    unchecked: int
    bank: int


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: Seen) -> HttpResponse:
    """The blueprint; 看看抽出的卷, 换一份, 存下."""
    actor, sent = request.actor, _sent(request)
    faults: tuple[str, ...] = ()
    paper: Paper | None = None
    if request.method == "POST":
        if request.POST.get("act") == "again":
            sent["seed"] = str(int(sent.get("seed") or "0") + 1) if sent.get("seed", "").isdigit() else ""
        try:
            if request.POST.get("act") == "keep":
                return _keep(request, sent)
            drawn = papers.drawn(
                blueprint_from(sent),
                seed=_seed(sent),
                by=actor,
                today=today(),
                against=as_uuid(sent.get("against", "")),
                same="same" in sent,
            )
            faults, paper = (drawn.reasons, None) if isinstance(drawn, Shortage) else ((), drawn)
        except (WrongForm, BlueprintError, Refused) as wrong:
            faults = tuple(str(wrong).split("；"))
        except NotYours:
            raise Http404 from None
    page = _page(actor, sent, faults, paper)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return render(
        request,
        "papers/make.html",
        {"page": page, "frame": frame_for(request, "组卷", here="papers")},
        status=status,
    )


def _keep(request: Seen, sent: Mapping[str, str]) -> HttpResponse:
    org, uid = as_uuid(sent.get("org", "")), as_uuid(sent.get("uid", ""))
    if org is None or uid is None:
        raise NotYours
    form = papers.PaperForm(
        sent.get("title", ""),
        org,
        blueprint_from(sent),
        _seed(sent),
        series=as_uuid(sent.get("series", "")),
        against=as_uuid(sent.get("against", "")),
        same="same" in sent,
    )
    papers.make(form, uid=uid, by=request.actor, now=timezone.now(), today=today())
    messages.success(request, "试卷已存下，可以打印，也可以发布测验")
    return redirect("papers:paper", paper=uid)


def _sent(request: Seen) -> dict[str, str]:
    """What the form sends; a new version begins with the blueprint of the one before."""
    if request.method == "POST":
        return {name: str(request.POST[name]) for name in request.POST}
    before = as_uuid(request.GET.get("again", ""))
    if before is None:
        return {}
    try:
        row = papers.paper_of(before, request.actor)
    except NotYours:
        raise Http404 from None
    return typed(row.paper.blueprint) | {"title": row.title, "org": str(row.org), "series": str(row.series)}


def _seed(sent: Mapping[str, str]) -> int:
    text = sent.get("seed", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _page(actor: Actor, sent: Mapping[str, str], faults: tuple[str, ...], paper: Paper | None) -> MakePage:
    register, bank = roll().register, questions.bank(today=today())
    orgs = [(str(uid), name) for uid, name in branches_kept(actor, *BOOKKEEPERS)]
    if register.root is not None and keeps(actor, register.root.id, register):
        orgs.insert(0, (str(register.root.id), f"{register.root.name}（全局）"))
    earlier = [(str(one.id), f"{one.title} 第 {one.number} 版") for one in papers.papers(actor)]
    told = (
        ""
        if paper is None
        else f"{len(paper.items)} 道题，满分 {points(paper.full)} 分，锚题 {len(paper.anchors)} 道"
    )
    return MakePage(
        form_view(sent, Offered(orgs, earlier, bank)),
        faults,
        parts_of(paper) if paper else (),
        told,
        sum(not item.question.reviewed for item in paper.items) if paper else 0,
        len(bank),
    )

"""The check-up on burden, and the papers drawn from it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhixing.actions import features, privacy_papers
from zhixing.core.facts.record import FactError
from zhixing.store.people.queries import SECRETARY, SUPERIOR
from zhixing.web.compliance.evidence import evidence
from zhixing.web.compliance.pages import checkup_page, whole
from zhixing.web.shared.downloads import answer
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import INSIDE, Seen, may


@may(*INSIDE)
@require_safe
def checkup(request: Seen) -> HttpResponse:
    """Switches that stay off, what is entered twice, what forms ask, entries by hand."""
    page = checkup_page(request.actor, evidence(), today=today())
    frame = frame_for(request, "减负体检", here="compliance")
    return render(request, "compliance/checkup.html", {"page": page, "frame": frame})


@may(SUPERIOR)
@require_POST
def switch(request: Seen) -> HttpResponse:
    """Switches an optional function on or off; refused, the page says why and keeps what was typed."""
    said = request.POST
    if not features.can_switch(request.actor):
        raise Http404
    code, on = said.get("code", ""), said.get("on") == "1"
    try:
        features.switch(
            code,
            on,
            said.get("basis", ""),
            by=request.actor,
            now=timezone.now(),
            today=today(),
            uid=_uid(said),
        )
    except FactError as wrong:
        page = checkup_page(request.actor, evidence(), today=today(), wrong_basis=str(wrong))
        frame = frame_for(request, "减负体检", here="compliance")
        return render(request, "compliance/checkup.html", {"page": page, "frame": frame}, status=400)
    messages.success(request, "已打开" if on else "已关闭")
    return redirect(reverse("compliance:checkup") + "#features")


@may(SUPERIOR, SECRETARY)
@require_safe
def paper(request: Seen, paper: str, ending: str) -> HttpResponse:
    """功能设置说明 or 影响评估报告, for the organ's officer and the secretary of the committee."""
    if not whole(request.actor):
        raise Http404
    made = privacy_papers.paper(
        request.actor, paper, ending, names=evidence(), now=timezone.now(), today=today()
    )
    return answer(made)


def _uid(said: QueryDict) -> UUID | None:
    """The id that the form was given, so that a double click switches once."""
    try:
        return UUID(said.get("uid", ""))
    except ValueError:
        return None

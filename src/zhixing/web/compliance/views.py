"""The check-up on burden, and the papers drawn from it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhixing.actions import privacy_papers
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

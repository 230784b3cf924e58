"""The member's own page of today. Nothing is written down when it is opened."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhixing.actions.features import is_on
from zhixing.actions.today import for_today
from zhixing.store.people.queries import MEMBER
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import Seen, may
from zhixing.web.today.pages import today_page


@may(MEMBER)
@require_safe
def home(request: Seen) -> HttpResponse:
    """今日学习."""
    if request.actor.person is None:
        raise Http404
    tiles = for_today(request.actor, now=timezone.now())
    page = today_page(tiles, today(), offline=is_on("offline_web"))
    frame = frame_for(request, "今日学习", here="today")
    return render(request, "today/home.html", {"page": page, "frame": frame})

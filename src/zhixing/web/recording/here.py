"""现场报到码 on the recorder's screen, and where a member types it in. Not there at all while it is switched off."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhixing.actions import self_entry
from zhixing.actions.roll import roll
from zhixing.core.facts.record import FactError
from zhixing.store.people.queries import MEMBER
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may

AGAIN = 20
"""Seconds after which the screen asks for the code anew."""


@may(*OFFICERS)
@require_safe
def screen(request: Seen, branch: UUID) -> HttpResponse:
    """The code of this moment, large."""
    code = self_entry.code_shown(request.actor, branch, timezone.now())
    if code is None:
        raise Http404
    seen = {
        "code": f"{code[:3]} {code[3:]}",
        "minutes": self_entry.minutes_of(today()),
        "again": AGAIN,
        "org": branch,
        "name": roll().register.name_of(branch),
        "frame": frame_for(request, "现场报到码", here="recording"),
    }
    return render(request, "recording/code.html", seen)


@may(MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def here(request: Seen) -> HttpResponse:
    """One says that one is here: a mark for the recorder, who confirms it."""
    if not self_entry.offered() or request.actor.person is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            name = self_entry.say_here(request.actor, request.POST.get("code", ""), timezone.now())
        except FactError as refusal:
            problem = str(refusal)
        else:
            messages.success(request, f"已告诉{name}的记录人您到了；到会以记录人点名为准。")
            return redirect("recording:here")
    seen = {"problem": problem, "frame": frame_for(request, "现场报到", here="dates")}
    return render(request, "recording/here.html", seen, status=422 if problem else 200)

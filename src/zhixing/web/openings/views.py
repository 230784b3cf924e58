"""Members without and with an account; slips printed for those chosen."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zhixing.actions import invites
from zhixing.actions.keeping import Refused
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may
from zhixing.web.shared.slips import slip_views

STATES = {
    "none": "没有账户",
    "invited": "已发开户单，未启用",
    "open": "已启用",
    "reset": "可重设口令",
    "closed": "已停用",
}
TONES = {"none": "", "invited": "wait", "open": "ok", "reset": "wait", "closed": ""}
ELSEWHERE = "，由机关党委开户"


@dataclass(frozen=True, slots=True)
class Row:
    """A member; `choice`: whether a slip can be printed."""

    person: UUID
    name: str
    branch: str
    group: str
    username: str
    state: str
    tone: str
    choice: bool


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a list."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Members shown of all; how many have no account yet; `told`: by what they were chosen."""

    rows: tuple[Row, ...]
    total: int
    missing: int
    branches: tuple[Option, ...]
    states: tuple[Option, ...]
    told: str
    sole: bool


@may(*OFFICERS)
@require_safe
def members(request: Seen) -> HttpResponse:
    """Everybody on the roll whom the officer keeps, with the state of his account."""
    found = invites.places(request.actor, today=today())
    branch, state = request.GET.get("branch", ""), request.GET.get("state", "")
    shown = [one for one in found if branch in ("", str(one.branch)) and (not state or one.state == state)]
    branches = invites.by_branch(found)
    told = [name for uid, name in branches if str(uid) == branch]
    told += [words for key, words in STATES.items() if key == state]
    page = Page(
        rows=tuple(_row(one) for one in shown),
        total=len(found),
        missing=sum(one.state == "none" for one in found),
        branches=tuple(Option(str(uid), name, str(uid) == branch) for uid, name in branches),
        states=tuple(Option(key, words, key == state) for key, words in STATES.items()),
        told="、".join(told),
        sole=len(branches) == 1,
    )
    frame = frame_for(request, "党员账户", here="openings")
    return render(request, "openings/members.html", {"page": page, "frame": frame})


@may(*OFFICERS)
@never_cache
@require_POST
def slips(request: Seen) -> HttpResponse:
    """Opens the accounts chosen and shows the slips once, to be printed."""
    people = [uid for text in request.POST.getlist("person") if (uid := _uuid(text)) is not None]
    try:
        made = invites.open_for(request.actor, people, now=timezone.now(), today=today())
    except Refused as why:
        messages.error(request, str(why) if people else "先在要开户的人前面打勾，再打印")
        return redirect("openings:members")
    frame = frame_for(request, "开户单", here="openings")
    seen = {"slips": slip_views(request, made, invites.organ()), "frame": frame}
    return render(request, "shared/slips.html", seen)


def _row(one: invites.Place) -> Row:
    choice, words, tone = one.openable, STATES[one.state], TONES[one.state]
    if one.elsewhere and one.state in ("none", "invited", "reset"):
        words += ELSEWHERE
    return Row(one.person, one.name, one.branch_name, one.group, one.username, words, tone, choice)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

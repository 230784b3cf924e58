"""Members without and with an account; slips printed for those chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zhixing.actions import invites
from zhixing.actions.export_list import export_list
from zhixing.actions.keeping import Refused
from zhixing.web.shared.downloads import Offer, answer, list_offers
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
HEADINGS = ("姓名", "党支部", "党小组", "用户名", "账户")
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
    exports: tuple[Offer, ...]


@may(*OFFICERS)
@require_safe
def members(request: Seen) -> HttpResponse:
    """Everybody on the roll whom the officer keeps, with the state of his account."""
    found = invites.places(request.actor, today=today())
    branch, state = _asked(request)
    shown, told = _shown(found, branch, state)
    branches = invites.by_branch(found)
    page = Page(
        rows=tuple(_row(one) for one in shown),
        total=len(found),
        missing=sum(one.state == "none" for one in found),
        branches=tuple(Option(str(uid), name, str(uid) == branch) for uid, name in branches),
        states=tuple(Option(key, words, key == state) for key, words in STATES.items()),
        told=told,
        sole=len(branches) == 1,
        exports=list_offers("openings:export", {"branch": branch, "state": state} if told else None),
    )
    frame = frame_for(request, "党员账户", here="openings")
    return render(request, "openings/members.html", {"page": page, "frame": frame})


@may(*OFFICERS)
@require_safe
def export(request: Seen, form: str) -> HttpResponse:
    """The list as a file: exactly what is chosen; no code stands in it."""
    shown, told = _shown(invites.places(request.actor, today=today()), *_asked(request))
    rows = [
        (row.name, row.branch, row.group, row.username, row.state) for row in (_row(one) for one in shown)
    ]
    return answer(export_list(request.actor, "党员账户", HEADINGS, rows, form, now=timezone.now(), told=told))


def _asked(request: Seen) -> tuple[str, str]:
    return request.GET.get("branch", ""), request.GET.get("state", "")


def _shown(found: Sequence[invites.Place], branch: str, state: str) -> tuple[list[invites.Place], str]:
    """Those of a branch and in a state, and both in words."""
    told = [name for uid, name in invites.by_branch(found) if str(uid) == branch]
    told += [words for key, words in STATES.items() if key == state]
    kept = [one for one in found if branch in ("", str(one.branch)) and (not state or one.state == state)]
    return kept, "、".join(told)


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

"""The security administrator (安全管理员): who holds which role; roles given and ended; locks and factors undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhixing.actions import keeping
from zhixing.actions.roles import Standing, standings
from zhixing.core.people.grants import GrantError, Wanted
from zhixing.store.people.queries import SECURITY
from zhixing.store.people.queries import grant as grant_row
from zhixing.web.keepers import locks
from zhixing.web.keepers.pages import account_file, account_list, needs_org
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import Seen, may

TYPED = ("role", "org", "start", "until", "reason")


@may(SECURITY)
@require_safe
def accounts(request: Seen) -> HttpResponse:
    """All accounts, with what they hold."""
    found = standings(today=today())
    held = locks.locked(request, [(one.account.username, one.account.user) for one in found])
    q, role = request.GET.get("q", "").strip(), request.GET.get("role", "")
    page = account_list(found, held, q=q, role=role)
    frame = frame_for(request, "账户与角色", here="accounts")
    return render(request, "keepers/accounts.html", {"page": page, "frame": frame})


@may(SECURITY)
@require_safe
def account(request: Seen, account: int) -> HttpResponse:
    """One account."""
    return _shown(request, account)


@may(SECURITY)
@require_POST
def grant(request: Seen, account: int) -> HttpResponse:
    """Gives a role; what was typed stays when it cannot be given."""
    one = _one(account)
    try:
        wanted = _wanted(request)
        keeping.give_role(request.actor, account, wanted, now=timezone.now(), today=today())
    except keeping.REFUSALS as why:
        return _shown(request, account, str(why), typed=True)
    messages.success(request, f"已授权给 {one.account.username}")
    return redirect("keepers:account", account)


@may(SECURITY)
@require_POST
def end(request: Seen, grant: int) -> HttpResponse:
    """Ends a role."""
    row = grant_row(grant)
    if row is None:
        raise Http404
    return _done(
        request,
        row.account,
        lambda: keeping.end_role(request.actor, grant, now=timezone.now(), today=today()),
        "已收回",
    )


@may(SECURITY)
@require_POST
def factor(request: Seen, account: int) -> HttpResponse:
    """Resets a second factor."""
    return _done(
        request,
        account,
        lambda: keeping.reset_second_factor(request.actor, account, now=timezone.now()),
        "动态口令已重置，本人下次登录时重新设置",
    )


@may(SECURITY)
@require_POST
def unlock(request: Seen, account: int) -> HttpResponse:
    """Lifts the lock after failed sign-ins."""

    def lift() -> None:
        username = keeping.note_unlock(request.actor, account, now=timezone.now())
        locks.clear(request, username, _one(account).account.user)

    return _done(request, account, lift, "已解锁")


@may(SECURITY)
@require_POST
def sessions(request: Seen, account: int) -> HttpResponse:
    """Signs an account out everywhere."""
    return _done(
        request,
        account,
        lambda: keeping.end_sessions(request.actor, account, now=timezone.now()),
        "这个账户已在各处退出",
    )


def _one(account: int) -> Standing:
    found = standings(today=today(), only=account)
    if not found:
        raise Http404
    return found[0]


def _done(request: Seen, account: int, act: Callable[[], object], words: str) -> HttpResponse:
    """Does it and goes back to the account; a refusal is told there."""
    _one(account)
    try:
        act()
    except keeping.REFUSALS as why:
        return _shown(request, account, str(why))
    messages.success(request, words)
    return redirect("keepers:account", account)


def _shown(request: Seen, account: int, error: str = "", *, typed: bool = False) -> HttpResponse:
    one = _one(account)
    held = locks.locked(request, [(one.account.username, one.account.user)])
    kept = {name: request.POST.get(name, "") for name in TYPED} if typed else {}
    own = request.actor.account == account
    page = account_file(one, held, own=own, typed=kept, error=error, today=today())
    frame = frame_for(request, one.account.username, here="accounts")
    seen = {"page": page, "frame": frame}
    return render(request, "keepers/account.html", seen, status=422 if error else 200)


def _wanted(request: Seen) -> Wanted:
    """The form's words. Raises GrantError for a day that is none."""
    role = request.POST.get("role", "")
    start = _day(request.POST.get("start", "")) or today()
    until = _day(request.POST.get("until", ""))
    org = request.POST.get("org", "") if needs_org(role) else ""
    try:
        place = UUID(org) if org else None
    except ValueError as wrong:
        raise GrantError("请选这个角色管的党组织") from wrong
    return Wanted(role, place, start, until, request.POST.get("reason", ""))


def _day(text: str) -> dt.date | None:
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as wrong:
        raise GrantError(f"日期“{text}”不对，要写成 2026-03-01 这样") from wrong

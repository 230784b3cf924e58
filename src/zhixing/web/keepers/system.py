"""The system administrator (系统管理员): the service's state, accounts of offices, accounts closed and opened."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhixing.actions import invites, keeping
from zhixing.actions.state import state as service_state
from zhixing.store.people import queries
from zhixing.store.people.queries import SYSTEM
from zhixing.web.keepers.pages import plain_accounts
from zhixing.web.shared.frame import frame_for
from zhixing.web.shared.gate import Seen, may
from zhixing.web.shared.slips import slip_views

ALLOWED = "{} 可以重设口令了，七天内有效；请本人到所在支部打印开户单，担任职务的到机关党委打印"


@may(SYSTEM)
@require_safe
def state(request: Seen) -> HttpResponse:
    """How the service is, line by line."""
    seen = {"lines": service_state(now=timezone.now()), "frame": frame_for(request, "系统", here="system")}
    return render(request, "keepers/system.html", seen)


@may(SYSTEM)
@require_http_methods(["GET", "HEAD", "POST"])
def accounts(request: Seen) -> HttpResponse:
    """All accounts by user name, and a new one that is no person's."""
    error, username, label = "", "", ""
    if request.method == "POST":
        username, label = request.POST.get("username", ""), request.POST.get("label", "")
        try:
            keeping.open_account(request.actor, username, label, now=timezone.now())
        except keeping.REFUSALS as why:
            error = str(why)
        else:
            messages.success(request, f"账户 {username} 已开；请打印开户单，并由安全管理员授权")
            return redirect("keepers:system_accounts")
    rows = plain_accounts(queries.accounts(), queries.invites(), own=request.actor.account)
    q = request.GET.get("q", "").strip().lower()
    shown = [row for row in rows if q in row.username]
    frame = frame_for(request, "账户启停", here="system_accounts")
    seen = {"rows": shown, "total": len(rows), "q": q, "error": error, "username": username, "label": label}
    page = {**seen, "frame": frame}
    return render(request, "keepers/system_accounts.html", page, status=422 if error else 200)


@may(SYSTEM)
@require_POST
def active(request: Seen, account: int) -> HttpResponse:
    """Closes an account, or opens it again."""
    found = _known(account)
    wanted = request.POST.get("active") == "1"
    try:
        keeping.set_active(request.actor, account, wanted, now=timezone.now())
    except keeping.REFUSALS as why:
        messages.error(request, str(why))
    else:
        messages.success(request, f"账户 {found.username} 已{'启用' if wanted else '停用'}")
    return redirect("keepers:system_accounts")


@may(SYSTEM)
@require_POST
def invite(request: Seen, account: int) -> HttpResponse:
    """A slip with a one-time code, shown once, to be printed; for a person only the leave to print one."""
    found = _known(account)
    try:
        if found.person is not None:
            invites.allow_reset(request.actor, account, now=timezone.now())
            messages.success(request, ALLOWED.format(found.username))
            return redirect("keepers:system_accounts")
        slip = invites.invite_again(request.actor, account, now=timezone.now())
    except keeping.REFUSALS as why:
        messages.error(request, str(why))
        return redirect("keepers:system_accounts")
    slips = slip_views(request, (slip,), invites.organ())
    seen = {"slips": slips, "frame": frame_for(request, "开户单", here="system_accounts")}
    return render(request, "shared/slips.html", seen)


def _known(account: int) -> queries.AccountRow:
    found = queries.account_by_id(account)
    if found is None:
        raise Http404
    return found

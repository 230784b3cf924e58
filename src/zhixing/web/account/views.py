"""The reader's type size, the privacy notice, the first password, and what somebody can do about his account."""

from __future__ import annotations

from allauth.account import views as allauth
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhixing.actions import invites, sign_in
from zhixing.actions.keeping import Refused
from zhixing.web.account.pages import account_page, privacy_page
from zhixing.web.shared.frame import frame_for
from zhixing.web.shared.gate import EVERYONE, Seen, may

YEAR = 365 * 24 * 3600
SIZES = ("", "large", "largest")
WRONG = "用户名和开户单上的码对不上，或码已用过、已过期；请照开户单再输一次，不行就请开户的人重新打印"


@may("anybody")
@require_POST
def size(request: HttpRequest) -> HttpResponse:
    """Keeps the size wanted and goes back to where the reader was."""
    response = HttpResponseRedirect(_back(request))
    wanted = request.POST.get("size", "")
    if wanted in SIZES:
        response.set_cookie(
            "size", wanted, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    return response


@may(*EVERYONE, early=True)
@require_http_methods(["GET", "HEAD", "POST"])
def privacy(request: Seen) -> HttpResponse:
    """The privacy notice: to be read once a version, to be looked up any time."""
    if request.method == "POST":
        sign_in.acknowledge(request.actor, now=timezone.now())
        return HttpResponseRedirect(_back(request))
    page = privacy_page(request.actor, invites.organ(), _back(request))
    if page.read:
        return render(
            request, "account/privacy.html", {"page": page, "frame": frame_for(request, page.title, here="")}
        )
    return render(request, "account/privacy_first.html", {"page": page})


@may(*EVERYONE)
@require_safe
def mine(request: Seen) -> HttpResponse:
    """Password, second factor, notice: what somebody can do about his own account."""
    page = account_page(request.actor)
    frame = frame_for(request, "账户", here="account")
    return render(request, "account/mine.html", {"page": page, "frame": frame})


@never_cache
@sensitive_post_parameters("oldpassword", "password1", "password2")
def password(request: HttpRequest) -> HttpResponse:
    """The library's page; whoever signs in through the organ's identity provider has no password here."""
    if not request.user.is_authenticated or not request.user.has_usable_password():
        raise Http404
    response: HttpResponse = allauth.password_change(request)
    return response


@may("anybody")
@never_cache
@sensitive_post_parameters("code", "password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def activate(request: HttpRequest) -> HttpResponse:
    """The owner of an account sets his password with the code on his slip, and is in."""
    if request.method != "POST":
        return render(request, "account/activate.html", {"username": "", "error": ""})
    username = request.POST.get("username", "").strip()
    first, second = request.POST.get("password1", ""), request.POST.get("password2", "")
    usage = ratelimit.consume(
        request, app="allauth.account", action="login_failed", key=f"invite:{username.lower()}"
    )
    if not usage:
        return render(request, "429.html", status=429)
    user, error = None, "两次输入的口令不一样；请再输一次"
    if first == second:
        try:
            user = invites.activate(username, request.POST.get("code", ""), first, now=timezone.now())
            error = "" if user else WRONG
        except Refused as weak:
            error = str(weak)
    if user is None:
        if error == WRONG:
            sign_in.note_failure(username, what="开户单", now=timezone.now())
        else:
            usage.rollback()
        return render(request, "account/activate.html", {"username": username, "error": error}, status=422)
    usage.rollback()
    owner = User.objects.get(pk=user)
    record_authentication(request, owner, method="invite")
    response: HttpResponse = perform_login(request, Login(user=owner))
    return redirect("overview:home") if response is None else response


def _back(request: HttpRequest) -> str:
    """Where the reader was, within this site."""
    back = request.POST.get("next") or request.GET.get("next") or "/"
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) else "/"

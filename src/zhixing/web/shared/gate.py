"""Deny by default: every view declares who may come; a route without a declaration answers 404 to all.

Missing and forbidden answer alike, so that nobody learns what exists. Members' pages are never kept by a
browser or a proxy (`no-store`).
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from contextlib import nullcontext
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from zhixing.actions.actors import actor_of
from zhixing.actions.reading import note_refusal
from zhixing.actions.sign_in import notice
from zhixing.store.ledger.steady import steady
from zhixing.store.people.queries import (
    AUDIT,
    BRANCH,
    DISCIPLINE,
    MEMBER,
    PUBLICITY,
    SECRETARY,
    SECURITY,
    SUPERIOR,
    SYSTEM,
    Actor,
)
from zhixing.web.shared import stamps
from zhixing.web.shared.screens import screen_word

View = Callable[..., HttpResponse]
OPEN = frozenset({"anybody"})
OFFICERS = (BRANCH, SECRETARY, SUPERIOR)
"""Those who keep the books of a branch, or of the whole."""
INSIDE = (MEMBER, BRANCH, SECRETARY, DISCIPLINE, PUBLICITY, SUPERIOR)
"""Everybody with a part in the organisation: all but the three administrators."""
EVERYONE = (*INSIDE, SYSTEM, SECURITY, AUDIT)
"""Whoever wears any hat at all."""
NEED_SECOND_FACTOR = (BRANCH, SECRETARY, DISCIPLINE, PUBLICITY, SUPERIOR, SYSTEM, SECURITY, AUDIT)
"""Officers and administrators."""


class Seen(HttpRequest):
    """A request whose actor is known."""

    actor: Actor


def may(*roles: str, early: bool = False) -> Callable[[View], View]:
    """Declares who may call a view: `anybody`, or roles.

    `early`: also before the privacy notice is read, an expired password changed, a second factor set.
    """

    def declare(view: View) -> View:
        @functools.wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs)

        inner.allowed_roles = frozenset(roles)  # type: ignore[attr-defined]
        inner.early = early  # type: ignore[attr-defined]
        return inner

    return declare


class Gate:
    """Middleware that asks every view for its declaration before it runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with steady() if request.method in ("GET", "HEAD") else nullcontext():
            response = self.get_response(request)
        actor = getattr(request, "actor", None)
        if actor is not None:
            add_never_cache_headers(response)
        if response.status_code == HTTPStatus.NOT_FOUND and request.resolver_match and _signed_in(request):
            who = actor.signature if actor is not None else request.user.get_username()
            view = request.resolver_match.view_name
            door = f"{request.method}，{view}"
            note_refusal(who, screen=screen_word(view), door=door, now=timezone.now())
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Refuses before the view runs."""
        allowed = allowed_roles(view)
        if allowed == OPEN:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path()) if allowed else _nothing_here()
        actor = actor_of(request.user.pk, today=timezone.localdate())
        over = stamps.over(request, actor.standing if actor else None)
        if over:
            return _out(request, over)
        request.actor = actor  # type: ignore[attr-defined]
        if actor is None or not actor.wears(*allowed):
            return _nothing_here()
        first = "" if getattr(view, "early", False) else to_do_first(actor)
        return redirect_to_login(request.get_full_path(), reverse(first)) if first else None


def to_do_first(actor: Actor) -> str:
    """The view that comes before all others: reading the notice, a new password, a second factor; or none."""
    standing = actor.standing
    if notice().version != standing.notice:
        return "account:privacy"
    if settings.PASSWORD_DAYS and standing.password_at is not None:
        if timezone.now() - standing.password_at >= dt.timedelta(days=settings.PASSWORD_DAYS):
            return "account_change_password"
    if needs_second_factor(actor) and not standing.second_factor:
        return "mfa_activate_totp"
    return ""


def needs_second_factor(actor: Actor) -> bool:
    """Whether this installation asks a second factor of whoever wears these hats."""
    wanted: str = settings.SECOND_FACTOR
    return wanted == "all" or (wanted == "officers" and actor.wears(*NEED_SECOND_FACTOR))


def _out(request: HttpRequest, why: str) -> HttpResponse:
    """The session ends; what was being asked for is asked for again after signing in."""
    logout(request)
    messages.error(request, stamps.REASONS[why])
    back = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    return redirect_to_login(back)


def allowed_roles(view: View) -> frozenset[str]:
    """The declaration of a view; without one it is for nobody."""
    declared: frozenset[str] = getattr(view, "allowed_roles", frozenset())
    return declared


def _signed_in(request: HttpRequest) -> bool:
    return hasattr(request, "user") and request.user.is_authenticated


def _nothing_here() -> HttpResponse:
    raise Http404

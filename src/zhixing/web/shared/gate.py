"""Deny by default: every view declares who may come; a route without a declaration answers 404 to all.

Missing and forbidden answer alike, so that nobody learns what exists. Members' pages are never kept by a
browser or a proxy (`no-store`).
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from zhixing.actions.actors import actor_of
from zhixing.actions.reading import note_refusal
from zhixing.store.people.queries import (
    BRANCH,
    DISCIPLINE,
    MEMBER,
    PUBLICITY,
    SECRETARY,
    SUPERIOR,
    Actor,
)

View = Callable[..., HttpResponse]
OPEN = frozenset({"anybody"})
OFFICERS = (BRANCH, SECRETARY, SUPERIOR)
"""Those who keep the books of a branch, or of the whole."""
INSIDE = (MEMBER, BRANCH, SECRETARY, DISCIPLINE, PUBLICITY, SUPERIOR)
"""Everybody with a part in the organisation: all but the three administrators."""


class Seen(HttpRequest):
    """A request whose actor is known."""

    actor: Actor


def may(*roles: str) -> Callable[[View], View]:
    """Declares who may call a view: `anybody`, or roles."""

    def declare(view: View) -> View:
        @functools.wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs)

        inner.allowed_roles = frozenset(roles)  # type: ignore[attr-defined]
        return inner

    return declare


class Gate:
    """Middleware that asks every view for its declaration before it runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        actor = getattr(request, "actor", None)
        if actor is not None:
            add_never_cache_headers(response)
        if response.status_code == HTTPStatus.NOT_FOUND and request.resolver_match and _signed_in(request):
            who = actor.signature if actor is not None else request.user.get_username()
            door, method = request.resolver_match.view_name, request.method or ""
            note_refusal(who, door=door, method=method, now=timezone.now())
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
        request.actor = actor  # type: ignore[attr-defined]
        if actor is None or not actor.wears(*allowed):
            return _nothing_here()
        return None


def allowed_roles(view: View) -> frozenset[str]:
    """The declaration of a view; sign-in pages of the account library are open, all others default to nobody."""
    declared: frozenset[str] | None = getattr(view, "allowed_roles", None)
    if declared is not None:
        return declared
    name = f"{getattr(view, '__module__', '')}.{getattr(view, '__name__', '')}"
    owner = getattr(view, "view_class", None)
    if owner is not None:
        name = f"{owner.__module__}.{owner.__name__}"
    return OPEN if name in _SIGN_IN else frozenset()


_SIGN_IN = {"allauth.account.views.LoginView", "allauth.account.views.LogoutView"}


def _signed_in(request: HttpRequest) -> bool:
    return hasattr(request, "user") and request.user.is_authenticated


def _nothing_here() -> HttpResponse:
    raise Http404

"""Deny by default: every view declares who may come; a route without a declaration answers 404 to all.

Missing and forbidden answer alike, so that nobody learns what exists. Members' pages are never kept by a
browser or a proxy (`no-store`).
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from zhixing.store.people.queries import Actor, actor_of

View = Callable[..., HttpResponse]
OPEN = frozenset({"anybody"})
EVERY_ROLE = frozenset({"member", "branch", "superior"})


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
        if getattr(request, "actor", None) is not None:
            add_never_cache_headers(response)
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
        actor = actor_of(request.user.pk)
        request.actor = actor  # type: ignore[attr-defined]
        if actor is None or actor.role not in allowed:
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


def _nothing_here() -> HttpResponse:
    raise Http404

"""One line a request for the log: what was asked by its name, never by its address, and by which account number.

Addresses hold ids of people, and what stands behind their question mark holds names that were searched for.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

LOG = logging.getLogger("zhixing.requests")
HEADER = "X-Request-Id"
BROKEN = 500
TRACELESS = ("voices:say", "voices:answer", "api:calendar")


class Requests:
    """Middleware, the outermost: number, method, name of the route, status, milliseconds, account."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        # Our own number: one sent along could be anything.
        request.number = secrets.token_hex(6)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response[HEADER] = request.number  # type: ignore[attr-defined]
        level = logging.ERROR if response.status_code >= BROKEN else logging.INFO
        if LOG.isEnabledFor(level) and not _traceless(request):
            LOG.log(level, "request", extra={"told": _told(request, response.status_code, start)})
        return response


def _traceless(request: HttpRequest) -> bool:
    """What is said without an account leaves no line: its time would tell who sat at the machine.

    Nor does a calendar that fetches dates: that would be a count of who looks.
    """
    return request.resolver_match is not None and request.resolver_match.view_name in TRACELESS


def _told(request: HttpRequest, status: int, start: float) -> dict[str, str | int | float]:
    match, actor = request.resolver_match, getattr(request, "actor", None)
    told: dict[str, str | int | float] = {
        "request": request.number,  # type: ignore[attr-defined]
        "method": request.method if request.method in _METHODS else "other",
        "route": match.view_name if match else "",
        "status": status,
        "ms": round((time.perf_counter() - start) * 1000, 1),
    }
    if actor is not None:
        told["account"] = actor.account
    return told


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

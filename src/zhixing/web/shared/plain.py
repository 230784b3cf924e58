"""What no form of ours can hold is refused at the door: a NUL, which PostgreSQL keeps in no text."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict

NUL = "\x00"


class PlainWords:
    """Middleware, before the gate: 400 for an address or a form with a NUL in it. No keyboard makes one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        """By now the form has been read, by what compares its token."""
        del view, args, kwargs
        if NUL in request.path_info or _holds_nul(request.GET) or _holds_nul(request.POST):
            raise BadRequest("NUL")


def _holds_nul(said: QueryDict) -> bool:
    return any(NUL in name or any(NUL in str(one) for one in values) for name, values in said.lists())

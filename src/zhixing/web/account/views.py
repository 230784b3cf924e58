"""The reader's type size, kept in a cookie: no account, no record."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from zhixing.web.shared.gate import may

YEAR = 365 * 24 * 3600
SIZES = ("", "large", "largest")


@may("anybody")
@require_POST
def size(request: HttpRequest) -> HttpResponse:
    """Keeps the size wanted and goes back to where the reader was."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    wanted = request.POST.get("size", "")
    if wanted in SIZES:
        response.set_cookie(
            "size", wanted, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    return response

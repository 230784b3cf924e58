"""Calendar feeds: whoever has the address reads one person's own dates; every other address answers 404 alike.

Nothing is kept about who fetched it and when. The answer is the same bytes until the dates change (ETag).
"""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from zhixing.actions.feeds import BYTES, served
from zhixing.interop.feeds import CONTENT_TYPE

_SECRET = re.compile(rf"[0-9a-f]{{{2 * BYTES}}}")


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar of an address."""
    found = served(secret, today=timezone.localdate()) if _SECRET.fullmatch(secret) else None
    if found is None:
        raise Http404
    tag = f'"{found.tag}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    answer: HttpResponse
    if tag in known or "*" in known:
        answer = HttpResponseNotModified()
    else:
        answer = HttpResponse(found.content, content_type=CONTENT_TYPE)
        answer["Content-Disposition"] = 'inline; filename="study.ics"'
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


calendar.allowed_roles = frozenset({"anybody"})  # type: ignore[attr-defined]

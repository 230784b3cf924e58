"""The second origin: files of one course for whoever holds a ticket, in a sandbox that has no origin at all.

No cookie is read. The policy sends the page into a sandbox without `allow-same-origin`: no cookies, no storage, no
parent page; it may load nothing but its own files and the runtime. Only a frame gets a page: by itself in a window a
course could lead its reader to an address of its choice.
"""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from zhixing.actions import courses
from zhixing.web.courses.tickets import Ticket, read

_RUNTIME = {
    "1.2": "zhixing/courses/vendored/scorm12.min.js",
    "2004": "zhixing/courses/vendored/scorm2004.min.js",
    "boot": "zhixing/courses/boot.js",
}
_ASKED = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")


@xframe_options_exempt
@require_safe
def file(request: HttpRequest, ticket: str, name: str) -> HttpResponse:
    """A file of the course that the ticket names, on the host that it names."""
    held = read(ticket)
    if request.headers.get("Sec-Fetch-Dest") == "document":
        raise Http404
    if held is None or held.host != request.get_host():
        raise Http404
    found = courses.page(held.medium, name)
    if found is None:
        raise Http404
    scripts = {key: static(path) for key, path in _RUNTIME.items()}
    content = courses.prepared(
        found, held.medium, held.nth, person=held.person, scripts=scripts, parent=held.parent
    )
    response = _part(content, request.headers.get("Range", ""))
    response["Content-Type"] = found[1]
    response["Accept-Ranges"] = "bytes"
    response["Content-Security-Policy"] = _policy(request, held, ticket)
    # A page without an origin asks for its own files as a stranger would.
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


file.allowed_roles = frozenset({"anybody"})  # type: ignore[attr-defined]


def _part(content: bytes, asked: str) -> HttpResponse:
    """The file, or the part that a player asks for (RFC 9110, 14): some phones play no video without parts."""
    match = _ASKED.fullmatch(asked.strip())
    start = int(match[1]) if match else 0
    if match is None or start >= len(content):
        return HttpResponse(content)
    end = min(int(match[2]) if match[2] else len(content) - 1, len(content) - 1)
    if end < start:
        return HttpResponse(content)
    told = {"Content-Range": f"bytes {start}-{end}/{len(content)}"}
    return HttpResponse(content[start : end + 1], status=206, headers=told)


def _policy(request: HttpRequest, held: Ticket, ticket: str) -> str:
    own = f"{request.scheme}://{held.host}/course-files/{ticket}/"
    runtime = f"{request.scheme}://{held.host}{static('zhixing/courses/')}"
    return "; ".join(
        (
            "sandbox allow-scripts",
            f"default-src {own} data: blob: 'unsafe-inline' 'unsafe-eval'",
            f"script-src {own} {runtime} blob: 'unsafe-inline' 'unsafe-eval'",
            f"connect-src {own} data: blob:",
            f"frame-src {own} data: blob:",
            f"frame-ancestors {held.parent} {request.scheme}://{held.host}",
            "form-action 'none'",
            "base-uri 'none'",
            "object-src 'none'",
        )
    )

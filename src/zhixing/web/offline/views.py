"""The shell: a public page without a word about anybody, and the worker that keeps it on the phone."""

from __future__ import annotations

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhixing.actions.features import is_on
from zhixing.web.offline.pages import worker_script
from zhixing.web.shared.gate import may

FEATURE = "offline_web"


@csp_update({"media-src": [SELF, "blob:"]})
@may("anybody")
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The page, the same for all; nothing of a session is in it."""
    return HttpResponse(_page())


@may("anybody")
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; there is none while the function is off."""
    if not is_on(FEATURE):
        raise Http404
    script = worker_script(_page().encode(), reverse("offline:shell"))
    answer = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


def _page() -> str:
    """Made without the request: what is kept on phones cannot hold anything of whoever fetched it."""
    return render_to_string("offline/shell.html", {"on": is_on(FEATURE)})

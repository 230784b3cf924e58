"""The desk of courses, and a course as its reader opens it."""

from __future__ import annotations

import json
import re
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhixing.actions import courses, xapi_out
from zhixing.actions.library_desk import LibraryError
from zhixing.core.courses.places import Claimed, Status
from zhixing.interop.limited.package import Refused
from zhixing.store.people.queries import BRANCH, PUBLICITY, SUPERIOR
from zhixing.web.courses import pages, tickets
from zhixing.web.shared.downloads import answer
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import INSIDE, Seen, may

LONGEST = 90_000
"""Characters of what a course may say at once."""
_UNKEPT = re.compile("[\0\ud800-\udfff]")


@may(BRANCH, PUBLICITY, SUPERIOR)
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: Seen) -> HttpResponse:
    """Taking a package in; it becomes an article's draft, to be reviewed like any other."""
    if request.method != "POST":
        return _desk(request, pages.desk_page(request.actor))
    said, sent = request.POST, request.FILES.get("package")
    page = pages.desk_page(request.actor, org=said.get("org", ""))
    org = pages.org_of(said.get("org", ""), page)
    if sent is None or org is None:
        return _desk(request, page, "请选一个 .zip 课件包" if sent is None else "请选归哪个党组织管")
    try:
        uid = pages.uuid_of(said.get("uid", "")) or uuid4()
        name = (sent.name or "课件")[:120]
        made = courses.take_in(sent.read(), name, uid=uid, org=org, by=request.actor, now=timezone.now())
    except (Refused, LibraryError) as wrong:
        return _desk(request, page, str(wrong))
    except OSError:
        return _desk(
            request, page, "没有存下：服务器的磁盘满了或者写不进去。请告诉系统管理员，腾出空间后再传一次"
        )
    messages.success(request, "课件已存下，成为一篇草稿；请补上来源和授权，再送审")
    return redirect("library:edit", article=made)


@may(*INSIDE)
@require_safe
def opened(request: Seen, article: UUID) -> HttpResponse:
    """The parts of a course and where one stands in each."""
    page = pages.opened_page(request, article)
    if page is None:
        raise Http404
    frame = frame_for(request, page.title, here="library")
    return render(request, "courses/opened.html", {"frame": frame, "page": page})


@may(*INSIDE)
@require_safe
def play(request: Seen, article: UUID, nth: int) -> HttpResponse:
    """A part of a course, in its sandbox."""
    page = pages.play_page(request, article, nth)
    if page is None:
        raise Http404
    frame = frame_for(request, page.title, here="library")
    response = render(request, "courses/play.html", {"frame": frame, "page": page})
    response._csp_update = {"frame-src": [page.origin]} if page.origin else {}  # type: ignore[attr-defined]
    return response


@may(*INSIDE)
@require_POST
def place(request: Seen) -> HttpResponse:
    """What a course says of itself, by the ticket with which it was opened."""
    held = tickets.read(request.POST.get("ticket", ""))
    text = request.POST.get("values", "")
    if held is None or held.person is None or held.person != request.actor.person or len(text) > LONGEST:
        raise Http404
    try:
        said = json.loads(text)
        if not isinstance(said, dict) or not all(_plain(one) for one in said.values()):
            raise Http404
        kept = courses.note(held.medium, held.nth, said, person=held.person, today=today())
    except (json.JSONDecodeError, LookupError, RecursionError):
        raise Http404 from None
    except Claimed as wrong:
        return JsonResponse({"told": str(wrong)})
    told = "这一部分学完了，已记下" if kept.status is Status.DONE else "进度已记下"
    return JsonResponse({"told": told})


@may(*INSIDE)
@require_POST
def anew(request: Seen, article: UUID) -> HttpResponse:
    """重新开始: forgets where one stood."""
    found = courses.opened(article, request.actor)
    if found is None or request.actor.person is None:
        raise Http404
    courses.begin_anew(found.course.medium, person=request.actor.person)
    messages.success(request, "已清空这个课件的进度")
    return redirect("courses:open", article=article)


@may(SUPERIOR)
@require_safe
def xapi(request: Seen) -> HttpResponse:
    """学习记录外送, while it is switched on."""
    return answer(xapi_out.sent(request.actor, home=request.build_absolute_uri("/"), now=timezone.now()))


def _plain(value: object) -> bool:
    """Whether a word of a course can be kept: text, without what no database takes (NUL, half a character)."""
    return isinstance(value, str) and not _UNKEPT.search(value)


def _desk(request: Seen, page: pages.DeskPage, wrong: str = "") -> HttpResponse:
    frame = frame_for(request, "导入课件", here="library")
    told = {"frame": frame, "page": page, "wrong": wrong}
    return render(request, "courses/desk.html", told, status=400 if wrong else 200)

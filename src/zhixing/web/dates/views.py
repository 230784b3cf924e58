"""One's own dates and their calendar; and what goes out when dates are published."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhixing.actions import feeds
from zhixing.actions import publishing as acting
from zhixing.store.people.queries import MEMBER, SUPERIOR
from zhixing.web.dates.pages import mine_page, publishing_page
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import Seen, may
from zhixing.web.shared.known import plan_year

UNPROCESSABLE = 422


@may(MEMBER)
@require_safe
def mine(request: Seen) -> HttpResponse:
    """我的日程."""
    return _mine(request)


@may(MEMBER)
@require_POST
def open_feed(request: Seen) -> HttpResponse:
    """A new address; the page that answers is the only one that shows it."""
    if request.actor.person is None:
        raise Http404
    try:
        secret = feeds.open_feed(request.actor, request.POST.get("label", ""), now=timezone.now())
    except feeds.NoFeed as why:
        return _mine(request, problem=str(why), status=UNPROCESSABLE)
    return _mine(request, secret=secret)


@may(MEMBER)
@require_POST
def revoke_feed(request: Seen, feed: UUID) -> HttpResponse:
    """Ends one of one's own addresses."""
    if not feeds.revoke(request.actor, feed, now=timezone.now()):
        raise Http404
    messages.success(request, "已停用。用这个地址订阅的日历不再更新，里面已有的日程请在日历里删除。")
    return redirect("dates:mine")


@may(SUPERIOR)
@require_http_methods(["GET", "HEAD", "POST"])
def publishing(request: Seen, year: int) -> HttpResponse:
    """Whom it would touch; after the click, who was told."""
    if not acting.may_publish(request.actor):
        raise Http404
    plan_year(year)
    problem = ""
    if request.method == "POST":
        try:
            done = acting.publish(year, by=request.actor, now=timezone.now(), today=today())
        except acting.NotPublished as why:
            problem = str(why)
        else:
            some = f"已告知 {len(done.people)} 人"
            messages.success(request, some if done.people else "没有人的日期有变动，没有告知任何人")
            return redirect("dates:publishing", year)
    found = acting.outlook(year, today=today())
    page = publishing_page(found, asked=request.GET, last=acting.last_publication(year))
    frame = frame_for(request, "发布学习日期", here="batches", year=year)
    told = {"page": page, "problem": problem, "frame": frame}
    return render(request, "dates/publishing.html", told, status=UNPROCESSABLE if problem else 200)


def _mine(request: Seen, *, secret: str = "", problem: str = "", status: int = 200) -> HttpResponse:
    if request.actor.person is None:
        raise Http404
    page = mine_page(
        request, request.actor, now=timezone.now(), today=today(), secret=secret, problem=problem
    )
    frame = frame_for(request, "我的日程", here="dates")
    return render(request, "dates/mine.html", {"page": page, "frame": frame}, status=status)

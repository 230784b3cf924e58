"""Choosing, changing and ending one's own notices."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhixing.actions import notices
from zhixing.store.notices.queries import RHYTHMS
from zhixing.web.shared.frame import frame_for
from zhixing.web.shared.gate import INSIDE, Seen, may


@may(*INSIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: Seen) -> HttpResponse:
    """The address and how often; an empty one ends it."""
    wish, problem = notices.wish_of(request.actor), ""
    if request.method == "POST":
        address, rhythm = request.POST.get("address", ""), request.POST.get("rhythm", "")
        try:
            notices.choose(request.actor, address, rhythm, now=timezone.now())
        except notices.NoNotice as wrong:
            wish, problem = notices.Wish(address, rhythm, wish.possible), str(wrong)
        else:
            messages.success(request, "已保存" if address.strip() else "已取消，邮箱已删除")
            return redirect("notices:own")
    frame = frame_for(request, "通知", here="notices")
    told = {"wish": wish, "problem": problem, "rhythms": RHYTHMS.items(), "frame": frame}
    return render(request, "notices/own.html", told, status=422 if problem else 200)

"""What the desk does with one click or one short form: hand in, take back, throw away, review, withdraw, change validity."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhixing.actions import library_desk, library_undoing
from zhixing.actions.library_desk import LibraryError
from zhixing.core.library.article import STAGE_WORDS, Stage, Validity
from zhixing.web.library.desk_pages import work_page
from zhixing.web.library.views import DESK, HERE
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import Seen, may

VERBS = ("submit", "recall", "discard", "pass", "back", "withdraw", "validity")


@may(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: Seen, article: UUID, verb: str) -> HttpResponse:
    """One act; what cannot be done comes back with what was typed, at this address: opened anew, it is the desk's page."""
    if verb not in VERBS:
        raise Http404
    found = library_desk.desk_of(article, request.actor)
    if found is None:
        raise Http404
    if request.method != "POST":
        return redirect("library:work", article)
    try:
        messages.success(request, _do(request, article, verb))
    except LibraryError as wrong:
        page = work_page(found, request.actor, problem=str(wrong), typed=request.POST)
        frame = frame_for(request, found.version.article.title, here=HERE)
        return render(request, "library/work.html", {"page": page, "frame": frame}, status=422)
    return redirect("library:desk") if verb == "discard" else redirect("library:work", article)


def _do(request: Seen, article: UUID, verb: str) -> str:
    """What was done, in words. Raises LibraryError."""
    got, by, now = request.POST, request.actor, timezone.now()
    words = got.get("words", "")
    if verb == "submit":
        library_desk.submit(article, by=by, now=now)
        return "已送审；初审的人在编辑台上看得到"
    if verb == "recall":
        library_undoing.recall(article, by=by, now=now)
        return "已撤回，又是草稿；改好再送审"
    if verb == "discard":
        library_undoing.discard(article, sure=got.get("sure") == "1", by=by, now=now)
        return "已弃稿，编辑台上没有这一篇了"
    if verb == "withdraw":
        library_desk.withdraw(article, words, by=by, now=now, today=today())
        return "已下架，读者看不到了；改好可以再送审"
    if verb == "validity":
        instead = _uuid(got.get("instead", ""))
        state = got.get("validity", "")
        if state not in set(Validity):
            raise LibraryError("请选时效")
        form = _uuid(got.get("uid", "")) or uuid4()
        notice = got.get("notice", "")
        library_desk.set_validity(article, Validity(state), instead, notice, form=form, by=by, now=now)
        return "时效已改，读者现在就看得到"
    stage = got.get("stage", "")
    if stage not in set(Stage):
        raise LibraryError("这一页旧了，请重新打开")
    passed = verb == "pass"
    after = library_desk.review(
        article, Stage(stage), passed=passed, words=words, looked=got.getlist("looked"), by=by, now=now
    )
    if not passed:
        return "已退回，写稿的人看得到您的话"
    return "终审通过，已发布" if after is Stage.PUBLISHED else f"已通过，现在{STAGE_WORDS[after]}"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

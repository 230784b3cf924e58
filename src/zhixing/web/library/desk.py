"""The editor's desk: what is written and reviewed, one article with its history, the form of a draft."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhixing.actions import library_desk, library_files
from zhixing.actions.library_desk import LibraryError
from zhixing.store.people.queries import BRANCH, PUBLICITY, SUPERIOR
from zhixing.web.library.desk_pages import desk_page, work_page
from zhixing.web.library.forms import ArticleForm
from zhixing.web.library.views import DESK
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import Seen, may

HERE = "library"
WRITERS = (BRANCH, PUBLICITY, SUPERIOR)


@may(*DESK)
@require_safe
def listing(request: Seen) -> HttpResponse:
    """Every article one works on, what waits for one first."""
    page = desk_page(request.actor, request.GET)
    seen = {"page": page, "frame": frame_for(request, "编辑台", here=HERE)}
    return render(request, "library/desk.html", seen)


@may(*DESK)
@require_safe
def one(request: Seen, article: UUID) -> HttpResponse:
    """One article: its text, what to look at, its reviews, what may be done now."""
    found = library_desk.desk_of(article, request.actor)
    if found is None:
        raise Http404
    page = work_page(found, request.actor)
    frame = frame_for(request, found.version.article.title, here=HERE)
    return render(request, "library/work.html", {"page": page, "frame": frame})


@may(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Seen) -> HttpResponse:
    """A new draft."""
    data = request.POST if request.method == "POST" else None
    form = ArticleForm(
        data, actor=request.actor, today=today(), held=None, files=library_files.usable(request.actor)
    )
    return _written(request, form, "写文章")


@may(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Seen, article: UUID) -> HttpResponse:
    """The next version of an article."""
    found = library_desk.desk_of(article, request.actor)
    if found is None or not found.may_write:
        raise Http404
    data = request.POST if request.method == "POST" else None
    held = found.version
    form = ArticleForm(
        data, actor=request.actor, today=today(), held=held, files=library_files.usable(request.actor)
    )
    return _written(request, form, "改文章")


def _written(request: Seen, form: ArticleForm, title: str) -> HttpResponse:
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                uid = library_desk.write(form.said(), by=request.actor, now=timezone.now())
            except LibraryError as wrong:
                form.add_error(None, str(wrong))
            else:
                messages.success(request, "已存为草稿；看过没有问题就送审")
                return redirect("library:work", uid)
    seen = {"form": form, "title": title, "held": form.held, "frame": frame_for(request, title, here=HERE)}
    return render(request, "library/write.html", seen, status=status)

"""Errors reported: a reader's report, what came of his reports, the editor's list, taking and declining."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhixing.actions import library, library_slips
from zhixing.actions.library_desk import LibraryError
from zhixing.actions.library_slips import Report, Waiting
from zhixing.core.library.mending import Quote
from zhixing.interop.documents.cells import Cell
from zhixing.store.content import queries
from zhixing.store.content.queries import OPEN, SlipRow
from zhixing.store.people.queries import PUBLICITY, SUPERIOR
from zhixing.web.library.views import number_of
from zhixing.web.shared.downloads import list_offers
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import INSIDE, Seen, may

HERE = "library"
EDITORS = (PUBLICITY, SUPERIOR)
SLIP_HEADINGS = ("文章", "有错的字", "应改成", "报告日期", "报告人", "结果")


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A report of one's own; `url` of the article while it is published."""

    slip: SlipRow
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class SlipRowShown:
    """A report on the editor's list. `url` of the page on which it is answered."""

    one: Waiting
    title: str
    url: str
    open: bool


@dataclass(frozen=True, slots=True)
class SlipPage:
    """A report to be answered. `was`, `became`, `words` as typed; `problem` why it was refused."""

    one: Waiting
    was: str
    became: str
    words: str
    uid: UUID
    problem: str


def rows_of(found: Iterable[Waiting]) -> list[SlipRowShown]:
    """The editor's list."""
    return [
        SlipRowShown(
            one,
            one.article.title if one.article else "（已下架的文章）",
            reverse("library:slip", args=[one.slip.id]),
            one.slip.state == OPEN,
        )
        for one in found
    ]


def slip_cells(row: SlipRowShown) -> tuple[Cell, ...]:
    """A row of the file."""
    slip = row.one.slip
    day = timezone.localtime(slip.said_at).date()
    return (row.title, slip.quote or slip.words, slip.suggestion, day, slip.by, slip.state_words)


@may(*INSIDE)
@require_POST
def report(request: Seen, article: UUID) -> HttpResponse:
    """Sends a report and leads back to the article; what cannot be sent comes back with what was typed."""
    got = request.POST
    quote = Quote(got.get("quote", "").strip(), got.get("before", ""), got.get("after", ""))
    told = Report(quote, got.get("suggestion", ""), got.get("words", ""))
    version = number_of(got.get("version", "")) or 1
    now = timezone.now()
    found = library.article(article, request.actor)
    if found is None:
        raise Http404
    try:
        uid = UUID(got.get("uid", ""))
        library_slips.report(article, told, form=uid, version=version, by=request.actor, now=now)
    except ValueError as wrong:
        problem = str(wrong) if isinstance(wrong, LibraryError) else "这一页旧了，请再发一次"
        seen = {"article": found, "problem": problem, "told": told, "uid": uuid4(), "version": version}
        seen["frame"] = frame_for(request, "报告错误", here=HERE)
        return render(request, "library/report.html", seen, status=422)
    messages.success(request, "已发给编辑，谢谢；处理结果会显示在这一页和“我报告的错误”里")
    return redirect("library:read", article)


@may(*INSIDE)
@require_safe
def own(request: Seen) -> HttpResponse:
    """What one reported and what came of it."""
    rows = library_slips.own(request.actor)
    shown = queries.shown_some({row.entry for row in rows})
    seen = {
        "rows": [
            OwnRow(
                row,
                shown[row.entry].title if row.entry in shown else "（已下架的文章）",
                reverse("library:read", args=[row.entry]) if row.entry in shown else "",
            )
            for row in rows
        ],
        "frame": frame_for(request, "我报告的错误", here=HERE),
    }
    return render(request, "library/own.html", seen)


@may(*EDITORS)
@require_safe
def listing(request: Seen) -> HttpResponse:
    """The reports on articles that one edits."""
    rows = rows_of(library_slips.waiting(request.actor))
    seen = {
        "rows": rows,
        "open": sum(row.open for row in rows),
        "exports": list_offers("library:slips_export"),
    }
    return render(request, "library/slips.html", {**seen, "frame": frame_for(request, "纠错", here=HERE)})


@may(*EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Seen, slip: UUID) -> HttpResponse:
    """A report: taken (the words are replaced) or declined with a word."""
    found = next((one for one in library_slips.waiting(request.actor) if one.slip.id == slip), None)
    if found is None:
        raise Http404
    got = request.POST
    if request.method != "POST":
        page = SlipPage(found, found.slip.quote, found.slip.suggestion, "", uuid4(), "")
        return _page(request, page)
    words, became = got.get("words", ""), got.get("became", "")
    was = got.get("was", "").strip()
    around = library_slips.quote_of(found.slip)
    quote = around if was == around.words else Quote(was)
    try:
        if got.get("do") == "decline":
            library_slips.decline(slip, words, by=request.actor, now=timezone.now())
            messages.success(request, "已答复：没有采纳，报告人看得到您的说明")
        else:
            form, now = UUID(got.get("uid", "")), timezone.now()
            where = library_slips.take(
                slip, quote, became, words, form=form, by=request.actor, now=now, today=today()
            )
            messages.success(request, f"已采纳：{where}改好，文章下方记了一处勘误，报告人看得到")
    except ValueError as wrong:
        problem = str(wrong) if isinstance(wrong, LibraryError) else "这一页旧了，请再点一次"
        return _page(request, SlipPage(found, was, became, words, uuid4(), problem), status=422)
    return redirect("library:slips")


def _page(request: Seen, page: SlipPage, *, status: int = 200) -> HttpResponse:
    seen = {"page": page, "frame": frame_for(request, "处理纠错", here=HERE)}
    return render(request, "library/slip.html", seen, status=status)

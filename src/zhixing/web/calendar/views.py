"""The years known, and a notice pasted or uploaded: looked at first, then entered."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhixing.actions.workdays import check_notice, import_notice, imported, workdays
from zhixing.core.calendar.notice import MOST_LINES, Notice, read_notice
from zhixing.core.facts.record import FactError
from zhixing.store.people.queries import SUPERIOR, SYSTEM
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import Seen, may

UNPROCESSABLE = 422
MOST_BYTES = 20_000
"""A year's notice is a few hundred characters."""
SHOWN = 6
"""Years shown, the coming one included."""


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year: whether its holidays are known, how many days off and worked, where from."""

    year: int
    known: bool
    off: int
    work: int
    source: str


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The page: years, what was pasted, how it was understood, what is wrong with it."""

    years: tuple[YearLine, ...]
    text: str
    words: str
    notice: Notice | None
    off: tuple[str, ...]
    work: tuple[str, ...]
    problem: str


@may(SYSTEM, SUPERIOR)
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: Seen) -> HttpResponse:
    """工作日历; a POST previews, and with `act=enter` enters."""
    if request.method != "POST":
        return _shown(request, "", "", None)
    text, words = _text(request), request.POST.get("words", "")
    notice = read_notice(text)
    try:
        check_notice(notice, words)
        if request.POST.get("act") == "enter":
            import_notice(notice, words, by=request.actor, now=timezone.now(), today=today())
            return HttpResponseRedirect(reverse("calendar:home"))
    except FactError as refusal:
        return _shown(request, text, words, notice, problem=str(refusal))
    return _shown(request, text, words, notice)


def _shown(request: Seen, text: str, words: str, notice: Notice | None, *, problem: str = "") -> HttpResponse:
    days = notice.days if notice else None
    page = CalendarPage(
        years=_years(),
        text=text,
        words=words,
        notice=notice,
        off=tuple(f"{day:%m-%d}" for day in sorted(days.off)) if days else (),
        work=tuple(f"{day:%m-%d}" for day in sorted(days.work)) if days else (),
        problem=problem,
    )
    frame = frame_for(request, "工作日历", here="calendar")
    status = UNPROCESSABLE if problem else 200
    return render(request, "calendar/home.html", {"page": page, "frame": frame}, status=status)


def _years() -> tuple[YearLine, ...]:
    known, ours = workdays(), {body.year: fact for fact, body in imported()}
    last = today().year + 1
    found = []
    for year in range(last, last - SHOWN, -1):
        days = known.years.get(year)
        fact = ours.get(year)
        words = getattr(fact.body, "notice", "") if fact else ""
        source = (
            f"{words}，{fact.by} {timezone.localtime(fact.received_at):%Y-%m-%d} 导入" if fact else "随程序"
        )
        found.append(
            YearLine(
                year,
                days is not None,
                sum(day.weekday() < 5 for day in days.off) if days else 0,
                len(days.work) if days else 0,
                source if days else "",
            )
        )
    return tuple(found)


def _text(request: Seen) -> str:
    """What was pasted, or the first two columns of a small table sent along."""
    sent = request.FILES.get("table")
    if not isinstance(sent, UploadedFile) or not sent.size or sent.size > MOST_BYTES:
        return request.POST.get("text", "")[:MOST_BYTES]
    raw = sent.read()
    try:
        words = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = raw.decode("gb18030", errors="replace")
    rows = list(csv.reader(io.StringIO(words)))[: MOST_LINES + 1]
    return "\n".join(" ".join(cell.strip() for cell in row[:2]) for row in rows)

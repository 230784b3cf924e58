"""A year's batches, one batch while it is worked out and when it is done, its runs, stations and lists."""

from __future__ import annotations

import contextlib
import datetime as dt
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhixing.actions import batches as acts
from zhixing.actions.batches import Busy, NotDone
from zhixing.actions.batches_reading import Names, Sight, Situation, names, naming, sight, situation
from zhixing.actions.batches_waiting import untold
from zhixing.actions.export_list import export_list
from zhixing.store.people.queries import SUPERIOR
from zhixing.store.plans import batches as queries
from zhixing.store.plans.batches import BatchRow
from zhixing.web.batches.answered import wish_answer
from zhixing.web.batches.changed import change_page
from zhixing.web.batches.details import (
    GAP_HEADINGS,
    RUN_HEADINGS,
    compared,
    run_page,
    seat_rows,
    station_page,
    unserved_lines,
)
from zhixing.web.batches.heads import already_past, head_of, known_year, latest, visible, year_page
from zhixing.web.batches.result import result
from zhixing.web.shared.downloads import answer
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may

HERE = "batches"
UNPROCESSABLE = 422


@may(*OFFICERS)
@require_safe
def home(request: Seen) -> HttpResponse:
    """The year that has batches or a plan, the latest one; this year where none has."""
    return HttpResponseRedirect(reverse("batches:year", args=[latest(today())]))


@may(*OFFICERS)
@require_safe
def year(request: Seen, year: int) -> HttpResponse:
    """The batches of a year, the one in force first, and the form that asks for a new one."""
    if not known_year(year, today()):
        raise Http404
    return _year(request, year)


def _year(request: Seen, year: int, problem: str = "", said: Busy | None = None) -> HttpResponse:
    context = {
        "page": year_page(
            request.actor, year, now=timezone.now(), today=today(), start=_asked_start(request)
        ),
        "problem": problem,
        "said": request.POST,
        "busy": reverse("batches:batch", args=[said.other.id]) if said else "",
        "form_id": uuid4(),
        "frame": frame_for(request, f"{year} 年批次", here=HERE),
    }
    return render(request, "batches/year.html", context, status=UNPROCESSABLE if problem else 200)


@may(SUPERIOR)
@require_POST
def start(request: Seen, year: int) -> HttpResponse:
    """Asks the planner; sent twice it is one."""
    now = timezone.now()
    try:
        made = acts.start(
            year,
            batch=form_id(request),
            seconds=whole(request, "seconds"),
            start=day(request, "start"),
            by=request.actor,
            now=now,
            today=today(),
        )
    except NotDone as refusal:
        return _year(request, year, str(refusal), refusal if isinstance(refusal, Busy) else None)
    return HttpResponseRedirect(reverse("batches:batch", args=[made]))


@may(*OFFICERS)
@require_safe
def batch(request: Seen, batch: UUID) -> HttpResponse:
    """A batch: how far it is, or what came of it."""
    return _batch(request, found_batch(request, batch))


def _batch(request: Seen, row: BatchRow, problem: str = "") -> HttpResponse:
    head = head_of(row, request.actor, now=timezone.now())
    frame = frame_for(request, f"{row.year} 年批次", here=HERE)
    context: dict[str, object] = {"head": head, "problem": problem, "frame": frame}
    status = UNPROCESSABLE if problem else 200
    found = None if row.working else situation(row)
    if found is None:
        return render(request, "batches/progress_page.html", context, status=status)
    called, eyes = names(row), sight(request.actor)
    if row.kind == queries.Kind.WISH:
        context |= {"answer": wish_answer(found, called, eyes), "form_id": uuid4()}
        return render(request, "batches/wished.html", context, status=status)
    kept = {one.number: one for one in queries.runs(row.id)}
    context["page"] = result(found, called, eyes, kept)
    context["change"] = change_page(found, called, eyes, naming(found, called, eyes))
    others = [one for one in queries.batches(row.year) if one.id != row.id and visible(request.actor, one)]
    context["others"] = [one for one in others if not one.working and one.state not in ("failed", "dropped")]
    context["exports"] = list_offers_of("batches:export", row)
    context["past"] = already_past(found, today())
    context["untold"] = untold(row.year, today=today()) if head.in_force else 0
    context["stale"] = (
        acts.changed_courses(row) if row.state in (*queries.DONE, queries.State.ACCEPTED) else []
    )
    return render(request, "batches/batch.html", context, status=status)


@may(*OFFICERS)
@require_safe
def progress(request: Seen, batch: UUID) -> HttpResponse:
    """The part of the page that moves."""
    row = found_batch(request, batch)
    head = head_of(row, request.actor, now=timezone.now())
    response = render(request, "batches/progress.html", {"head": head})
    if not row.working:
        response["HX-Refresh"] = "true"
    return response


@may(SUPERIOR)
@require_POST
def do(request: Seen, batch: UUID) -> HttpResponse:
    """Stop, try again, accept, withdraw, give up."""
    row, now = found_batch(request, batch), timezone.now()
    verbs = {
        "stop": acts.stop,
        "again": acts.again,
        "accept": acts.accept,
        "withdraw": acts.withdraw,
        "drop": acts.drop,
    }
    verb = verbs.get(request.POST.get("what", ""))
    if verb is None:
        raise Http404
    try:
        verb(row.id, by=request.actor, now=now)
    except NotDone as refusal:
        return _batch(request, queries.batch(batch) or row, str(refusal))
    if request.POST.get("what") == "drop":
        return HttpResponseRedirect(reverse("batches:year", args=[row.year]))
    return HttpResponseRedirect(reverse("batches:batch", args=[batch]))


@may(*OFFICERS)
@require_safe
def run(request: Seen, batch: UUID, number: int) -> HttpResponse:
    """Who sits in a run."""
    row, found, called, eyes = _answered(request, batch)
    page = run_page(found, called, eyes, number)
    if page is None:
        raise Http404
    kept = next((one for one in queries.runs(row.id) if one.number == number), None)
    context = {
        "page": page,
        "kept": kept,
        "head": head_of(row, request.actor, now=timezone.now()),
        "frame": frame_for(request, f"{page.lesson}，{page.when}", here=HERE),
    }
    return render(request, "batches/run.html", context)


@may(SUPERIOR)
@require_POST
def lock(request: Seen, batch: UUID, number: int) -> HttpResponse:
    """Locks a run or lets it go."""
    found_batch(request, batch)
    with contextlib.suppress(NotDone):
        locked = request.POST.get("locked") == "1"
        acts.lock(batch, number, locked=locked, by=request.actor, now=timezone.now())
    return HttpResponseRedirect(reverse("batches:run", args=[batch, number]))


@may(*OFFICERS)
@require_safe
def station(request: Seen, batch: UUID, station: UUID) -> HttpResponse:
    """A station's days."""
    row, found, called, eyes = _answered(request, batch)
    page = station_page(found, called, eyes, station)
    if page is None:
        raise Http404
    context = {
        "page": page,
        "head": head_of(row, request.actor, now=timezone.now()),
        "frame": frame_for(request, page.name, here=HERE),
    }
    return render(request, "batches/station.html", context)


@may(*OFFICERS)
@require_safe
def unserved(request: Seen, batch: UUID) -> HttpResponse:
    """Who has no seat, and why."""
    row, found, called, eyes = _answered(request, batch)
    lines = unserved_lines(found, called, eyes)
    context = {
        "lines": [one for one in lines if not one.delivered],
        "delivered": [one for one in lines if one.delivered],
        "hidden": len(found.gaps) + len(found.outside) - len(lines),
        "head": head_of(row, request.actor, now=timezone.now()),
        "exports": list_offers_of("batches:unserved_export", row),
        "force": row.state == queries.State.ACCEPTED,
        "form_id": uuid4(),
        "frame": frame_for(request, "还没有学到的", here=HERE),
    }
    return render(request, "batches/unserved.html", context)


@may(*OFFICERS)
@require_safe
def unserved_export(request: Seen, batch: UUID, form: str) -> HttpResponse:
    """The list as a file."""
    _, found, called, eyes = _answered(request, batch)
    rows = [one.cells for one in unserved_lines(found, called, eyes)]
    return answer(export_list(request.actor, "还没有学到的", GAP_HEADINGS, rows, form, now=timezone.now()))


@may(*OFFICERS)
@require_safe
def export(request: Seen, batch: UUID, form: str) -> HttpResponse:
    """Runs and who sits in them, as a file."""
    row, found, called, eyes = _answered(request, batch)
    rows = seat_rows(found, called, eyes)
    title = f"{row.year}年批次名单"
    return answer(export_list(request.actor, title, RUN_HEADINGS, rows, form, now=timezone.now()))


@may(SUPERIOR)
@require_safe
def compare(request: Seen, batch: UUID) -> HttpResponse:
    """Two batches side by side; the other one stands in the address."""
    row, found, _, _ = _answered(request, batch)
    other_row = queries.batch(_uuid(request.GET.get("other", "")))
    other = situation(other_row) if other_row is not None and not other_row.working else None
    if other is None or other.row.year != row.year:
        raise Http404
    now = timezone.now()
    context = {
        "lines": compared(found, other),
        "head": head_of(row, request.actor, now=now),
        "other": head_of(other.row, request.actor, now=now),
        "frame": frame_for(request, "两个方案对照", here=HERE),
    }
    return render(request, "batches/compare.html", context)


def found_batch(request: Seen, wanted: UUID) -> BatchRow:
    """The batch, or 404."""
    row = visible(request.actor, queries.batch(wanted))
    if row is None:
        raise Http404
    return row


def _answered(request: Seen, wanted: UUID) -> tuple[BatchRow, Situation, Names, Sight]:
    row = found_batch(request, wanted)
    found = None if row.working else situation(row)
    if found is None:
        raise Http404
    return row, found, names(row), sight(request.actor)


def list_offers_of(view: str, row: BatchRow) -> list[dict[str, str]]:
    """The files that a batch's list can be had as."""
    return [
        {"words": words, "url": reverse(view, args=[row.id, form])}
        for form, words in (("xlsx", "Excel"), ("csv", "CSV"))
    ]


def form_id(request: Seen) -> UUID:
    """The form's own id; a fresh one where it carries none."""
    return _uuid(request.POST.get("form", "")) or uuid4()


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def whole(request: Seen, name: str) -> int:
    """A whole number of a form; 0 for none."""
    text = request.POST.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def day(request: Seen, name: str) -> dt.date | None:
    """A day of a form; None for none."""
    return _day(request.POST.get(name, ""))


def _asked_start(request: Seen) -> dt.date | None:
    """The first day that a link of the page chose."""
    return _day(request.GET.get("start", ""))


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None

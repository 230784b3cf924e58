"""The desk: what waits for an answer or a second person; one case; proposing a correction."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhixing.actions import corrections, objections
from zhixing.actions.case_desk import CaseLine, desk, open_case
from zhixing.actions.export_list import export_list
from zhixing.actions.fact_sheet import FactSheet, sheet_for_officer
from zhixing.actions.reading import note_listing
from zhixing.core.facts.record import FactError
from zhixing.web.correction.forms import ProposalForm, blank_form, read_change, typed_form, uid_of
from zhixing.web.correction.pages import HEADINGS, case_page, cells_of, list_page
from zhixing.web.shared.downloads import answer
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may

UNPROCESSABLE = 422


@may(*OFFICERS)
@require_safe
def cases(request: Seen) -> HttpResponse:
    """Objections to answer, corrections to confirm, and what became of the others."""
    person = uid_of(request.GET.get("person", ""))
    page = list_page(desk(request.actor, today=today(), person=person), person, request.GET.get("from", ""))
    _note(request, (*page.desk.to_answer, *page.desk.to_confirm, *page.settled))
    frame = frame_for(request, "更正与异议", here="corrections")
    return render(request, "correction/cases.html", {"page": page, "frame": frame})


@may(*OFFICERS)
@require_safe
def export(request: Seen, form: str) -> HttpResponse:
    """The three lists as a file, all pages."""
    person = uid_of(request.GET.get("person", ""))
    found = desk(request.actor, today=today(), person=person)
    made = export_list(
        request.actor,
        "更正与异议",
        HEADINGS,
        cells_of(found),
        form,
        now=timezone.now(),
        told="一名党员" if person else "",
    )
    if made is not None:
        _note(request, (*found.to_answer, *found.to_confirm, *found.settled))
    return answer(made)


def _note(request: Seen, shown: Sequence[CaseLine]) -> None:
    """Of whom the lists tell that something confidential stands there: a line each."""
    for what in sorted({one.what for one in shown if one.confidential}):
        people = [one.person for one in shown if one.confidential and one.what == what and one.person]
        note_listing(request.actor, subjects=people, what=f"{what}（更正与异议清单）", now=timezone.now())


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: Seen, case: UUID) -> HttpResponse:
    """One case with its words, before and after; its buttons."""
    problem, status = "", 200
    if request.method == "POST":
        try:
            _act(request, case)
            return HttpResponseRedirect(reverse("correction:case", args=[case]))
        except objections.NotFound as missing:
            raise Http404 from missing
        except FactError as refusal:
            problem, status = str(refusal), UNPROCESSABLE
    file = open_case(request.actor, case, now=timezone.now(), today=today())
    if file is None:
        raise Http404
    page = case_page(file, request.actor.account, problem=problem, words=request.POST.get("words", ""))
    frame = frame_for(request, page.title, here="corrections")
    return render(request, "correction/case.html", {"page": page, "frame": frame}, status=status)


def _act(request: Seen, case: UUID) -> None:
    act, words = request.POST.get("act", ""), request.POST.get("words", "")
    actor, now, day = request.actor, timezone.now(), today()
    if act in ("upheld", "elsewhere"):
        objections.answer(case, outcome=act, words=words, by=actor, now=now, today=day)
    elif act == "confirm":
        corrections.confirm(case, by=actor, now=now, today=day)
    elif act == "decline":
        corrections.decline(case, words=words, by=actor, now=now, today=day)
    elif act == "take_back":
        corrections.take_back(case, by=actor, now=now, today=day)
    else:
        raise FactError("请选择怎样办理")


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: Seen, fact: UUID) -> HttpResponse:
    """Proposing to correct a fact, or to take it back; a second person confirms."""
    sheet = sheet_for_officer(request.actor, fact, now=timezone.now())
    if sheet is None:
        raise Http404
    objection = uid_of(request.POST.get("objection", "") or request.GET.get("objection", ""))
    if request.method != "POST":
        return _proposal(request, sheet, blank_form(sheet.fact), objection)
    typed = {name: str(value) for name, value in request.POST.items()}
    form = typed_form(sheet.fact, typed)
    try:
        change = read_change(sheet.fact, form, typed, objection)
        made = corrections.propose(fact, change, by=request.actor, now=timezone.now(), today=today())
    except objections.NotFound as missing:
        raise Http404 from missing
    except FactError as refusal:
        return _proposal(request, sheet, form, objection, problem=str(refusal))
    return HttpResponseRedirect(reverse("correction:case", args=[made]))


def _proposal(
    request: Seen, sheet: FactSheet, form: ProposalForm, objection: UUID | None, *, problem: str = ""
) -> HttpResponse:
    wanted = objection or (sheet.open_objection.uid if sheet.open_objection else None)
    shown = {"sheet": sheet, "form": form, "objection": wanted, "problem": problem}
    frame = frame_for(request, "提出更正", here="corrections")
    status = UNPROCESSABLE if problem else 200
    return render(request, "correction/propose.html", {**shown, "frame": frame}, status=status)

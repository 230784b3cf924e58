"""What is the member's own: all that is held about him, who read it, a copy, his objections."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhixing.actions import objections as acting
from zhixing.actions.case_desk import open_case, own_objections
from zhixing.actions.dossier import outline
from zhixing.actions.export_list import export_list
from zhixing.actions.fact_sheet import FactSheet, sheet_for_member
from zhixing.actions.own_aspects import ASPECTS, aspect_of
from zhixing.actions.own_data import holding, readers, take_copy
from zhixing.core.corrections.cases import ObjectionCase
from zhixing.core.facts.record import FactError
from zhixing.store.people.queries import MEMBER
from zhixing.web.member.held import PAGE, READERS_HEADINGS, aspect_page, held_page, readers_page, start_of
from zhixing.web.shared.downloads import answer
from zhixing.web.shared.frame import frame_for, latest_year, today
from zhixing.web.shared.gate import Seen, may

UNPROCESSABLE = 422


@may(MEMBER)
@require_safe
def held(request: Seen) -> HttpResponse:
    """Everything that is held; `?open=1` opens the confidential words, which is noted."""
    opened = request.GET.get("open") == "1"
    found = holding(request.actor, opened=opened, now=timezone.now(), today=today(), whole=False)
    if found is None:
        raise Http404
    frame = frame_for(request, "我的资料", here="held")
    return render(request, "member/held.html", {"page": held_page(found, _home()), "frame": frame})


@may(MEMBER)
@require_safe
def aspect(request: Seen, word: str) -> HttpResponse:
    """What is held beside the facts, one aspect; `?open=1` opens sealed words, which is noted."""
    opened = request.GET.get("open") == "1"
    lines = aspect_of(request.actor, word, opened=opened, now=timezone.now())
    if lines is None:
        raise Http404
    frame = frame_for(request, f"我的资料：{ASPECTS[word].title}", here="held")
    page = aspect_page(ASPECTS[word], lines, _home(), opened=opened)
    return render(request, "member/aspect.html", {"page": page, "frame": frame})


@may(MEMBER)
@require_safe
def who_read(request: Seen) -> HttpResponse:
    """谁看过我的资料."""
    person, start = _person(request), start_of(request.GET.get("from", ""))
    lines, total = readers(person, start=start, most=PAGE)
    frame = frame_for(request, "谁看过我的资料", here="held")
    page = readers_page(lines, total, start)
    return render(request, "member/readers.html", {"page": page, "frame": frame, "home": _home()})


@may(MEMBER)
@require_safe
def who_read_export(request: Seen, form: str) -> HttpResponse:
    """谁看过我的资料 as a file, all pages."""
    person = _person(request)
    lines, _ = readers(person, most=readers(person, most=0)[1])
    rows = [(f"{one.at:%Y-%m-%d %H:%M}", one.by, one.verb, one.target, one.detail) for one in lines]
    return answer(
        export_list(request.actor, "谁看过我的资料", READERS_HEADINGS, rows, form, now=timezone.now())
    )


@may(MEMBER)
@require_safe
def copy(request: Seen, form: str) -> HttpResponse:
    """A complete copy to take away."""
    return answer(take_copy(request.actor, form, now=timezone.now(), today=today()))


@may(MEMBER)
@require_safe
def own_list(request: Seen) -> HttpResponse:
    """我的异议."""
    lines = own_objections(_person(request), request.actor, today=today())
    frame = frame_for(request, "我的异议", here="objections")
    return render(request, "member/objections.html", {"lines": lines, "frame": frame, "home": _home()})


@may(MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def object_to(request: Seen, fact: UUID) -> HttpResponse:
    """Objecting to a fact about oneself, with a reason."""
    sheet = sheet_for_member(request.actor, fact)
    if sheet is None:
        raise Http404
    if request.method != "POST":
        return _objection_form(request, sheet, uuid4())
    form, reason = _uid(request.POST.get("uid", "")) or uuid4(), request.POST.get("reason", "")
    try:
        made = acting.object_to(
            fact, reason=reason, form=form, by=request.actor, now=timezone.now(), today=today()
        )
    except acting.NotFound as missing:
        raise Http404 from missing
    except FactError as refusal:
        return _objection_form(request, sheet, form, reason=reason, problem=str(refusal))
    return HttpResponseRedirect(reverse("member:objection", args=[made]))


@may(MEMBER)
@require_safe
def own_objection(request: Seen, objection: UUID) -> HttpResponse:
    """One of one's objections: the fact, the reason, the answer, what it became."""
    return _own_objection(request, objection)


def _own_objection(request: Seen, objection: UUID, *, problem: str = "") -> HttpResponse:
    file = open_case(request.actor, objection, now=timezone.now(), today=today())
    case = file.case if file else None
    if file is None or not isinstance(case, ObjectionCase) or case.person != request.actor.person:
        raise Http404
    again = case.end is not None and case.end.outcome == "upheld" and not file.reversed
    latest = all(one.nth <= case.nth for one in file.earlier)
    page = {"file": file, "line": file.line, "problem": problem, "home": _home(), "again": again and latest}
    frame = frame_for(request, "我的异议", here="objections")
    status = UNPROCESSABLE if problem else 200
    return render(request, "member/objection.html", {**page, "frame": frame}, status=status)


@may(MEMBER)
@require_POST
def withdraw(request: Seen, objection: UUID) -> HttpResponse:
    """Taking one's objection back."""
    try:
        acting.withdraw(objection, by=request.actor, now=timezone.now(), today=today())
    except acting.NotFound as missing:
        raise Http404 from missing
    except FactError as refusal:
        return _own_objection(request, objection, problem=str(refusal))
    return HttpResponseRedirect(reverse("member:objection", args=[objection]))


def _objection_form(
    request: Seen, sheet: FactSheet, form: UUID, *, reason: str = "", problem: str = ""
) -> HttpResponse:
    page = {"sheet": sheet, "form": form, "reason": reason, "problem": problem}
    frame = frame_for(request, "提异议", here="objections")
    status = UNPROCESSABLE if problem else 200
    return render(request, "member/object.html", {**page, "frame": frame}, status=status)


def _person(request: Seen) -> UUID:
    if request.actor.person is None:
        raise Http404
    return request.actor.person


def _home() -> str:
    year = latest_year(outline())
    return reverse("member:mine", args=[year]) if year else reverse("overview:home")


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

"""Changing a problem: described anew, placed, a step further, evidence, merged with another."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from zhixing.actions import problems
from zhixing.actions.changing import NotYours, Sheet
from zhixing.actions.problem_file import problem_file
from zhixing.actions.problem_rests import rests
from zhixing.actions.record import YearFrozen
from zhixing.actions.roll import roll
from zhixing.core.facts.record import FactError
from zhixing.core.problems.register import Problem
from zhixing.web.problems.forms import ChangeForm, Form, PlacesForm, effect_of
from zhixing.web.problems.listing import row_of
from zhixing.web.problems.pages import one_page
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may

HERE = "problems"
WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Seen, problem: UUID) -> HttpResponse:
    """The description anew; of a frozen year it goes to a second person."""
    one = _held(request, problem)
    form = ChangeForm(_data(request), actor=request.actor, problem=one, today=today())
    frozen = bool(form.data.get("late")) if form.is_bound else False

    def send(form: Form) -> None:
        assert isinstance(form, ChangeForm)
        late = form.cleaned_data["late"]
        problems.change_problem(problem, form.said(), _sheet(request, form), late=late)

    return _fill(request, one, form, "修改问题", send, frozen=frozen)


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def places(request: Seen, problem: UUID) -> HttpResponse:
    """Where it occurs."""
    one = _held(request, problem)
    form = PlacesForm(_data(request), actor=request.actor, problem=one, today=today())

    def send(form: Form) -> None:
        assert isinstance(form, PlacesForm)
        problems.place_problem(problem, form.said(), _sheet(request, form))

    return _fill(request, one, form, "问题发生在哪里", send)


@may(*OFFICERS)
@require_POST
def step(request: Seen, problem: UUID) -> HttpResponse:
    """The next state, today."""
    state = request.POST.get("state", "")
    return _act(request, problem, lambda sheet: problems.step_problem(problem, state, sheet))


@may(*OFFICERS)
@require_POST
def effect(request: Seen, problem: UUID) -> HttpResponse:
    """Evidence of effect: words, or something on record that shows it, or both."""
    _held(request, problem)
    file = problem_file(request.actor, problem, today=today())
    if file is None:
        raise Http404
    shown = effect_of(
        request.POST.get("words", ""), request.POST.get("rests", ""), rests(file, today=today())
    )
    return _act(request, problem, lambda sheet: problems.show_effect(problem, shown, sheet))


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: Seen, problem: UUID, into: UUID) -> HttpResponse:
    """Two that are one: shown side by side first, merged when that is confirmed."""
    one, other = _held(request, problem), _held(request, into)
    if one.id == other.id or one.into is not None or other.into is not None:
        raise Http404
    if request.method == "POST":
        keep, gone = (one, other) if request.POST.get("keep") == str(one.id) else (other, one)
        return _act(request, keep.id, lambda sheet: problems.merge_problem(gone.id, keep.id, sheet))
    register = roll().register
    # The one that stands longest goes on, unless somebody chooses the other.
    first = min(one, other, key=lambda each: (each.year, each.code))
    seen = {
        "rows": [row_of(each, register, today()) for each in (one, other)],
        "first": first.id,
        "problem": one,
        "into": other,
        "uid": uuid4(),
        "frame": frame_for(request, "归并问题", here=HERE),
    }
    return render(request, "problems/merge.html", seen)


def _held(request: Seen, problem: UUID) -> Problem:
    try:
        return problems.held(request.actor, problem)
    except NotYours:
        raise Http404 from None


def _data(request: Seen) -> object:
    return request.POST if request.method == "POST" else None


def _sheet(request: Seen, form: Form) -> Sheet:
    return Sheet(form.cleaned_data["uid"], request.actor, timezone.now(), today())


def _fill(
    request: Seen,
    one: Problem,
    form: Form,
    title: str,
    send: Callable[[Form], None],
    *,
    frozen: bool = False,
) -> HttpResponse:
    """Shows the form; sent in, enters it and goes back. A refusal keeps all that was typed (422)."""
    status = HTTPStatus.OK
    if request.method == "POST":
        status = WRONG
        if form.is_valid():
            try:
                send(form)
                return redirect(f"{reverse('problems:one', args=[one.id])}?saved={'wait' if frozen else '1'}")
            except NotYours:
                raise Http404 from None
            except YearFrozen as refusal:
                frozen = True
                form.add_error(None, f"{refusal}；写明理由可以交第二人确认")
            except FactError as refusal:
                form.add_error(None, str(refusal))
    frame = frame_for(request, title, here=HERE)
    seen = {"one": one, "form": form, "title": title, "frozen": frozen, "frame": frame}
    return render(request, "problems/form.html", seen, status=status)


def _act(request: Seen, problem: UUID, act: Callable[[Sheet], object]) -> HttpResponse:
    """Does it and goes back to the problem; a refusal stands above it with what was typed."""
    try:
        uid = UUID(request.POST.get("uid", ""))
    except ValueError:
        uid = uuid4()
    try:
        act(Sheet(uid, request.actor, timezone.now(), today()))
    except NotYours:
        raise Http404 from None
    except FactError as refusal:
        page = one_page(request.actor, problem, today=today())
        if page is None:
            raise Http404 from None
        seen = {
            "page": page,
            "problem": str(refusal),
            "said": request.POST,
            "frame": _frame(request, page.title),
        }
        return render(request, "problems/one.html", seen, status=WRONG)
    return redirect(f"{reverse('problems:one', args=[problem])}?saved=1")


def _frame(request: Seen, title: str) -> object:
    return frame_for(request, title, here=HERE)

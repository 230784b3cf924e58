"""One lesson: seen, changed, prepared, copied, taken out, printed."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhixing.actions import plan as plans
from zhixing.actions.plan import Overtaken
from zhixing.actions.plan_checks import clashes
from zhixing.actions.plan_papers import lesson_document
from zhixing.core.plan.plan import AnnualPlan, Lesson
from zhixing.store.plans.queries import prepared
from zhixing.web.plan import writing
from zhixing.web.plan.gather import called, empty_lesson, offered
from zhixing.web.plan.lesson_acts import done, taken_out
from zhixing.web.plan.lesson_forms import LessonForm
from zhixing.web.plan.lesson_pages import lesson_page
from zhixing.web.plan.lessons import cell_of
from zhixing.web.plan.names import names_for
from zhixing.web.plan.opening import Opens, look, refused, shown
from zhixing.web.plan.said import REFUSALS, SAID
from zhixing.web.plan.sight import Sight, sight
from zhixing.web.plan.teaching_forms import TeachingForm
from zhixing.web.plan.views import ENDINGS, HERE
from zhixing.web.shared.downloads import handed
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import INSIDE, OFFICERS, Seen, may


@may(*INSIDE)
@require_safe
def lesson(request: Seen, year: int, lesson: UUID) -> HttpResponse:
    """The page of a lesson."""
    seen = sight(request.actor, year, today=today())
    return drawn(request, seen, seen.lesson(lesson))


def drawn(request: Seen, seen: Sight, one: Lesson, *, problem: str = "") -> HttpResponse:
    """The page, with a sentence where something could not be done."""
    day = today()
    names = names_for(request.actor, seen.year, today=day)
    context = {
        "page": lesson_page(seen, one, names, prepared(seen.year), today=day),
        "clashes": clashes(seen.plan, today=day, lesson=one) if seen.works else (),
        "problem": problem,
        "said": SAID.get(request.GET.get("said", ""), ""),
        "frame": frame_for(request, one.title, here=HERE),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "plan/lesson.html", context, status=status)


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Seen, year: int) -> HttpResponse:
    """A lesson that the plan does not have yet."""
    seen = sight(request.actor, year, today=today())
    if not seen.may_add:
        raise Http404
    cell = cell_of(request.GET.get("cell", ""))
    uid = _uid(request.POST.get("uid", "")) or uuid4()
    base = empty_lesson(seen, uid, request.GET, (cell,) if cell else ())
    return _edited(request, seen, base, title="加一课")


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Seen, year: int, lesson: UUID) -> HttpResponse:
    """The form of a lesson."""
    seen = sight(request.actor, year, today=today())
    one = seen.lesson(lesson)
    if not seen.may_edit(one):
        raise Http404
    return _edited(request, seen, one, title="改这一课")


def _edited(request: Seen, seen: Sight, base: Lesson, *, title: str) -> HttpResponse:
    names = names_for(request.actor, seen.year, today=today())
    sent = request.POST if request.method == "POST" else None
    form = LessonForm(sent, offered(seen, names, base, today=today()), base=base, based_on=seen.held.number)
    status, warned = HTTPStatus.OK, None
    if sent is not None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            made = form.lesson()
            said = form.cleaned_data
            try:
                _saved(request, seen, writing.put(seen.plan, made), said["based_on"], said["reason"])
                return redirect(_address(seen.year, made.id) + "?said=saved")
            except (Overtaken, Opens) as late:
                warned = late
            except REFUSALS as refusal:
                form.add_error(None, str(refusal))
    back = _address(seen.year, base.id) if base.title else reverse("plan:year", args=[seen.year])
    context = {
        "form": form,
        "title": title,
        "about": base.title,
        "uid": base.id,
        "back": back,
        "year": seen.year,
        "reason": seen.public,
        **_told(warned),
        "newest": seen.held.number,
        "frame": frame_for(request, title, here=HERE),
    }
    return render(request, "plan/lesson_form.html", context, status=status)


@may(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def teaching(request: Seen, year: int, lesson: UUID) -> HttpResponse:
    """The form of a 教案."""
    seen = sight(request.actor, year, today=today())
    one = seen.lesson(lesson)
    if not seen.may_edit(one):
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = TeachingForm(sent, base=one.plan, based_on=seen.held.number, reason=seen.public)
    status, warned = HTTPStatus.OK, None
    if sent is not None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            said = form.cleaned_data
            plan = writing.put(seen.plan, writing.taught(one, form.plan()))
            try:
                _saved(request, seen, plan, said["based_on"], said.get("reason", ""))
                return redirect(_address(year, lesson) + "?said=saved")
            except (Overtaken, Opens) as late:
                warned = late
            except REFUSALS as refusal:
                form.add_error(None, str(refusal))
    context = {
        "form": form,
        "lesson": one,
        "back": _address(year, lesson),
        "year": year,
        **_told(warned),
        "newest": seen.held.number,
        "frame": frame_for(request, f"教案：{one.title}", here=HERE),
    }
    return render(request, "plan/teaching_form.html", context, status=status)


@may(*OFFICERS)
@require_POST
def act(request: Seen, year: int, lesson: UUID) -> HttpResponse:
    """A step ticked, a time chosen, the lesson copied or taken out."""
    seen = sight(request.actor, year, today=today())
    gone = taken_out(seen, lesson, request.POST)
    if gone is not None:
        return refused(request, year, f"《{gone.title}》已经取消，不在计划里了；要恢复，到“版本”里恢复")
    one = seen.lesson(lesson)
    try:
        gone_to = done(request, seen, one)
    except Opens as found:
        return shown(request, seen, found, back=_address(year, lesson))
    except REFUSALS as refusal:
        return drawn(request, seen, one, problem=str(refusal))
    return redirect(gone_to)


@may(*INSIDE)
@require_safe
def paper(request: Seen, year: int, lesson: UUID, ending: str) -> HttpResponse:
    """教案 on one page."""
    day = today()
    seen = sight(request.actor, year, today=day)
    one = seen.lesson(lesson)
    if ending not in ENDINGS:
        raise Http404
    words, ready = called(seen, today=day), prepared(year) if seen.works else []
    return handed(
        request,
        lambda: lesson_document(
            *(request.actor, seen.held, one, words, ENDINGS[ending]),
            done=ready,
            now=timezone.now(),
            today=day,
        ),
        word=request.get_full_path().replace("/pdf/", "/docx/"),
        title="教案",
        here=HERE,
    )


def _told(warned: Overtaken | Opens | None) -> dict[str, Overtaken | Opens | None]:
    """What the form says above its fields: nothing was saved yet, and why."""
    return {
        "overtaken": warned if isinstance(warned, Overtaken) else None,
        "opens": warned if isinstance(warned, Opens) else None,
    }


def _saved(request: Seen, seen: Sight, plan: AnnualPlan, based_on: int, reason: str) -> None:
    look(seen, plan, request.POST, today=today())
    plans.save(
        seen.year,
        plan,
        based_on=based_on,
        reason=reason,
        by=request.actor,
        now=timezone.now(),
        today=today(),
    )


def _address(year: int, lesson: UUID) -> str:
    return reverse("plan:lesson", args=[year, lesson])


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

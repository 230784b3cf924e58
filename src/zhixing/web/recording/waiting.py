"""What waits to be settled: outputs to check, needs, problems, pledges, visits; each with its next states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhixing.actions import changing, problems, recording
from zhixing.actions.books import plan_unfinished
from zhixing.actions.duties import open_things
from zhixing.actions.export_list import export_list
from zhixing.actions.reading import note_listing
from zhixing.actions.record import YearFrozen
from zhixing.actions.recording import Ask, NotYours
from zhixing.actions.roll import roll
from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.record import FactError
from zhixing.core.figures.open import OpenThing
from zhixing.core.problems.words import NEXT
from zhixing.core.problems.words import STATES as PROBLEM_STATES
from zhixing.core.recording.care import NEED_STATES, PLEDGE_STATES
from zhixing.core.recording.study import RESULTS
from zhixing.interop.documents.cells import Cell
from zhixing.web.recording import reading
from zhixing.web.shared.downloads import answer, list_offers
from zhixing.web.shared.frame import frame_for, today
from zhixing.web.shared.gate import OFFICERS, Seen, may

MOST = 60
"""Of one sort on the page; the oldest first."""
HEADINGS = ("类别", "事项", "党支部", "何时提出", "现在", "期限")
SETTLED = "办结"
CARRIED_OUT = "已完成"
SORTS: tuple[tuple[Kind, str, tuple[str, ...]], ...] = (
    (Kind.NEED_RAISED, "困难诉求", NEED_STATES),
    (Kind.PROBLEM_SET, "突出问题", PROBLEM_STATES),
    (Kind.PLEDGE, "承诺践诺", PLEDGE_STATES),
    (Kind.PRACTICE_VISIT, "下基层反映的问题", (SETTLED,)),
    (Kind.SELF_STUDY, "自学成果待抽查", RESULTS),
    (Kind.PLAN_ITEM, "计划到期、没有活动记录", (CARRIED_OUT,)),
)


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A thing: what, whose, since when, due when, the states that come next."""

    kind: str
    about: UUID
    words: str
    branch: str
    day: dt.date
    due: dt.date | None
    late: bool
    state: str
    steps: tuple[str, ...]
    uid: UUID


@dataclass(frozen=True, slots=True)
class OpenSort:
    """Things of one sort; `total` of them, of which the page shows the oldest."""

    title: str
    total: int
    rows: tuple[OpenRow, ...]


@may(*OFFICERS)
@require_safe
def listing(request: Seen) -> HttpResponse:
    """Everything that waits in the books that the reader keeps."""
    return _page(request)


@may(*OFFICERS)
@require_safe
def export(request: Seen, form: str) -> HttpResponse:
    """The list as a file: what waits of every sort, all of it."""
    found = _found(request)
    rows: list[tuple[Cell, ...]] = [
        (title, row.words, row.branch, row.day, row.state, row.due)
        for kind, title, steps in SORTS
        for row in (_row(one, steps) for one in found if one.kind is kind)
    ]
    made = export_list(request.actor, "待办结、待抽查", HEADINGS, rows, form, now=timezone.now())
    if made is not None:
        _note([one for one in found if one.kind is Kind.NEED_RAISED], request)
    return answer(made)


@may(*OFFICERS)
@require_POST
def state(request: Seen, kind: str, about: UUID) -> HttpResponse:
    """The next state of one thing."""
    said = request.POST
    ask = Ask(request.actor, timezone.now(), today(), reading.form_uid(said))
    wanted = next((one for one, _, _ in SORTS if one.value == kind), None)
    if wanted is None:
        raise Http404
    try:
        if wanted is Kind.SELF_STUDY:
            recording.record_check(about, said.get("state", ""), ask)
        elif wanted is Kind.PROBLEM_SET:
            sheet = changing.Sheet(ask.uid, ask.by, ask.now, ask.today)
            problems.step_problem(about, said.get("state", ""), sheet)
        else:
            recording.record_state(wanted, about, said.get("state", ""), ask)
    except (NotYours, changing.NotYours):
        raise Http404 from None
    except YearFrozen as refusal:
        return _page(request, f"{refusal}。请从“更正”里补记")
    except FactError as refusal:
        return _page(request, str(refusal))
    return redirect(reverse("recording:open") + "?saved=1")


def _page(request: Seen, problem: str = "") -> HttpResponse:
    found = _found(request)
    _note(_shown(Kind.NEED_RAISED, found), request)
    sorts = [_sort(kind, title, steps, found) for kind, title, steps in SORTS]
    seen = {
        "sorts": [one for one in sorts if one.rows],
        "problem": problem,
        "exports": list_offers("recording:open_export"),
        "frame": frame_for(request, "待办结", here="recording"),
    }
    return render(request, "recording/open.html", seen, status=422 if problem else 200)


def _found(request: Seen) -> tuple[OpenThing, ...]:
    return (*open_things(request.actor, today()), *plan_unfinished(request.actor, today()))


def _note(needs: Sequence[OpenThing], request: Seen) -> None:
    """Whose needs are listed: each of them can see that they were looked at."""
    shown = [one.person for one in needs if one.person]
    note_listing(request.actor, subjects=shown, what="困难诉求（待办结清单）", now=timezone.now())


def _sort(kind: Kind, title: str, steps: Sequence[str], found: Sequence[OpenThing]) -> OpenSort:
    total = sum(one.kind is kind for one in found)
    return OpenSort(title, total, tuple(_row(one, steps) for one in _shown(kind, found)))


def _shown(kind: Kind, found: Sequence[OpenThing]) -> list[OpenThing]:
    return [one for one in found if one.kind is kind][:MOST]


def _row(one: OpenThing, steps: Sequence[str]) -> OpenRow:
    register = roll().register
    person = register.people.get(one.person) if one.person else None
    words = "，".join(part for part in (person.name if person else "", one.words) if part)
    after = steps[steps.index(one.state) + 1 :] if one.state in steps else steps
    after = NEXT.get(one.state, ()) if one.kind is Kind.PROBLEM_SET else after
    late = one.due is not None and one.due < today()
    name = register.name_of(one.org)
    return OpenRow(
        one.kind.value, one.about, words, name, one.day, one.due, late, one.state, tuple(after), uuid4()
    )

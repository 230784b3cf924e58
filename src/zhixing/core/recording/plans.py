"""Problems and the plan by hand: what stands out, what is planned against it, and how far both have come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.facts import ids
from zhixing.core.facts.forms import joined
from zhixing.core.facts.kinds import PlanItem, PlanItemDone, ProblemSet, ProblemState
from zhixing.core.facts.record import Draft
from zhixing.core.recording.base import HAND, Desk, Recorded, one_of, text, whole

PROBLEM_STATES = ("未开始", "整改中", "待销号", "已销号")
SOURCES = ("群众反映", "督查通报", "组织生活会查摆", "民主测评", "谈话归纳", "巡察反馈")


@dataclass(frozen=True, slots=True)
class ProblemForm:
    """突出问题 of a year: words, where it came from, category of the seven, weight 1-5, who answers for it."""

    year: int
    org: UUID | None
    text: str
    source: str = ""
    category: str = ""
    weight: int = 1
    due: dt.date | None = None
    state: str = PROBLEM_STATES[0]
    code: str = ""


def problem(form: ProblemForm, desk: Desk) -> Recorded:
    """The problem and its state. Raises Refused."""
    owner, words = desk.org(form.org), text(form.text, "text", "问题")
    code = text(form.code, "code", "编号", needed=False)
    weight = whole(form.weight, 1, 5, "weight", "程度")
    state = one_of(form.state, PROBLEM_STATES, "state", "整改状态")
    about = ids.problem_id(desk.identify, form.year, code, words)
    day = desk.past(dt.date(form.year, 1, 1), "year")
    body = ProblemSet(code, form.source, words, form.category, weight, owner.id.hex, form.due)
    main = Draft(body, owner.id, HAND, about=about, day=day)
    return Recorded(main, (Draft(ProblemState(state), owner.id, HAND, about=about, day=day),))


def problem_state(held: Draft, state: str, desk: Desk) -> Draft:
    """A further state of a problem, today."""
    word = one_of(state, PROBLEM_STATES, "state", "整改状态")
    return Draft(ProblemState(word), held.chain, HAND, about=held.about, day=desk.today)


def next_code(codes: Iterable[str], letter: str) -> str:
    """The number after the highest of a letter: P12 → P13; two digits at the least."""
    numbers = [int(code[len(letter) :]) for code in codes if _numbered(code, letter)]
    return f"{letter}{max(numbers, default=0) + 1:02d}"


def _numbered(code: str, letter: str) -> bool:
    rest = code[len(letter) :]
    return code.startswith(letter) and rest.isascii() and rest.isdigit() and len(rest) < 6


@dataclass(frozen=True, slots=True)
class PlanForm:
    """An item of the annual plan (L2): month, forms, title, organiser, minutes where planned."""

    year: int
    month: int
    forms: tuple[str, ...]
    title: str
    org: UUID | None
    minutes: int | None = None
    code: str = ""


def plan_item(form: PlanForm, desk: Desk) -> Recorded:
    """The item. Raises Refused."""
    month, title = whole(form.month, 1, 12, "month", "月份"), text(form.title, "title", "学习主题")
    whole(form.year, 1921, desk.today.year + 1, "year", "年度")
    organiser, words = desk.organiser(form.org), joined(form.forms)
    minutes = None if form.minutes is None else whole(form.minutes, 1, 10_000, "minutes", "计划时长（分钟）")
    code = text(form.code, "code", "编号", needed=False)
    about = ids.plan_item_id(
        desk.identify, form.year, code=code, month=month, form=words, title=title, branch=organiser
    )
    body = PlanItem(code, form.year, month, words, title, organiser, minutes)
    return Recorded(Draft(body, desk.org(form.org).id, HAND, about=about))


def plan_item_done(held: Draft) -> Draft:
    """The item was carried out, without a session that says so."""
    return Draft(PlanItemDone(), held.chain, HAND, about=held.about)

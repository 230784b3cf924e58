"""The plan by hand: what is planned for a month, and that it was carried out."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from zhixing.core.facts import ids
from zhixing.core.facts.forms import joined
from zhixing.core.facts.kinds import PlanItem, PlanItemDone
from zhixing.core.facts.record import Draft
from zhixing.core.recording.base import HAND, Desk, Recorded, text, whole


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

"""The small forms: what was sent becomes a form of the core, and which action records it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from django.http import QueryDict

from zhixing.actions import recording
from zhixing.actions.recording import Ask, Booked
from zhixing.actions.start import rulebooks
from zhixing.core.recording import care, plans, problems, study
from zhixing.core.recording.base import Refused
from zhixing.web.recording import reading

FULL_MARKS = 10_000
Save = Callable[[QueryDict, Ask], Booked]


def _training(said: QueryDict, ask: Ask) -> Booked:
    form = study.TrainingForm(
        person=reading.person(said),
        start=reading.day(said, "start", "开始日期"),
        end=reading.day(said, "end", "结束日期"),
        title=said.get("title", ""),
        organiser=said.get("organiser", ""),
        ledgers=said.get("ledgers", ""),
        hours=reading.hundredths_or_none(said, "hours", "学时"),
        proof=said.get("proof", ""),
    )
    return recording.record_training(form, ask)


def _self_study(said: QueryDict, ask: Ask) -> Booked:
    form = study.SelfStudyForm(
        reading.person(said), reading.day(said, "day", "日期"), said.get("output", ""), said.get("result", "")
    )
    return recording.record_self_study(form, ask)


def _test(said: QueryDict, ask: Ask) -> Booked:
    score = reading.hundredths_or_none(said, "score", "得分")
    if score is None:
        raise Refused("score", "请填写得分")
    full = reading.hundredths_or_none(said, "full", "满分")
    form = study.TestForm(
        reading.person(said),
        reading.day(said, "day", "日期"),
        said.get("title", ""),
        score,
        FULL_MARKS if full is None else full,
        reading.ticked(said, "delayed"),
    )
    return recording.record_test(form, ask)


def _visit(said: QueryDict, ask: Ask) -> Booked:
    people = [found for one in said.getlist("people") if (found := reading.uuid_or_none(one)) is not None]
    form = care.VisitForm(
        org=reading.org(said),
        day=reading.day(said, "day", "日期"),
        place=said.get("place", ""),
        people=tuple(people),
        minutes=reading.whole_or_none(said, "minutes", "时长") or 0,
        problem=said.get("problem", ""),
        settled=reading.ticked(said, "settled"),
    )
    return recording.record_visit(form, ask)


def _talk(said: QueryDict, ask: Ask) -> Booked:
    form = care.TalkForm(
        person=reading.person(said, what="谈话对象"),
        day=reading.day(said, "day", "日期"),
        way=said.get("way", ""),
        speaker=reading.uuid_or_none(said.get("speaker", "")),
        has_need=reading.ticked(said, "has_need"),
    )
    return recording.record_talk(form, ask)


def _need(said: QueryDict, ask: Ask) -> Booked:
    form = care.NeedForm(
        person=reading.person(said),
        day=reading.day(said, "day", "日期"),
        text=said.get("text", ""),
        state=said.get("state", ""),
        code=said.get("code", ""),
    )
    return recording.record_need(form, ask)


def _pledge(said: QueryDict, ask: Ask) -> Booked:
    form = care.PledgeForm(
        person=reading.person(said),
        day=reading.day(said, "day", "日期"),
        text=said.get("text", ""),
        due=reading.day_or_none(said, "due", "完成时限"),
        state=said.get("state", ""),
        code=said.get("code", ""),
    )
    return recording.record_pledge(form, ask)


def _gate(said: QueryDict, ask: Ask) -> Booked:
    start, category = reading.day(said, "start", "起算日"), said.get("category", "")
    months = reading.whole_or_none(said, "months", "影响期")
    if months is None:
        months = gate_months(start).get(category, 0)
    form = care.GateForm(reading.person(said), category, start, months)
    return recording.record_gate(form, ask)


def gate_months(day: dt.date) -> Mapping[str, int]:
    """The categories of 影响期 and their months by the rule of a day."""
    rule = rulebooks().on("gate.effect", day)
    return dict(zip(rule.words("categories"), rule.wholes("months"), strict=True)) if rule else {}


def _problem(said: QueryDict, ask: Ask) -> Booked:
    form = problems.ProblemForm(
        year=ask.today.year,
        org=reading.org(said),
        text=said.get("text", ""),
        source=said.get("source", ""),
        category=said.get("category", ""),
        weight=reading.whole(said, "weight", "程度"),
        due=reading.day_or_none(said, "due", "整改时限"),
        state=said.get("state", ""),
        code=said.get("code", ""),
        places=problems.Places(
            tuple(found for one in said.getlist("orgs") if (found := reading.uuid_or_none(one)) is not None),
            tuple(said.getlist("posts")),
        ),
    )
    return recording.record_problem(form, ask)


def _plan(said: QueryDict, ask: Ask) -> Booked:
    year, _, month = said.get("month", "").partition("-")
    if not (year.isdecimal() and month.isdecimal()):
        raise Refused("month", "请选月份")
    form = plans.PlanForm(
        year=int(year),
        month=int(month),
        forms=tuple(said.getlist("forms")),
        title=said.get("title", ""),
        org=reading.org(said),
        minutes=reading.whole_or_none(said, "minutes", "计划时长"),
    )
    if not form.forms:
        raise Refused("forms", "请至少勾选一种形式")
    return recording.record_plan_item(form, ask)


SAVES: Mapping[str, Save] = {
    "training": _training,
    "self-study": _self_study,
    "test": _test,
    "visit": _visit,
    "talk": _talk,
    "need": _need,
    "pledge": _pledge,
    "gate": _gate,
    "problem": _problem,
    "plan": _plan,
}
"""By the word in the address."""

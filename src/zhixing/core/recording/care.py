"""Care by hand: visits, talks, needs and their states, gates, pledges. What was said in a talk is never kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from uuid import UUID

from zhixing.core.facts import ids
from zhixing.core.facts.kinds import (
    Gate,
    NeedRaised,
    NeedState,
    Pledge,
    PledgeState,
    PracticeJoined,
    PracticeVisit,
    Talk,
)
from zhixing.core.facts.record import Draft
from zhixing.core.intake.care import months_later
from zhixing.core.recording.base import HAND, Desk, Recorded, Refused, one_of, text, whole

TALK_WAYS = ("面谈", "电话")
NEED_STATES = ("受理", "办理中", "已办结")
PLEDGE_STATES = ("践诺中", "已践诺")


@dataclass(frozen=True, slots=True)
class VisitForm:
    """下基层 (L16): where, who went, what was raised there and whether it is settled. `org` keeps the record."""

    org: UUID | None
    day: dt.date
    place: str
    people: tuple[UUID, ...]
    minutes: int = 0
    problem: str = ""
    settled: bool = False
    nth: int = 1


def visit(form: VisitForm, desk: Desk) -> Recorded:
    """The visit once, each participant once. Raises Refused."""
    day, place = desk.past(form.day), text(form.place, "place", "地点")
    if not form.people:
        raise Refused("people", "请选去的人")
    problem = text(form.problem, "problem", "反映的问题", needed=False)
    minutes = whole(form.minutes, 0, 10_000, "minutes", "时长（分钟）")
    body = PracticeVisit(place, minutes, problem, form.settled if problem else None, form.nth)
    about = ids.visit_id(desk.identify, day, place, form.nth)
    main = Draft(body, desk.org(form.org).id, HAND, about=about, day=day)
    joined = [
        Draft(PracticeJoined(), desk.branch_of(person, day), HAND, person, about, day)
        for person in dict.fromkeys(form.people)
    ]
    return Recorded(main, tuple(joined))


def settle_visit(held: Draft) -> Draft:
    """The visit described anew: what was raised there is settled (办结)."""
    if not isinstance(held.body, PracticeVisit) or not held.body.problem:
        raise Refused("problem", "这次走访没有登记反映的问题，不用办结")
    return replace(held, body=replace(held.body, settled=True), source=HAND, uid=None)


@dataclass(frozen=True, slots=True)
class TalkForm:
    """谈心谈话 (L8): with whom, by whom, how, whether a need was voiced."""

    person: UUID
    day: dt.date
    way: str
    speaker: UUID | None = None
    has_need: bool = False
    nth: int = 1


def talk(form: TalkForm, desk: Desk) -> Recorded:
    """The talk, without its content. Raises Refused."""
    day = desk.past(form.day)
    if form.speaker is not None and form.speaker not in desk.register.people:
        raise Refused("speaker", "名册里没有这位谈话人；请从名单里选")
    if form.speaker == form.person:
        raise Refused("speaker", "谈话人和谈话对象是同一个人，请改其中一处")
    speaker = form.speaker.hex if form.speaker else ""
    body = Talk(speaker, one_of(form.way, TALK_WAYS, "way", "谈话方式"), form.has_need, form.nth)
    return Recorded(Draft(body, desk.branch_of(form.person, day), HAND, form.person, None, day))


@dataclass(frozen=True, slots=True)
class NeedForm:
    """困难诉求: its words are sealed. `state` where it has been taken up already."""

    person: UUID
    day: dt.date
    text: str
    state: str = ""
    code: str = ""
    nth: int = 1


def need(form: NeedForm, desk: Desk) -> Recorded:
    """The need and, where given, its state. Raises Refused."""
    day, words = desk.past(form.day), text(form.text, "text", "诉求")
    code = text(form.code, "code", "编号", needed=False)
    about = ids.need_id(desk.identify, form.person, day, code, form.nth)
    chain = desk.branch_of(form.person, day)
    main = Draft(NeedRaised(code), chain, HAND, form.person, about, day, {"text": words})
    if not form.state:
        return Recorded(main)
    state = one_of(form.state, NEED_STATES, "state", "办理状态")
    return Recorded(main, (Draft(NeedState(state), chain, HAND, form.person, about, day),))


def need_state(held: Draft, state: str, desk: Desk) -> Draft:
    """A further state of a need, today."""
    word = one_of(state, NEED_STATES, "state", "办理状态")
    return Draft(NeedState(word), held.chain, HAND, held.subject, held.about, desk.today)


@dataclass(frozen=True, slots=True)
class GateForm:
    """评优资格限制 (影响期): category, first day, months; never the matter behind it."""

    person: UUID
    category: str
    start: dt.date
    months: int


def gate(form: GateForm, desk: Desk) -> Recorded:
    """The gate; its category is sealed. Raises Refused."""
    start, category = desk.past(form.start, "start"), text(form.category, "category", "类别")
    months = whole(form.months, 1, 60, "months", "影响期（月）")
    private = {"category": category, "months": str(months)}
    chain = desk.branch_of(form.person, start)
    body = Gate(months_later(start, months))
    return Recorded(Draft(body, chain, HAND, form.person, None, start, private))


@dataclass(frozen=True, slots=True)
class PledgeForm:
    """承诺践诺: the words, the day it falls due, how far it has come."""

    person: UUID
    day: dt.date
    text: str
    due: dt.date | None = None
    state: str = PLEDGE_STATES[0]
    code: str = ""
    nth: int = 1


def pledge(form: PledgeForm, desk: Desk) -> Recorded:
    """The pledge and its state. Raises Refused."""
    day, words = desk.past(form.day), text(form.text, "text", "承诺事项")
    if form.due is not None and form.due < day:
        raise Refused("due", f"完成时限 {form.due} 早于承诺日期 {day}，请核对")
    code = text(form.code, "code", "编号", needed=False)
    state = one_of(form.state, PLEDGE_STATES, "state", "践诺状态")
    about = ids.pledge_id(desk.identify, form.person, day, code, form.nth)
    chain = desk.branch_of(form.person, day)
    main = Draft(Pledge(code, form.due), chain, HAND, form.person, about, day, {"text": words})
    return Recorded(main, (Draft(PledgeState(state), chain, HAND, form.person, about, day),))


def pledge_state(held: Draft, state: str, desk: Desk) -> Draft:
    """A further state of a pledge, today."""
    word = one_of(state, PLEDGE_STATES, "state", "践诺状态")
    return Draft(PledgeState(word), held.chain, HAND, held.subject, held.about, desk.today)

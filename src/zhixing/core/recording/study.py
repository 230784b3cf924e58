"""Study by hand: sessions with their roll and make-ups, training, self-study and its check, tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from zhixing.core.facts import ids
from zhixing.core.facts.forms import joined
from zhixing.core.facts.kinds import (
    Attendance,
    Makeup,
    SelfStudy,
    SelfStudyChecked,
    SessionHeld,
    TestTaken,
    Training,
)
from zhixing.core.facts.record import Draft
from zhixing.core.recording.base import HAND, Desk, Recorded, Refused, ledgers, one_of, text, whole

STATES = {"present": "实到", "duty": "值班", "leave": "请假", "absent": "缺席"}
WAYS = {"video": "视频补学", "delivered": "送学"}
OUTPUTS = ("读书笔记", "心得体会", "支部讲课", "典型学习")
RESULTS = ("通过", "优", "退回")
UNCHECKED = "未抽查"
USUAL_MINUTES = 60
MINUTES = {"党员大会": 90, "主题党日": 90, "组织生活会": 120, "民主评议党员": 120}
"""How long a form usually takes, filled in beforehand at the desk and on the phone; the others USUAL_MINUTES."""
_MONTH, _LATEST = dt.timedelta(days=31), dt.timedelta(days=240)


def usual_minutes(forms: Iterable[str]) -> int:
    """How long a meeting of these forms usually takes: as long as the longest of them."""
    return max((MINUTES.get(form, USUAL_MINUTES) for form in forms), default=USUAL_MINUTES)


@dataclass(frozen=True, slots=True)
class MakeupLine:
    """补学: who, on which day, how (video, delivered)."""

    person: UUID
    day: dt.date
    way: str


@dataclass(frozen=True, slots=True)
class SessionForm:
    """A session (学习活动): one entry for all the forms it serves. `roll` gives each person's state.

    `org` is the organiser, None for the whole organ; `problem` the number of a prominent problem.
    """

    org: UUID | None
    day: dt.date
    minutes: int
    forms: tuple[str, ...]
    title: str
    category: str = ""
    ledgers: str = "A"
    start: str = ""
    problem: str = ""
    code: str = ""
    roll: Mapping[UUID, str] = field(default_factory=dict)
    makeups: tuple[MakeupLine, ...] = ()


def session(form: SessionForm, desk: Desk) -> Recorded:
    """The session, who stands in which of the four lists, and the make-ups known already. Raises Refused."""
    day, organiser, chain = desk.past(form.day), desk.organiser(form.org), desk.org(form.org).id
    forms = joined(form.forms)
    if not forms:
        raise Refused("forms", "请至少勾选一种形式；一次活动可以勾几种，学时只计一次")
    if not form.roll:
        raise Refused("roll", "名单是空的；请选主办组织，或在下面加上到会的人")
    _check_guests(form, desk)
    title = text(form.title, "title", "主题")
    body = SessionHeld(
        code=text(form.code, "code", "编号", needed=False),
        start=form.start,
        minutes=whole(form.minutes, 1, 1440, "minutes", "时长（分钟）"),
        form=forms,
        title=title,
        category=form.category,
        organiser=organiser,
        ledgers=ledgers(form.ledgers, ("A", "B", "C")),
        problem=form.problem,
        expected=len(form.roll),
        present=sum(state == "present" for state in form.roll.values()),
        void=False,
    )
    about = ids.session_id(
        desk.identify, day, code=body.code, start=form.start, title=title, organiser=organiser
    )
    main = Draft(body, chain, HAND, about=about, day=day)
    stood = [
        Draft(Attendance(_state(person, state, desk)), chain, HAND, person, about, day)
        for person, state in form.roll.items()
    ]
    made_up = [makeup(one, main, form.roll, desk) for one in form.makeups]
    return Recorded(main, (*stood, *made_up))


def _state(person: UUID, state: str, desk: Desk) -> str:
    known = desk.register.people.get(person)
    if known is None:
        raise Refused("roll", "名单里有不在名册上的人；请从名册里选")
    return one_of(state, STATES, "roll", f"{known.name}是实到、值班、请假还是缺席")


def _check_guests(form: SessionForm, desk: Desk) -> None:
    """Who is no member of the organiser is a guest: welcome, and never expected.

    Being expected counts against somebody's attendance, and that is for those to state who keep his books.
    """
    host = desk.org(form.org)
    if host is desk.register.root:
        return
    for person, state in form.roll.items():
        known = desk.register.people.get(person)
        if known is not None and state != "present" and not desk.register.expects(known, host.id, form.day):
            raise Refused(
                "roll",
                f"{known.name}不是{host.name}的人：外支部和列席的只登记实到，没有到会的请选“不加”；"
                "应到、请假、缺席由本人所在支部登记",
            )


def makeup(line: MakeupLine, held: Draft, roll: Mapping[UUID, str], desk: Desk) -> Draft:
    """补学 of a session by somebody who was not there: the same hours, on the day made up."""
    found = desk.register.people.get(line.person)
    name = found.name if found else "这个人"
    if found is None or line.person not in roll:
        raise Refused("makeups", f"{name}不在这场活动的名单里，不用补学；请先把人加进名单")
    if roll[line.person] == "present":
        raise Refused("makeups", f"{name}已记实到，不再补学；请改其中一处")
    day = desk.past(line.day, "makeups")
    if held.day is not None and not held.day - _MONTH <= day <= held.day + _LATEST:
        raise Refused("makeups", f"{name}的补学日期 {day} 离活动日期 {held.day} 太远，请核对")
    way = one_of(line.way, WAYS, "makeups", f"{name}的补学方式")
    return Draft(Makeup(way), held.chain, HAND, line.person, held.about, day)


@dataclass(frozen=True, slots=True)
class TrainingForm:
    """学时登记 (L7): a training by days, or online study (C) by the hours a platform certifies (hundredths)."""

    person: UUID
    start: dt.date
    end: dt.date
    title: str
    organiser: str
    ledgers: str
    hours: int | None = None
    proof: str = ""


def training(form: TrainingForm, desk: Desk) -> Recorded:
    """The registration. Raises Refused."""
    start, end = desk.past(form.start, "start"), desk.past(form.end, "end")
    if end < start:
        raise Refused("end", f"结束日期 {end} 早于开始日期 {start}，请核对")
    counted = ledgers(form.ledgers, ("A", "B", "C"))
    if not counted:
        raise Refused("ledgers", "请选择学时账")
    if "C" in counted and form.hours is None:
        raise Refused("hours", "网络自学按平台认定的学时计，不按天数；请填学时")
    if form.hours is not None and not 0 < form.hours <= 300_000:
        raise Refused("hours", "学时应大于 0，请核对")
    title = text(form.title, "title", "培训名称")
    organiser = text(form.organiser, "organiser", "举办单位", needed=False)
    proof = text(form.proof, "proof", "证明材料", needed=False)
    body = Training(title, organiser, counted, end, form.hours, "", proof, False)
    return Recorded(Draft(body, desk.branch_of(form.person, start), HAND, form.person, None, start))


@dataclass(frozen=True, slots=True)
class SelfStudyForm:
    """自学成果: an output; `result` where it has been checked already. `nth`: another alike of one day."""

    person: UUID
    day: dt.date
    output: str
    result: str = UNCHECKED
    nth: int = 1


def self_study(form: SelfStudyForm, desk: Desk) -> Recorded:
    """The output and, where given, its check. Raises Refused."""
    day, output = desk.past(form.day), text(form.output, "output", "成果")
    about = ids.self_study_id(desk.identify, form.person, day, output, form.nth)
    chain = desk.branch_of(form.person, day)
    main = Draft(SelfStudy(output, form.nth), chain, HAND, form.person, about, day)
    if form.result in ("", UNCHECKED):
        return Recorded(main)
    result = one_of(form.result, RESULTS, "result", "抽查结果")
    return Recorded(main, (Draft(SelfStudyChecked(result), chain, HAND, form.person, about, day),))


def check(output: Draft, result: str, desk: Desk) -> Draft:
    """The check (抽查) of an output on the ledger, today."""
    word = one_of(result, RESULTS, "result", "抽查结果：通过、优或退回")
    return Draft(SelfStudyChecked(word), output.chain, HAND, output.subject, output.about, desk.today)


@dataclass(frozen=True, slots=True)
class TestForm:
    """测验: score and full marks in hundredths of a point; `delayed` is 延时复测."""

    person: UUID
    day: dt.date
    title: str
    score: int
    full: int = 10_000
    delayed: bool = False
    nth: int = 1


def test(form: TestForm, desk: Desk) -> Recorded:
    """The result of a test. Raises Refused."""
    day, title = desk.past(form.day), text(form.title, "title", "测验名称")
    whole(form.full, 1, 100_000, "full", "满分（百分之一分）")
    if not 0 <= form.score <= form.full:
        raise Refused("score", f"得分应在 0 到满分 {form.full / 100:g} 之间，请核对")
    body = TestTaken(title, form.score, form.full, form.delayed, form.nth)
    return Recorded(Draft(body, desk.branch_of(form.person, day), HAND, form.person, None, day))

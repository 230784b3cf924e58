"""By hand and by workbook: the same fact stands once, whichever comes first, for every kind a workbook brings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import sample_year
from tests.core import made

from zhixing.core.facts.forms import OTHERS, STATUTORY, forms_in, joined
from zhixing.core.facts.record import Draft
from zhixing.core.figures.figure import hours
from zhixing.core.intake import rows
from zhixing.core.intake.rows import (
    GateRow,
    NeedRow,
    PlanRow,
    PledgeRow,
    PracticeRow,
    ProblemRow,
    Row,
    SelfStudyRow,
    TalkRow,
)
from zhixing.core.recording import care, plans, problems, study
from zhixing.core.recording.base import Desk, Recorded, Refused, known_states, worded

NAMES = ("江辉泽", "王磊", "李敏", "赵静")
DAY = dt.date(made.YEAR, 3, 5)
DAYS = st.dates(dt.date(made.YEAR, 1, 2), dt.date(made.YEAR, 11, 30))
WORDS = st.sampled_from(("学党章", "学条例", "全面从严治党", "道班饮水"))
NUMBERS = st.sampled_from(("", "H001", "N07", "P12"))


def _bureau() -> made.Ledger:
    return made.ledger(*(made.member(name) for name in NAMES))


START = _bureau()
PEOPLE: dict[str, UUID] = {person.name: person.id for person in START.register.people.values()}
ORG = next(org.id for org in START.register.orgs.values() if org.name == made.BRANCH)
DESK = Desk(START.register, sample_year.identify, made.TODAY)


def _fresh() -> made.Ledger:
    return made.Ledger(list(START.drafts), list(START.facts))


@dataclass(frozen=True)
class Case:
    """The same thing twice: as somebody keys it in, and as a table tells it."""

    by_hand: Recorded
    row: Row


@st.composite
def sessions(draw: st.DrawFn) -> Case:
    states = {PEOPLE[name]: draw(st.sampled_from(sorted(study.STATES))) for name in NAMES}
    day, minutes, title = draw(DAYS), draw(st.integers(1, 400)), draw(WORDS)
    forms = tuple(draw(st.lists(st.sampled_from(STATUTORY), min_size=1, max_size=3, unique=True)))
    away = [person for person, state in states.items() if state != "present"]
    makeups = tuple(
        study.MakeupLine(person, day + dt.timedelta(days=draw(st.integers(0, 30))), "video")
        for person in draw(st.lists(st.sampled_from(away), unique=True, max_size=2) if away else st.just([]))
    )
    form = study.SessionForm(ORG, day, minutes, forms, title, "政治理论", roll=states, makeups=makeups)
    called = {uid: name for name, uid in PEOPLE.items()}
    lists = {
        attribute: tuple(called[p] for p, state in states.items() if state == word)
        for word, attribute in (
            ("present", "present_names"),
            ("duty", "duty_names"),
            ("leave", "leave_names"),
            ("absent", "absent_names"),
        )
    }
    row = made.session(
        draw(NUMBERS),
        day=day,
        minutes=minutes,
        title=title,
        form=draw(st.sampled_from("、+/")).join(forms),
        start=draw(st.sampled_from(("", "09:00"))),
        makeups=tuple(made.makeup(called[one.person], one.day) for one in makeups),
        **lists,
    )
    return Case(study.session(form, DESK), row)


@st.composite
def small(draw: st.DrawFn) -> Case:
    name, day, words = draw(st.sampled_from(NAMES)), draw(DAYS), draw(WORDS)
    person, code = PEOPLE[name], draw(NUMBERS)
    kind = draw(st.sampled_from(sorted(KINDS)))
    form, row = KINDS[kind](draw, name, person, day, words, code)
    return Case(form, row)


Made = Callable[[st.DrawFn, str, UUID, dt.date, str, str], tuple[Recorded, Row]]


def _training(draw: st.DrawFn, name: str, person: UUID, day: dt.date, words: str, code: str) -> Any:
    end = day + dt.timedelta(days=draw(st.integers(0, 4)))
    form = study.TrainingForm(person, day, end, words, "县委组织部", "A+B", None, "结业证书")
    row = made.training(name, start=day, end=end, title=words, proof="结业证书")
    return study.training(form, DESK), row


def _self_study(draw: st.DrawFn, name: str, person: UUID, day: dt.date, words: str, code: str) -> Any:
    result = draw(st.sampled_from(("未抽查", *study.RESULTS)))
    form = study.SelfStudyForm(person, day, "心得体会", result)
    return study.self_study(form, DESK), made.row(SelfStudyRow, name=name, day=day, result=result)


def _test(draw: st.DrawFn, name: str, person: UUID, day: dt.date, words: str, code: str) -> Any:
    score, delayed = draw(st.integers(0, 10_000)), draw(st.booleans())
    form = study.TestForm(person, day, words, score, delayed=delayed)
    row = made.row(rows.TestRow, name=name, day=day, title=words, score=score, delayed=delayed)
    return study.test(form, DESK), row


def _visit(draw: st.DrawFn, name: str, person: UUID, day: dt.date, words: str, code: str) -> Any:
    settled = draw(st.booleans())
    form = care.VisitForm(ORG, day, "道班", (person,), 240, words, settled)
    row = made.row(PracticeRow, day=day, names=(name,), minutes=240, problem=words, settled=settled)
    return care.visit(form, DESK), row


def _talk(draw: st.DrawFn, name: str, person: UUID, day: dt.date, words: str, code: str) -> Any:
    other = next(one for one in NAMES if one != name)
    need = draw(st.booleans())
    form = care.TalkForm(person, day, "电话", PEOPLE[other], need)
    return care.talk(form, DESK), made.row(
        TalkRow, name=name, day=day, speaker=other, way="电话", has_need=need
    )


def _need(draw: st.DrawFn, name: str, person: UUID, day: dt.date, words: str, code: str) -> Any:
    state = draw(st.sampled_from(care.NEED_STATES))
    form = care.NeedForm(person, day, words, state)
    return care.need(form, DESK), made.row(NeedRow, name=name, day=day, text=words, code=code, state=state)


def _problem(draw: st.DrawFn, name: str, person: UUID, day: dt.date, words: str, code: str) -> Any:
    state, due = draw(st.sampled_from(problems.FIRST_STATES)), draw(st.sampled_from((None, day)))
    form = problems.ProblemForm(
        made.YEAR, ORG, words, "民主测评", "政治理论", 3, due, state, draw(st.sampled_from(("", "P03")))
    )
    row = made.row(ProblemRow, text=words, code=code, weight=3, due=due, state=state)
    return problems.problem(form, DESK), row


def _gate(draw: st.DrawFn, name: str, person: UUID, day: dt.date, words: str, code: str) -> Any:
    months = draw(st.integers(1, 24))
    return care.gate(care.GateForm(person, "诫勉", day, months), DESK), made.row(
        GateRow, name=name, start=day, months=months
    )


def _plan(draw: st.DrawFn, name: str, person: UUID, day: dt.date, words: str, code: str) -> Any:
    form = plans.PlanForm(made.YEAR, day.month, ("党课",), words, ORG, draw(st.sampled_from((None, 60))))
    return plans.plan_item(form, DESK), made.row(PlanRow, month=day.month, title=words, code=code)


def _pledge(draw: st.DrawFn, name: str, person: UUID, day: dt.date, words: str, code: str) -> Any:
    state = draw(st.sampled_from(care.PLEDGE_STATES))
    form = care.PledgeForm(person, day, words, None, state)
    row = made.row(PledgeRow, name=name, day=day, text=words, code=code, state=state)
    return care.pledge(form, DESK), row


KINDS: dict[str, Made] = {
    "学时登记": _training,
    "自学": _self_study,
    "测验": _test,
    "下基层": _visit,
    "谈话": _talk,
    "诉求": _need,
    "问题": _problem,
    "影响期": _gate,
    "计划": _plan,
    "承诺": _pledge,
}


def _enter(ledger: made.Ledger, drafts: Sequence[Draft]) -> None:
    ledger.drafts += drafts
    ledger.facts = sample_year.facts_of(ledger.drafts)


def _new(ledger: made.Ledger, recorded: Recorded) -> list[Draft]:
    """What of a form the ledger does not know yet, as entering it by hand would find."""
    held: dict[str, list[Draft]] = {}
    for one in ledger.drafts:
        held.setdefault(one.key, []).append(one)
    drafts = known_states(worded(recorded, ledger.drafts).drafts, held)
    return [one for one in drafts if one.content not in {old.content for old in held.get(one.key, ())}]


@given(st.one_of(sessions(), small()))
@made.PROPERTY
def test_by_hand_then_from_a_table_is_known(case: Case) -> None:
    ledger = _fresh()
    _enter(ledger, case.by_hand.drafts)
    intake = ledger.take(case.row)
    assert [one.content for one in intake.drafts] == []
    assert made.reasons(intake) == []
    assert sum(sheet.report.repeated for sheet in intake.sheets) == 1


@given(st.one_of(sessions(), small()))
@made.PROPERTY
def test_from_a_table_then_by_hand_is_known(case: Case) -> None:
    ledger = _fresh()
    intake = ledger.take(case.row)
    assert made.reasons(intake) == []
    assert _new(ledger, case.by_hand) == []


@given(st.one_of(sessions(), small()))
@made.PROPERTY
def test_by_hand_twice_is_known(case: Case) -> None:
    ledger = _fresh()
    _enter(ledger, case.by_hand.drafts)
    assert _new(ledger, case.by_hand) == []


def test_what_differs_is_a_contradiction_and_not_a_second_session() -> None:
    ledger = _fresh()
    form = study.SessionForm(ORG, DAY, 60, ("党课",), "学党章", roll={PEOPLE["王磊"]: "present"})
    _enter(ledger, study.session(form, DESK).drafts)
    intake = ledger.take(made.session("H009", minutes=90, present_names=("王磊",)))
    assert intake.drafts == []
    assert ["时长(分钟) 60→90" in reason for reason in made.reasons(intake)] == [True]


def test_a_state_reached_by_hand_is_not_doubled_by_the_table_of_a_later_day() -> None:
    ledger = _fresh()
    raised = care.need(care.NeedForm(PEOPLE["李敏"], DAY, "就医"), DESK)
    _enter(ledger, (*raised.drafts, care.need_state(raised.main, "受理", DESK)))
    intake = ledger.take(made.row(NeedRow, name="李敏", day=DAY, code="N01", text="就医", state="受理"))
    assert (intake.drafts, made.reasons(intake)) == ([], [])


@given(
    st.lists(st.sampled_from((*STATUTORY, *OTHERS)), min_size=1, max_size=4, unique=True), st.integers(1, 600)
)
@made.PROPERTY
def test_a_further_form_changes_nobodys_hours_and_each_form_counts_once(
    forms: list[str], minutes: int
) -> None:
    one, several = _fresh(), _fresh()
    roll = {PEOPLE["王磊"]: "present", PEOPLE["李敏"]: "absent"}
    form = study.SessionForm(ORG, DAY, minutes, tuple(forms), "学党章", roll=roll)
    _enter(one, study.session(replace(form, forms=tuple(forms[:1])), DESK).drafts)
    _enter(several, study.session(form, DESK).drafts)
    before, after = one.year(), several.year()
    for name in NAMES:
        assert made.of(before, name).collective.value == made.of(after, name).collective.value
    counted = {
        rhythm.form: sum(period.held for period in rhythm.periods) for rhythm in after.branches[0].rhythms
    }
    assert {name: count for name, count in counted.items() if name in forms} == {
        name: 1 for name in counted if name in forms
    }
    assert all(count == 0 for name, count in counted.items() if name not in forms)
    assert hours(sum(share.hours for share in after.branches[0].content)) == hours(
        sum(share.hours for share in before.branches[0].content)
    )


@given(
    st.lists(st.sampled_from((*STATUTORY, *OTHERS)), min_size=1, max_size=4, unique=True),
    st.sampled_from("、+/＋和兼与"),
)
@made.PROPERTY
def test_forms_are_read_apart_however_they_are_joined(forms: list[str], join: str) -> None:
    assert set(forms_in(join.join(forms))) == set(forms)
    assert joined(forms) == joined(reversed(forms)) == joined([joined(forms)])


def test_words_with_and_inside_stay_whole() -> None:
    assert forms_in("学习和讨论") == ("学习和讨论",)
    assert forms_in("支部委员会会议 + 上党课") == ("支委会", "党课")
    assert forms_in("") == ()


def test_one_session_meets_every_form_of_the_plan() -> None:
    ledger = _fresh()
    for form in ("党课", "主题党日"):
        item = plans.PlanForm(made.YEAR, 3, (form,), f"{form}学党章", ORG)
        _enter(ledger, plans.plan_item(item, DESK).drafts)
    held = study.SessionForm(ORG, DAY, 60, ("党课", "主题党日"), "学党章", roll={PEOPLE["王磊"]: "present"})
    _enter(ledger, study.session(held, DESK).drafts)
    assert [line.done for line in ledger.year().branches[0].plan] == [True, True]


PERSON = PEOPLE["王磊"]
SESSION = study.SessionForm(ORG, DAY, 60, ("党课",), "学党章", roll={PERSON: "present"})
LATER = made.TODAY + dt.timedelta(days=1)
REFUSED: tuple[tuple[str, Callable[[], object]], ...] = (
    ("day", lambda: study.session(replace(SESSION, day=LATER), DESK)),
    ("forms", lambda: study.session(replace(SESSION, forms=()), DESK)),
    ("roll", lambda: study.session(replace(SESSION, roll={}), DESK)),
    ("roll", lambda: study.session(replace(SESSION, roll={PERSON: "late"}), DESK)),
    ("roll", lambda: study.session(replace(SESSION, roll={UUID(int=1): "present"}), DESK)),
    ("title", lambda: study.session(replace(SESSION, title=" "), DESK)),
    ("minutes", lambda: study.session(replace(SESSION, minutes=0), DESK)),
    ("ledgers", lambda: study.session(replace(SESSION, ledgers="D"), DESK)),
    ("org", lambda: study.session(replace(SESSION, org=UUID(int=1)), DESK)),
    (
        "makeups",
        lambda: study.session(replace(SESSION, makeups=(study.MakeupLine(PERSON, DAY, "video"),)), DESK),
    ),
    (
        "end",
        lambda: study.training(
            study.TrainingForm(PERSON, DAY, DAY - dt.timedelta(days=1), "班", "", "A"), DESK
        ),
    ),
    ("hours", lambda: study.training(study.TrainingForm(PERSON, DAY, DAY, "网课", "", "C"), DESK)),
    ("score", lambda: study.test(study.TestForm(PERSON, DAY, "测验", 10_100), DESK)),
    ("result", lambda: study.self_study(study.SelfStudyForm(PERSON, DAY, "心得体会", "好"), DESK)),
    ("people", lambda: care.visit(care.VisitForm(ORG, DAY, "道班", ()), DESK)),
    ("place", lambda: care.visit(care.VisitForm(ORG, DAY, "", (PERSON,)), DESK)),
    ("speaker", lambda: care.talk(care.TalkForm(PERSON, DAY, "面谈", PERSON), DESK)),
    ("way", lambda: care.talk(care.TalkForm(PERSON, DAY, "微信"), DESK)),
    ("person", lambda: care.talk(care.TalkForm(UUID(int=1), DAY, "面谈"), DESK)),
    ("text", lambda: care.need(care.NeedForm(PERSON, DAY, ""), DESK)),
    ("state", lambda: care.need(care.NeedForm(PERSON, DAY, "就医", "完了"), DESK)),
    ("months", lambda: care.gate(care.GateForm(PERSON, "诫勉", DAY, 0), DESK)),
    ("due", lambda: care.pledge(care.PledgeForm(PERSON, DAY, "保通", DAY - dt.timedelta(days=1)), DESK)),
    ("weight", lambda: problems.problem(problems.ProblemForm(made.YEAR, ORG, "慢", weight=6), DESK)),
    ("month", lambda: plans.plan_item(plans.PlanForm(made.YEAR, 13, ("党课",), "学", ORG), DESK)),
)


@pytest.mark.parametrize(("field", "form"), REFUSED)
def test_a_form_is_refused_by_the_field_that_is_wrong(field: str, form: Callable[[], object]) -> None:
    with pytest.raises(Refused) as refusal:
        form()
    assert refusal.value.field == field


def test_the_next_number_follows_the_highest() -> None:
    assert problems.next_code(("P01", "P12", "H300", "P3x"), "P") == "P13"
    assert problems.next_code((), "P") == "P01"

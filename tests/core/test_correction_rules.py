"""Who may do what to a case, one condition taken away at a time; what an officer may put in a fact's place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sample_year import WHEN, facts_of

from zhixing.core.corrections import rules
from zhixing.core.corrections.cases import End, ObjectionCase, ProposalCase
from zhixing.core.corrections.replacement import SHAPES, read, replaced, shapes_filled, spell
from zhixing.core.corrections.rules import Hand
from zhixing.core.facts import kinds
from zhixing.core.facts.kinds import (
    Attendance,
    Body,
    Makeup,
    PersonDescribed,
    PracticeVisit,
    SelfStudy,
    SelfStudyChecked,
    SessionHeld,
    Talk,
    Training,
)
from zhixing.core.facts.record import Draft, Fact, FactError, Source

MEMBER, CLERK, SECRETARY = UUID(int=1), UUID(int=2), UUID(int=3)
CHAIN, THING = UUID(int=10), UUID(int=11)
DAY = dt.date(2025, 3, 7)
OFFICER = Hand(7, CLERK, covers=True, covers_whole=False)
ORGAN = Hand(9, None, covers=True, covers_whole=True)
SELF = Hand(5, MEMBER, covers=False, covers_whole=False)


def _fact(body: Body, subject: UUID | None = MEMBER) -> Fact:
    return facts_of([Draft(body, CHAIN, Source(), subject, THING, DAY)])[0]


ABSENT = _fact(Attendance("absent"))
ENDED = End(UUID(int=90), "upheld", 7, "周健", WHEN)
OBJECTION = ObjectionCase(UUID(int=20), ABSENT.uid, MEMBER, CHAIN, 1, DAY, WHEN, "本人", None, None)
PROPOSAL = ProposalCase(
    *(UUID(int=30), ABSENT.uid, MEMBER, CHAIN, None, False, "", 7, CLERK.hex, DAY, WHEN, "周健", None)
)
PRESENT = replaced(ABSENT, {"state": "present"})

OBJECT = {"target": ABSENT, "who": SELF, "reason": "到了", "reversed_already": False, "earlier": []}
ANSWER = {
    **{"objection": OBJECTION, "who": OFFICER, "outcome": "upheld", "words": "没有到"},
    **{"earlier": [OBJECTION], "reversed_already": False},
}
PROPOSE = {
    **{"target": ABSENT, "who": OFFICER, "reason": "核对", "drafts": [PRESENT]},
    **{"reversed_already": False, "waiting": None},
}
SECOND = Hand(8, SECRETARY, covers=True, covers_whole=False)
CONFIRM = {"proposal": PROPOSAL, "who": SECOND, "reversed_already": False}
DECLINE = {"proposal": PROPOSAL, "who": SECOND, "words": "不"}
AGAIN = replace(OBJECTION, nth=2)
PAIRS: dict[str, tuple[Callable[..., None], Callable[..., bool]]] = {
    "object": (rules.check_object, rules.can_object),
    "answer": (rules.check_answer, rules.can_answer),
    "propose": (rules.check_propose, rules.can_propose),
    "confirm": (rules.check_confirm, rules.can_confirm),
    "decline": (rules.check_decline, rules.can_decline),
}
SOUND = {"object": OBJECT, "answer": ANSWER, "propose": PROPOSE, "confirm": CONFIRM, "decline": DECLINE}


def _asked(name: str, change: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    asked = {**SOUND[name], **change}
    first = next(iter(asked))
    return (asked.pop(first),), asked


@pytest.mark.parametrize("name", list(PAIRS))
def test_what_is_sound_passes(name: str) -> None:
    check, can = PAIRS[name]
    args, named = _asked(name, {})
    check(*args, **named)
    assert can(*args, **named)


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("object", {"who": OFFICER}, "自己名下"),
        ("object", {"who": Hand(5, None, covers=True, covers_whole=True)}, "自己名下"),
        ("object", {"reason": "  "}, "请写明异议"),
        ("object", {"reason": "长" * 1001}, "最多"),
        ("object", {"reversed_already": True}, "已经冲正"),
        ("object", {"earlier": [OBJECTION]}, "正在办理"),
        ("answer", {"who": SELF}, "不在您管的"),
        ("answer", {"who": replace(OFFICER, person=MEMBER)}, "由别人办理"),
        ("answer", {"outcome": "corrected"}, "请选择"),
        ("answer", {"words": ""}, "请写明答复"),
        ("answer", {"objection": replace(OBJECTION, end=ENDED)}, "已经有了结果"),
        ("answer", {"objection": replace(OBJECTION, proposal=PROPOSAL.uid)}, "等第二人"),
        ("answer", {"reversed_already": True}, "另行更正"),
        ("answer", {"objection": AGAIN}, "机关党委"),
        ("answer", {"objection": AGAIN, "who": replace(ORGAN, account=7), "earlier": [replace(OBJECTION, end=ENDED)]}, "别人复核"),
        ("propose", {"who": SELF}, "不在您管的"),
        ("propose", {"who": replace(OFFICER, person=MEMBER)}, "提异议"),
        ("propose", {"reason": ""}, "请写明理由"),
        ("propose", {"reversed_already": True}, "冲正过"),
        ("propose", {"waiting": PROPOSAL}, "等第二人确认"),
        ("propose", {"target": _fact(PersonDescribed(None))}, "不用冲正"),
        ("propose", {"drafts": [replace(PRESENT, subject=CLERK)]}, "另一个人"),
        ("propose", {"drafts": [replace(PRESENT, chain=THING)]}, "另一个人"),
        ("propose", {"drafts": [replace(PRESENT, body=Attendance("absent"))]}, "与原来一样"),
        ("confirm", {"who": replace(SECOND, account=7)}, "提出更正的人本人"),
        ("confirm", {"who": replace(SECOND, person=CLERK)}, "提出更正的人本人"),
        ("confirm", {"who": replace(SECOND, person=MEMBER)}, "说的本人"),
        ("confirm", {"who": replace(SECOND, covers=False)}, "不在您管的"),
        ("confirm", {"reversed_already": True}, "别的更正"),
        ("confirm", {"proposal": replace(PROPOSAL, end=replace(ENDED, outcome="declined"))}, "已经有了结果"),
        ("decline", {"words": ""}, "请写明理由"),
        ("decline", {"who": replace(SECOND, account=7)}, "提出更正的人本人"),
    ],
)  # fmt: skip
def test_each_condition_is_needed(name: str, change: dict[str, Any], told: str) -> None:
    check, can = PAIRS[name]
    args, named = _asked(name, change)
    with pytest.raises(FactError, match=told):
        check(*args, **named)
    assert not can(*args, **named)


def test_withdrawing_is_ones_own() -> None:
    rules.check_withdraw_objection(OBJECTION, who=SELF)
    assert not rules.can_withdraw_objection(OBJECTION, who=OFFICER)
    assert not rules.can_withdraw_objection(replace(OBJECTION, end=ENDED), who=SELF)
    rules.check_withdraw_proposal(PROPOSAL, who=OFFICER)
    assert not rules.can_withdraw_proposal(PROPOSAL, who=SECOND)
    assert not rules.can_propose_late([], who=OFFICER, reason="漏记")
    assert rules.can_propose_late([PRESENT], who=OFFICER, reason="漏记")
    assert not rules.can_propose_late([PRESENT], who=replace(OFFICER, person=MEMBER), reason="漏记")


BODIES: list[Body] = [
    Attendance("absent"),
    Makeup("video"),
    SessionHeld("H1", "15:00", 120, "党课", "学习", "党章", "一支部", "A", "", 5, 4, False),
    Training("培训", "组织部", "A+B", dt.date(2025, 3, 9), 2400, "", "", False),
    SelfStudy("笔记", 1),
    SelfStudyChecked("通过"),
    PracticeVisit("上河坪", 60, "", None, 1),
    Talk("", "面谈", False, 1),
    kinds.TestTaken("测验", 8250, 10000, False, 1),
]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: type(body).__name__)
def test_a_form_sent_back_untouched_changes_nothing(body: Body) -> None:
    fact = _fact(body)
    typed = {one.shape.name: one.value for one in shapes_filled(fact)}
    same = replaced(fact, typed)
    assert (same.body, same.day) == (fact.body, fact.day)
    assert read(*spell([same])) == (same,)
    assert {one.kind for one in map(_fact, BODIES)} == set(SHAPES)


@pytest.mark.parametrize(
    ("body", "typed", "told"),
    [
        (BODIES[0], {"state": "home"}, "从所列的里面选"),
        (BODIES[2], {"minutes": "0"}, "大于 0"),
        (BODIES[2], {"title": ""}, "不能空着"),
        (BODIES[2], {"day": "3月7日"}, "认不出"),
        (BODIES[3], {"hours": "八"}, "要写数字"),
        (BODIES[7], {"way": "长" * 30}, "最多 20"),
    ],
)
def test_what_cannot_be_read_is_named(body: Body, typed: dict[str, str], told: str) -> None:
    with pytest.raises(FactError, match=told):
        replaced(_fact(body), typed)


@given(st.text(max_size=20))
def test_words_of_drafts_stay_outside_the_chain(secret: str) -> None:
    draft = replace(PRESENT, private={"text": secret})
    text, words = spell([draft, PRESENT])
    assert "private" not in text
    assert read(text, words) == (draft, PRESENT)
    assert read(text)[0].private is None

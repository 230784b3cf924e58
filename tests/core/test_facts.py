"""A fact before and after it enters: types, days, keys, the canonical text, reversals."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields, replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import sample_year
from tests.core.made import PROPERTY, TODAY, ledger, member

from zhixing.core.facts import kinds
from zhixing.core.facts.accept import can_reverse, check_draft, check_reversal
from zhixing.core.facts.kinds import BODIES, KINDS, Body, Kind
from zhixing.core.facts.record import Draft, Fact, FactError, Source, check_types, decode, effective, encode

CHAIN, SUBJECT = UUID(int=1), UUID(int=2)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "str": st.text(max_size=8),
    "int": st.integers(),
    "bool": st.booleans(),
    "dt.date": st.dates(),
    "int | None": st.none() | st.integers(),
    "bool | None": st.none() | st.booleans(),
    "dt.date | None": st.none() | st.dates(),
}


@st.composite
def bodies(draw: Any) -> Body:
    """Any body of any kind."""
    kind = draw(st.sampled_from(sorted(BODIES.values(), key=lambda body: body.__name__)))
    made: Body = kind(**{field.name: draw(VALUES[str(field.type)]) for field in fields(kind)})
    return made


def draft(body: Body, **said: Any) -> Draft:
    """A draft of a body."""
    return Draft(**{"body": body, "chain": CHAIN, "source": Source(), "subject": SUBJECT, **said})


def fact(body: Body, **said: Any) -> Fact:
    """The fact of a draft."""
    return replace(sample_year.facts_of([draft(body)])[0], **said)


@PROPERTY
@given(bodies())
def test_a_body_read_back_is_the_body(body: Body) -> None:
    text = encode(body)
    check_types(body)
    assert decode(KINDS[type(body)], text) == body
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@PROPERTY
@given(bodies(), st.data())
def test_a_field_of_another_type_is_refused(body: Body, data: st.DataObject) -> None:
    if not fields(body):  # type: ignore[arg-type]
        return
    name = data.draw(st.sampled_from([field.name for field in fields(body)]))  # type: ignore[arg-type]
    with pytest.raises(FactError, match=name):
        check_types(replace(body, **{name: 1.5}))  # type: ignore[type-var]


def test_every_kind_has_one_body_and_every_body_one_kind() -> None:
    assert set(BODIES) == set(Kind)
    assert len(set(BODIES.values())) == len(BODIES)
    assert all(set(body.KEY) <= {field.name for field in fields(body)} for body in BODIES.values())  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "[]", '{"state":1,"other":2}', '{"until":"2025-13-01"}', "null"])
def test_a_shape_of_another_version_is_an_error_that_names_the_kind(text: str) -> None:
    with pytest.raises(FactError, match="span_closed"):
        decode(Kind.SPAN_CLOSED, text)


def test_a_fact_dated_after_today_is_refused_as_such() -> None:
    talk = kinds.Talk("", "面谈", False, 1)
    check_draft(draft(talk, day=TODAY), today=TODAY)
    with pytest.raises(FactError, match="还没有发生的事不能入账"):
        check_draft(draft(talk, day=TODAY + dt.timedelta(1)), today=TODAY)
    with pytest.raises(FactError, match="早于 1921-07-01"):
        check_draft(draft(talk, day=dt.date(1921, 6, 30)), today=TODAY)


def test_a_reversal_and_an_end_say_of_what() -> None:
    with pytest.raises(FactError, match="冲正须指明原事实"):
        check_draft(draft(kinds.Reversal()), today=TODAY)
    closed = kinds.SpanClosed(TODAY)
    with pytest.raises(FactError, match="须指明是哪一段"):
        check_draft(draft(closed), today=TODAY)
    check_draft(draft(closed, about=UUID(int=9)), today=TODAY)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"reason": "  "}, "须写明理由"),
        ({"second": ""}, "须有第二人"),
        ({"second": "张三 "}, "不能是操作人本人"),
        ({"reversed_already": True}, "已经冲正过"),
    ],
)
def test_a_reversal_needs_a_reason_and_a_second_person(said: dict[str, Any], why: str) -> None:
    right: dict[str, Any] = {"reason": "录错", "by": "张三", "second": "李四", "reversed_already": False}
    target = fact(kinds.PlanItemDone())
    check_reversal(target, **right)
    assert can_reverse(target, **right)
    with pytest.raises(FactError, match=why):
        check_reversal(target, **{**right, **said})
    assert not can_reverse(target, **{**right, **said})
    with pytest.raises(FactError, match="冲正本身不能再冲正"):
        check_reversal(fact(kinds.Reversal()), **right)


def test_key_and_content_tell_repetition_from_contradiction() -> None:
    one = draft(kinds.Attendance("present"), about=UUID(int=3), day=TODAY)
    other = replace(one, body=kinds.Attendance("absent"))
    assert one.key == other.key
    assert one.content != other.content
    assert fact(kinds.Attendance("present")).kind is Kind.ATTENDANCE
    needy = draft(kinds.NeedRaised("N1"), private={"text": "就医"})
    assert needy.key == replace(needy, private=None).key
    assert needy.content != replace(needy, private={"text": "入学"}).content
    same = fact(kinds.Attendance("present"), about=UUID(int=3), day=TODAY)
    assert same.key == one.key
    later = [draft(kinds.Makeup("video"), day=TODAY - dt.timedelta(n)).key for n in range(2)]
    assert len(set(later)) == 1
    talks = [draft(kinds.Talk("", "面谈", False, 1), day=TODAY - dt.timedelta(n)).key for n in range(2)]
    assert len(set(talks)) == 2


def test_only_facts_neither_reversed_nor_reversals_count() -> None:
    facts = ledger(member("王磊")).facts
    back = fact(kinds.Reversal(), uid=UUID(int=5), reverses=facts[1].uid)
    assert effective([*facts, back]) == [one for one in facts if one.uid != facts[1].uid]


def test_a_source_says_where_it_stands() -> None:
    assert Source(None, "学习活动台账.xlsx", "甲", 214).words == "学习活动台账.xlsx 第 214 行"
    assert Source().words == "手工登记"

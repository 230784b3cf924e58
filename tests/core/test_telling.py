"""Facts in words: every kind and every field has a word of its own, whoever they are told to."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from uuid import UUID

import pytest

from zhixing.core.facts.kinds import BODIES, Body, Kind, PostHeld, Talk
from zhixing.core.facts.moves import TransferOpened, TransferState
from zhixing.core.facts.record import Draft
from zhixing.core.facts.telling import KIND_WORDS, kind_word, line, said
from zhixing.core.recording.base import HAND

UNIT, PERSON = UUID(int=1), UUID(int=2)
NAMES = {UNIT.hex: "机关第一党支部"}


def _filled(body: type[Body]) -> Body:
    """A body with something in every field."""
    day = dt.date(2025, 3, 5)
    values = {"int": 3, "str": "甲", "bool": True, "dt.date": day, "dt.date | None": day}
    values |= {"int | None": 3, "bool | None": False}
    return body(**{one.name: values[str(one.type)] for one in fields(body)})  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_told_in_words(kind: Kind) -> None:
    assert not kind_word(kind).isascii()
    draft = Draft(_filled(BODIES[kind]), UNIT, HAND, PERSON, UUID(int=3), dt.date(2025, 3, 5))
    assert line(draft, {})
    assert [one.label for one in said(draft, {}) if one.label.isascii()] == []


def test_no_word_stands_for_two_kinds() -> None:
    assert len(set(KIND_WORDS.values())) == len(Kind)


def test_what_is_not_so_is_left_out_of_a_line() -> None:
    talk = Draft(Talk("", "面谈", False, 1), UNIT, HAND, PERSON, None, dt.date(2025, 3, 5))
    assert line(talk, {}) == "面谈"


def test_a_post_is_told_as_a_post() -> None:
    post = Draft(PostHeld(UNIT.hex, "publicity_officer", "宣传委员", None), UNIT, HAND, PERSON)
    told = {one.label: one.value for one in said(post, NAMES)}
    assert told == {"党组织": "机关第一党支部", "职务": "宣传委员"}


def test_a_transfer_is_told_by_names_never_by_ids() -> None:
    opened = Draft(TransferOpened(UNIT.hex, ""), UNIT, HAND, PERSON, UUID(int=3), dt.date(2025, 3, 5))
    assert line(opened, NAMES) == "转出党组织 机关第一党支部"
    assert UNIT.hex not in line(opened, {})
    step = Draft(TransferState("in_transit"), UNIT, HAND, PERSON, UUID(int=3), dt.date(2025, 3, 6))
    assert line(step, NAMES) == "在途"

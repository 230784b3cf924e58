"""What is written out is read back as the same questions, whatever signs stand in them."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.interop.questions.drawn import sound

from zhixing.core.questions.question import Form, Question
from zhixing.interop.questions.doors import read_file
from zhixing.interop.questions.word_out import to_word
from zhixing.interop.questions.written import to_gift, to_moodle, to_workbook

MADE = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
FORMS = list(Form)
LISTS = st.lists(sound(), min_size=1, max_size=4)
QUIET = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def same(data: bytes, name: str, questions: list[Question]) -> None:
    """The file holds exactly these."""
    found = read_file(data, name)
    assert not found.refused, found.refused
    assert [one.reasons for one in found.found] == [()] * len(questions)
    assert [one.question for one in found.found] == questions


@QUIET
@given(LISTS)
def test_a_workbook(questions: list[Question]) -> None:
    same(to_workbook(questions, "题库", made=MADE), "题库.xlsx", questions)


@QUIET
@given(LISTS)
def test_gift(questions: list[Question]) -> None:
    same(to_gift(questions).encode(), "题库.gift.txt", questions)


@QUIET
@given(LISTS)
def test_moodle_xml(questions: list[Question]) -> None:
    same(to_moodle(questions).encode(), "题库.xml", questions)


@QUIET
@given(LISTS)
def test_numbered_text_in_word(questions: list[Question]) -> None:
    in_order = sorted(questions, key=lambda one: FORMS.index(one.form))
    same(to_word(questions, "题库", made=MADE), "题库.docx", in_order)

"""The printed paper: every question once, no answer on it; the key apart, in the letters printed."""

from __future__ import annotations

import datetime as dt
import io

import docx
import pytest
from tests.core.papers.planted import question

from zhixing.core.papers.blueprint import Blueprint, Part
from zhixing.core.papers.drawing import draw
from zhixing.core.papers.paper import Paper, laid_out
from zhixing.core.questions.question import Form
from zhixing.interop.documents.test_paper import TestPaper as Printed
from zhixing.interop.documents.test_paper import answer_of, paper_docx, paper_pdf

DAY = dt.date(2026, 11, 22)


@pytest.fixture
def printed() -> Printed:
    """One of each form."""
    bank = [question(n, form, document="中国共产党章程") for n, form in enumerate(Form, 1)]
    found = draw(Blueprint(tuple(Part(form, 1, 200) for form in Form), minutes=30), bank, seed=2)
    assert isinstance(found, Paper)
    return Printed("第四季度测验", "某某局机关党委", "ABC123-1", found)


def _text(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_the_paper_asks_and_the_key_answers(printed: Printed) -> None:
    asked, key = _text(paper_docx(printed, key=False, day=DAY)), _text(paper_docx(printed, key=True, day=DAY))
    for item in printed.paper.items:
        assert asked.count(item.question.stem) == 1
    assert "限时 30 分钟" in asked
    assert "ABC123-1" in asked
    assert "三会一课" not in asked
    assert "要点" not in asked
    assert "三会一课" in key
    assert "参考答案" in key
    assert "《中国共产党章程》第一条" in key


def test_the_key_names_the_letters_that_are_printed(printed: Printed) -> None:
    for spot in laid_out(printed.paper):
        item = printed.paper.items[spot.item]
        if item.question.form in (Form.SINGLE, Form.MULTIPLE):
            letters = answer_of(item, spot.options)
            assert {spot.options["ABCD".index(one)] for one in letters} == item.question.right
            assert list(letters) == sorted(letters)


@pytest.mark.parametrize("key", [False, True])
def test_the_same_paper_gives_the_same_bytes(printed: Printed, key: bool) -> None:  # noqa: FBT001
    for make in (paper_docx, paper_pdf):
        assert make(printed, key=key, day=DAY) == make(printed, key=key, day=DAY)

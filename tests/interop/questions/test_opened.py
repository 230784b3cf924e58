"""The files as others open them: a workbook by openpyxl, Word by LibreOffice, XML by lxml; and read again from there."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import openpyxl
import pytest
from lxml import etree  # type: ignore[import-untyped]

from zhixing.core.questions.question import Form, Question
from zhixing.core.questions.start import read_start
from zhixing.core.questions.words import answer_words, cites_words
from zhixing.interop.questions.doors import read_file
from zhixing.interop.questions.word_out import to_word
from zhixing.interop.questions.written import HEADINGS, to_gift, to_moodle, to_workbook

MADE = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def bank() -> list[Question]:
    """The starting bank, by form."""
    text = files("zhixing.core.data").joinpath("questions-start.toml").read_text(encoding="utf-8")
    return sorted(read_start(text), key=lambda one: list(Form).index(one.form))


def test_openpyxl_reads_every_cell_and_no_formula(bank: list[Question]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_workbook(bank, "题库", made=MADE)))
    rows = list(book["题库"].iter_rows())
    assert tuple(cell.value for cell in rows[0]) == HEADINGS
    assert len(rows) == len(bank) + 1
    for row, one in zip(rows[1:], bank, strict=True):
        told = dict(zip(HEADINGS, (cell.value or "" for cell in row), strict=True))
        assert told["题干"] == one.stem
        assert told["答案"] == answer_words(one)
        assert told["依据"] == cites_words(one.cites)
        assert told["核对"] == "待核对"
        assert all(cell.data_type in ("s", "n") for cell in row)


def test_a_text_that_looks_like_a_formula_stays_a_text(bank: list[Question]) -> None:
    risky = replace(bank[0], stem="=1+1 等于多少？", options=("@SUM(1)", "+2"), right=frozenset({1}))
    data = to_workbook([risky], "题库", made=MADE)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["题库"]
    assert sheet["C2"].data_type == "s"
    assert sheet["C2"].value == "=1+1 等于多少？"
    (read,) = read_file(data, "题库.xlsx").found
    assert read.question is not None
    assert read.question.options == ("@SUM(1)", "+2")


def test_lxml_reads_the_moodle_file(bank: list[Question]) -> None:
    root = etree.fromstring(to_moodle(bank).encode())
    found = root.findall("question")
    assert [one.findtext("questiontext/text") for one in found] == [one.stem for one in bank]
    kinds = {"single": "multichoice", "multiple": "multichoice", "true_false": "truefalse"}
    kinds |= {"fill_in": "shortanswer", "short": "essay"}
    assert [one.get("type") for one in found] == [kinds[one.form.value] for one in bank]
    for node, one in zip(found, bank, strict=True):
        shares = [float(answer.get("fraction") or 0) for answer in node.findall("answer")]
        if one.form is Form.MULTIPLE:
            assert sum(share for share in shares if share > 0) == pytest.approx(100, abs=0.01)
        elif one.form is not Form.SHORT:
            assert max(shares) == 100


def test_gift_has_the_weights_that_moodle_asks_for(bank: list[Question]) -> None:
    text = to_gift([one for one in bank if one.form is Form.MULTIPLE][:1])
    assert text.count("~%33.333%") == 3 or text.count("~%50%") == 2
    assert "::[plain]" in text


def test_libreoffice_opens_word_and_its_copy_is_read_again(bank: list[Question], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "题库.docx").write_bytes(to_word(bank, "题库", made=MADE))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for kind in ("docx", "pdf"):
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path)]
            + [str(tmp_path / "in" / "题库.docx")],
            check=True,
            capture_output=True,
            timeout=180,
        )
    again = read_file((tmp_path / "题库.docx").read_bytes(), "题库.docx")
    assert [one.question for one in again.found] == bank
    printed = subprocess.run(
        ["pdftotext", str(tmp_path / "题库.pdf"), "-"], check=True, capture_output=True, text=True, timeout=60
    ).stdout
    assert "一、单选题" in printed
    assert "五、简答题" in printed

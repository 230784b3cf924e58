"""The dossier as CSV and as a workbook: readable by others, never a formula, the same bytes every time."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sample_year import RARE, drawn_year

from zhixing.core.figures.organ import OrganYear
from zhixing.interop.documents.cells import DANGEROUS, in_csv, is_dangerous
from zhixing.interop.documents.columns import MEMBERS
from zhixing.interop.documents.dossier_tables import dossier_csv, dossier_xlsx

SHEETS = ["党员", "党支部", "豁免与转出", "学时明细", "问题", "依据"]


@pytest.fixture(scope="module")
def year() -> OrganYear:
    """A small invented bureau."""
    return drawn_year()


def rows_of(data: bytes, encoding: str) -> list[dict[str, str]]:
    """A CSV file read back by heading."""
    return list(csv.DictReader(io.StringIO(data.decode(encoding), newline="")))


def book_of(data: bytes) -> openpyxl.Workbook:
    """A workbook read back."""
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_line_a_member_in_either_encoding(year: OrganYear, encoding: str) -> None:
    rows = rows_of(dossier_csv(year, encoding=encoding), encoding)
    assert [row["姓名"] for row in rows] == [member.name for member in year.members]
    assert set(RARE) <= {row["姓名"] for row in rows}
    exempt = next(row for row in rows if row["不作硬性要求"])
    assert exempt["学时目标"] == exempt["还差学时"] == ""


def test_excel_is_told_the_encoding(year: OrganYear) -> None:
    assert dossier_csv(year).startswith(b"\xef\xbb\xbf")


def test_the_workbook_holds_numbers_days_and_every_member(year: OrganYear) -> None:
    book = book_of(dossier_xlsx(year))
    assert book.sheetnames == SHEETS
    sheet = book["党员"]
    heads = [cell.value for cell in sheet[1]]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [member.name for member in year.members]
    at = heads.index("A集中学习")
    got = [row[at].value for row in sheet.iter_rows(min_row=2)]
    assert got == [(member.collective.value or 0) / 100 for member in year.members]
    talks = [row[heads.index("最近谈话")].value for row in sheet.iter_rows(min_row=2)]
    assert any(isinstance(value, dt.datetime) for value in talks)


def test_every_sheet_is_ready_to_print(year: OrganYear) -> None:
    for sheet in book_of(dossier_xlsx(year)):
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref
        assert sheet.page_setup.orientation == "landscape"
        assert str(sheet.page_setup.paperSize) == "9"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.oddFooter.left.text.startswith("来源")


def test_hours_one_by_one_add_up(year: OrganYear) -> None:
    sheet = book_of(dossier_xlsx(year))["学时明细"]
    heads = [cell.value for cell in sheet[1]]
    rows = [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)]
    member = year.members[0]
    mine = [row for row in rows if row["姓名"] == member.name and row["账"] == "A 集中学习"]
    assert round(sum(row["学时"] for row in mine) * 100) == member.collective.value
    assert mine[-1]["累计学时"] * 100 == member.collective.value
    assert all(row["来源"] and row["事实编号"] for row in mine)


def test_those_outside_the_denominator_stand_with_their_reason(year: OrganYear) -> None:
    sheet = book_of(dossier_xlsx(year))["豁免与转出"]
    reasons = {row[3].value for row in sheet.iter_rows(min_row=2)}
    assert reasons == {"不作硬性要求", "年末不在册(已转出)"}


def test_the_same_year_gives_the_same_bytes(year: OrganYear) -> None:
    assert dossier_xlsx(year) == dossier_xlsx(drawn_year())
    assert dossier_csv(year) == dossier_csv(drawn_year())


nasty = st.one_of(
    st.text(max_size=30),
    st.builds(lambda head, tail: head + tail, st.sampled_from(DANGEROUS), st.text(max_size=20)),
    st.sampled_from(
        [
            "=cmd|' /C calc'!A0",
            " =1+1",
            "＝1+1",
            "\t=1",
            "\r=1",
            "\n=1",
            "@SUM(A1)",
            "-2+3",
            "+1",
            "'=1",
            '"=1',
        ]
        + ["{=1}", "\u200b=1", "https://example.invalid", "_x0041_", "0123", "1e5", "\ufeff=1", "", "a\x00b"]
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(nasty, min_size=3, max_size=3))
def test_no_word_becomes_a_formula(words: list[str]) -> None:
    year = _small()
    name, post, title = words
    member = replace(year.members[0], name=name, post=post, station=title, last_talk=None)
    line = replace(year.members[0].collective.lines[0], title=title, sources=(name,))
    member = replace(member, collective=replace(member.collective, lines=(line,)))
    planted = replace(year, members=(member,))
    for row in csv.reader(io.StringIO(dossier_csv(planted).decode("utf-8-sig", "replace"), newline="")):
        assert not [cell for cell in row if is_dangerous(cell)]
        assert not [cell for cell in row if cell and cell[0] in DANGEROUS]
        assert len(row) == len(MEMBERS)
    for sheet in book_of(dossier_xlsx(planted)):
        for cells in sheet.iter_rows():
            for cell in cells:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                if isinstance(cell.value, str) and is_dangerous(cell.value):
                    assert cell.quotePrefix


@functools.cache
def _small() -> OrganYear:
    return drawn_year(members=12, sessions=2)


@given(st.text())
def test_a_safe_text_keeps_its_words(text: str) -> None:
    kept = in_csv(text)
    assert not is_dangerous(kept)
    assert kept.lstrip("'").replace(" ", "").endswith(text[-1:].strip() if text.isalnum() else "")

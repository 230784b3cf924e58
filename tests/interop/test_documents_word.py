"""Word files: what they say, what they never say, that they open, and how many pages they take."""

from __future__ import annotations

import functools
import io
import re
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sample_year import ORGAN, RARE, ROOT, YEAR, drawn_year, rulebooks

from zhixing.core.figures.member import MemberYear
from zhixing.core.figures.organ import OrganYear
from zhixing.interop.documents.cells import plain
from zhixing.interop.documents.hour_register import hour_register_docx
from zhixing.interop.documents.indicator_card import indicator_card_docx
from zhixing.interop.documents.punctuation import printed
from zhixing.interop.documents.record_sheet import record_sheets_docx
from zhixing.interop.documents.rulebook_docx import rulebook_difference_docx, rulebook_docx

TEMPLATES = ROOT / "src/zhixing/interop/documents/templates"


@pytest.fixture(scope="module")
def year() -> OrganYear:
    """A small invented bureau."""
    return drawn_year()


def words_of(data: bytes) -> str:
    """All text of a Word file, paragraph by paragraph, tables included."""
    body = docx.Document(io.BytesIO(data)).element.body
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))


def every_document(year: OrganYear) -> dict[str, bytes]:
    """One of each kind."""
    books = rulebooks().books
    people = {member.id: member for member in year.members}
    units = [*year.branches, *([year.organ] if year.organ else [])]
    return {
        "record_sheet": record_sheets_docx(year.members[:3], organ=ORGAN, year=YEAR),
        "hour_register": hour_register_docx(
            year.members[:3], organ=ORGAN, year=YEAR, title_branch="第一支部"
        ),
        "indicator_card": indicator_card_docx(units, organ=ORGAN, year=YEAR, members=people),
        "rulebook": rulebook_docx(books[0]),
        "rulebook_difference": rulebook_difference_docx(books[0], books[1]),
    }


def test_the_templates_are_those_of_the_script(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "tools.word_templates", tmp_path], check=True, cwd=ROOT)
    made = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert made == {file.name: file.read_bytes() for file in TEMPLATES.iterdir() if file.suffix == ".docx"}


def test_the_same_values_give_the_same_bytes(year: OrganYear) -> None:
    first, second = every_document(year), every_document(drawn_year())
    assert {name for name in first if first[name] != second[name]} == set()
    for data in first.values():
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_no_tag_is_left(year: OrganYear) -> None:
    for name, data in every_document(year).items():
        assert not re.search(r"\{[{%]|[%}]\}", words_of(data)), name


def test_the_page_and_the_type_are_those_of_official_documents(year: OrganYear) -> None:
    for name, data in every_document(year).items():
        found = docx.Document(io.BytesIO(data))
        page = found.sections[0]
        turned = name == "hour_register"
        sides = (page.page_width, page.page_height)
        assert [round(side / Mm(1)) for side in sides if side] == ([297, 210] if turned else [210, 297])
        if not turned:
            margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
            assert [round(m / Mm(1)) for m in margins if m is not None] == [37, 35, 28, 26]
        fonts = {
            style.name: style.element.rPr.rFonts.get(qn("w:eastAsia"))
            for style in found.styles
            if style.type == 1
        }
        assert fonts["Normal"] == fonts["表中文字"] == "仿宋"
        assert fonts["公文标题"] == "方正小标宋简体"
        assert "PAGE" in page.footer._element.xml
        assert all(table.rows[0]._tr.xml.count("tblHeader") for table in _lists(found)), name


def _lists(found: docx.document.Document) -> list[docx.table.Table]:
    """The tables that may run over a page: all but the frames of the record sheet."""
    frames = ("姓    名", "本人意见：")
    return [table for table in found.tables if not table.cell(0, 0).text.startswith(frames)]


def test_every_cell_holds_a_paragraph(year: OrganYear) -> None:
    """Word refuses a file with an empty cell."""
    for name, data in every_document(year).items():
        cells = docx.Document(io.BytesIO(data)).element.body.iter(qn("w:tc"))
        assert all(cell.find(qn("w:p")) is not None for cell in cells), name


def test_a_record_sheet_says_the_facts_and_their_sum(year: OrganYear) -> None:
    member = next(m for m in year.members if m.collective.value and m.post)
    words = words_of(record_sheets_docx([member], organ=ORGAN, year=YEAR))
    for expected in (member.name, member.branch, member.group, member.post, printed(member.target.sentence)):
        assert expected in words
    assert "《中国共产党党员教育管理工作条例》第二十条" in words
    assert "本人意见：" in words
    assert "支部书记签字" in words
    for line in member.collective.lines:
        assert line.title in words


def test_whoever_may_not_be_commended_is_told_without_the_reason(year: OrganYear) -> None:
    closed = next(member for member in year.members if member.gate.value)
    words = words_of(record_sheets_docx([closed], organ=ORGAN, year=YEAR))
    assert "不符合参评条件" in words
    for secret in ("影响期", "诫勉", "处分", "警告", *(cite.words for cite in closed.gate.cites)):
        assert secret not in words
    open_one = next(member for member in year.members if not member.gate.value)
    assert "不符合" not in words_of(record_sheets_docx([open_one], organ=ORGAN, year=YEAR))


def test_of_talks_only_number_and_last_day(year: OrganYear) -> None:
    talked = next(member for member in year.members if member.talks.lines)
    words = words_of(record_sheets_docx([talked], organ=ORGAN, year=YEAR))
    assert f"最近一次 {talked.last_talk}" in words
    assert "谈话人" not in words
    assert "诉求" not in words


def test_the_exempt_have_no_target(year: OrganYear) -> None:
    exempt = next(member for member in year.members if member.exempt)
    words = words_of(record_sheets_docx([exempt], organ=ORGAN, year=YEAR))
    assert "不作硬性要求" in words
    assert "还差学时\n—\n" in words


def test_rare_names_stand_in_word(year: OrganYear) -> None:
    words = words_of(record_sheets_docx(year.members, organ=ORGAN, year=YEAR))
    assert all(f"{name}\n" in words for name in RARE)


def test_the_register_adds_up_line_by_line(year: OrganYear) -> None:
    member = next(m for m in year.members if m.cadre.value and m.self_study.value)
    data = hour_register_docx([member], organ=ORGAN, year=YEAR)
    table = docx.Document(io.BytesIO(data)).tables[0]
    heads = [cell.text for cell in table.rows[0].cells]
    assert heads == ["姓名", "日期", "项目", "举办单位", "类别", "学时", "证明人/材料", "累计"]
    sums = dict.fromkeys("ABD", "")
    for row in table.rows[1:-1]:
        for part in row.cells[7].text.split("、"):
            sums[part[0]] = part[2:]
    assert float(sums["A"]) * 100 == member.collective.value
    assert float(sums["B"]) * 100 == member.cadre.value
    assert sums["D"] == f"{member.self_study.value} 项"
    hosts = {line.host for line in (*member.collective.lines, *member.cadre.lines)}
    assert hosts
    assert hosts <= {row.cells[3].text for row in table.rows}


def test_the_card_shows_ratio_formula_and_exceptions(year: OrganYear) -> None:
    branch = year.branches[0]
    people = {member.id: member for member in year.members}
    words = words_of(indicator_card_docx([branch], organ=ORGAN, year=YEAR, members=people))
    ratio = branch.coverage.ratio
    assert f"{ratio.part}/{ratio.whole}" in words
    assert "年末在册且有学时目标的党员" in words
    for uid in (*branch.coverage.short, *branch.leaders):
        assert people[uid].name in words
    for outside in branch.coverage.outside:
        assert outside.name in words
    assert words.index("一、班子成员带头情况") < words.index("二、指标")


def test_a_rulebook_says_every_rule_and_what_is_unchecked() -> None:
    for book in rulebooks().books:
        words = words_of(rulebook_docx(book))
        assert all(printed(rule.text) in words for rule in book.rules)
        assert words.count("待核对") >= sum(rule.pending for rule in book.rules)


def test_two_equal_books_do_not_differ() -> None:
    book = rulebooks().books[0]
    assert "没有变化" in words_of(rulebook_difference_docx(book, book))


@pytest.mark.parametrize(
    ("plain", "wanted"),
    [
        (
            "目标 = 32×6/12 = 16;在册 6 个月,其中豁免 1 个月",
            "目标 = 32×6/12 = 16；在册 6 个月，其中豁免 1 个月",
        ),
        ("≈ 37.5(按 0.5 学时取整)", "≈ 37.5（按 0.5 学时取整）"),
        ("29/30(96.7%)", "29/30（96.7%）"),
        ("15:00 开始", "15:00 开始"),
        ("心得体会(03-09、07-10)", "心得体会（03-09、07-10）"),
        (
            "《中国共产党党员教育管理工作条例》第二十条(一般要求);②",
            "《中国共产党党员教育管理工作条例》第二十条（一般要求）；②",
        ),
    ],
)
def test_punctuation_as_in_print(plain: str, wanted: str) -> None:
    assert printed(plain) == printed(wanted) == wanted


@given(st.text(alphabet="学时15,;:()。A、《》 "))
def test_punctuation_is_set_once(text: str) -> None:
    assert printed(printed(text)) == printed(text)
    assert len(printed(text)) == len(text)


nasty = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["{{ 7*7 }}", "{% for x in y %}", "<w:p/>", "&amp;", "a\fb", "a\x07b", "a\nb", "{_{ x }_}", "\ud800"]
    ),
)


@settings(max_examples=40, deadline=None)
@given(nasty, nasty)
def test_no_word_becomes_a_command(name: str, title: str) -> None:
    member = _one()
    lines = (replace(member.collective.lines[0], title=title), *member.collective.lines[1:])
    planted = replace(member, name=name, post=title, collective=replace(member.collective, lines=lines))
    pages = _pages_of(record_sheets_docx([planted], organ=ORGAN, year=YEAR))
    assert pages == _pages_of(record_sheets_docx([member], organ=ORGAN, year=YEAR))
    if "{{" in name:
        assert plain(name) in words_of(hour_register_docx([planted], organ=ORGAN, year=YEAR))


@functools.cache
def _one() -> MemberYear:
    return next(member for member in drawn_year().members if member.collective.lines)


def _pages_of(data: bytes) -> list[int]:
    """How many rows, paragraphs and breaks."""
    body = docx.Document(io.BytesIO(data)).element.body
    return [sum(1 for _ in body.iter(qn(name))) for name in ("w:tr", "w:p", "w:br")]


@pytest.mark.drill
def test_libreoffice_prints_them(year: OrganYear, tmp_path: Path) -> None:
    for name, data in every_document(year).items():
        (tmp_path / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    files = sorted(str(file) for file in tmp_path.glob("*.docx"))
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files],
        check=True,
        capture_output=True,
        timeout=180,
    )
    pages = {name: _printed(tmp_path / f"{name}.pdf") for name in every_document(year)}
    # Each of three members: a page of facts, a page of hours.
    assert len(pages["record_sheet"]) == 6
    assert all("个人记实表" in page for page in pages["record_sheet"][::2])
    assert all("学时明细" in page for page in pages["record_sheet"][1::2])
    assert "— 1 —" in pages["record_sheet"][0] or "—1—" in pages["record_sheet"][0].replace(" ", "")
    assert all("证明人/材料" in page for page in pages["hour_register"] if "主题党日" in page)
    assert sum("班子指标卡" in page for page in pages["indicator_card"]) == 3


def _printed(pdf: Path) -> list[str]:
    """The text of each page."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True)
    return done.stdout.decode().split("\f")[:-1]


@pytest.mark.drill
def test_three_hundred_sheets_take_seconds() -> None:
    year = drawn_year(members=300, sessions=30, branches=8)
    start = time.process_time()
    record_sheets_docx(year.members, organ=ORGAN, year=YEAR)
    # Four seconds on a machine at rest.
    assert time.process_time() - start < 16

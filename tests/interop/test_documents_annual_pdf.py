"""The year's three forms as PDF/A: what the Word file says, the PDF says, in the same order on the page."""

from __future__ import annotations

import datetime as dt
import io
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from tests.sample_year import ORGAN, RARE, ROOT, YEAR, drawn_year

from zhixing.core.figures.member import MemberYear
from zhixing.core.figures.organ import OrganYear
from zhixing.core.figures.unit import UnitYear
from zhixing.interop.documents import pdf_apart
from zhixing.interop.documents.annual_pdf import hour_register_pdf, indicator_cards_pdf, record_sheets_pdf
from zhixing.interop.documents.hour_register import hour_register_docx
from zhixing.interop.documents.indicator_card import indicator_card_docx
from zhixing.interop.documents.pdf import PdfError
from zhixing.interop.documents.record_sheet import record_sheets_docx
from zhixing.interop.documents.sheet import Leaf, Ruled, Words, booklet_pdf

DAY = dt.date(2026, 11, 22)
HOSTILE = '#panic(1) $x$ @a `b` <w> "]} {{ 7*7 }} //c \\'


@pytest.fixture(scope="module")
def year() -> OrganYear:
    """A small invented bureau."""
    return drawn_year()


def units(year: OrganYear) -> tuple[UnitYear, ...]:
    return (*([year.organ] if year.organ else []), *year.branches)


def both(year: OrganYear, some: int = 3) -> dict[str, tuple[bytes, bytes]]:
    """Each form in Word and as PDF."""
    members, people = year.members[:some], {member.id: member for member in year.members}
    return {
        "record": (
            record_sheets_docx(members, organ=ORGAN, year=YEAR),
            record_sheets_pdf(members, organ=ORGAN, year=YEAR, day=DAY),
        ),
        "register": (
            hour_register_docx(members, organ=ORGAN, year=YEAR, title_branch="第一支部"),
            hour_register_pdf(members, organ=ORGAN, year=YEAR, title_branch="第一支部", day=DAY),
        ),
        "card": (
            indicator_card_docx(units(year), organ=ORGAN, year=YEAR, members=people),
            indicator_cards_pdf(units(year), organ=ORGAN, year=YEAR, members=people, day=DAY),
        ),
    }


def texts_of(data: bytes) -> list[str]:
    """Every paragraph of a Word file without spaces, in its order; cells too."""
    body = docx.Document(io.BytesIO(data)).element.body
    found = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))
    return [text for text in (re.sub(r"\s", "", each) for each in found) if text]


def printed_pages(data: bytes, tmp: Path) -> list[str]:
    """The text of each page without spaces, in the order of drawing."""
    return [re.sub(r"\s", "", page) for page in words_on(data, tmp).split("\f")[:-1]]


def words_on(data: bytes, tmp: Path) -> str:
    """All text in the order of drawing, pages parted by form feeds."""
    (tmp / "p.pdf").write_bytes(data)
    done = subprocess.run(["pdftotext", "-raw", tmp / "p.pdf", "-"], check=True, capture_output=True)
    return done.stdout.decode()


def test_every_word_of_the_word_file_stands_in_the_pdf(year: OrganYear, tmp_path: Path) -> None:
    for name, (word, pdf) in both(year).items():
        apart = words_on(pdf, tmp_path)
        drawn = re.sub(r"\s", "", apart)
        # A cell that runs over a line is drawn among its neighbours' lines: its characters are all there.
        wanted = {text for text in texts_of(word) if text not in drawn}
        assert {text for text in wanted if not _scattered(text, drawn)} == set(), name
        assert len(wanted) < 0.1 * len(set(texts_of(word))), f"{name}: {sorted(wanted)}"
        numbers = re.compile(r"\d+(?:\.\d+)?")
        said = {value for text in texts_of(word) for value in numbers.findall(text)}
        assert said - set(numbers.findall(apart)) == set(), name


def _scattered(text: str, drawn: str) -> bool:
    """Whether a text is there in pieces of at least six characters."""
    rest = text
    while rest:
        cut = next((n for n in range(len(rest), 0, -1) if rest[:n] in drawn), 0)
        if cut < min(6, len(rest)):
            return False
        rest = rest[cut:]
    return True


def test_the_order_is_that_of_the_word_file(year: OrganYear, tmp_path: Path) -> None:
    marks = {
        "record": (
            "姓名",
            "算式与说明",
            "学时目标",
            "依据：",
            "本人意见：",
            "学时明细",
            "来源",
            "合计：",
            "本人签字：",
        ),
        "register": ("填报单位", "证明人/材料", "小计：", "四账互不抵扣", "记录人："),
        "card": ("一、班子", "二、指标", "三、教育", "四、驻地", "依据：①", "党组织书记签字："),
    }
    for name, (word, pdf) in both(year).items():
        for text in ("".join(texts_of(word)), "".join(printed_pages(pdf, tmp_path))):
            places = [text.index(mark) for mark in marks[name]]
            assert places == sorted(places), name


def test_it_is_pdf_a_and_the_same_every_time(year: OrganYear) -> None:
    again = both(drawn_year())
    for name, (_, pdf) in both(year).items():
        assert b"<pdfaid:part>2</pdfaid:part>" in pdf, name
        assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf
        assert pdf == again[name][1]


def test_each_sheet_is_numbered_and_says_whose_it_is_and_when_made(year: OrganYear, tmp_path: Path) -> None:
    pages = printed_pages(both(year)["record"][1], tmp_path)
    assert len(pages) == 6, "a page of facts and a page of hours each"
    for at, page in enumerate(pages):
        assert f"{YEAR}年度个人记实表{year.members[at // 2].name}" in page
        assert f"据{YEAR}年度已入账的事实，2026年11月22日制表" in page
        assert f"—{at % 2 + 1}—" in page


def test_wide_ones_are_turned_and_heads_return(year: OrganYear, tmp_path: Path) -> None:
    pages = printed_pages(both(year)["register"][1], tmp_path)
    assert len(pages) > 2
    assert all("证明人/材料" in page for page in pages)
    assert sum("记录人：" in page for page in pages) == 1
    told = subprocess.run(["pdfinfo", tmp_path / "p.pdf"], check=True, capture_output=True).stdout.decode()
    wide, high = re.search(r"Page size: +([\d.]+) x ([\d.]+)", told).groups()  # type: ignore[union-attr]
    assert float(wide) > float(high)


def test_a_talk_is_a_number_and_a_closed_gate_has_no_reason(year: OrganYear, tmp_path: Path) -> None:
    closed = next(member for member in year.members if member.gate.value)
    text = "".join(printed_pages(record_sheets_pdf([closed], organ=ORGAN, year=YEAR, day=DAY), tmp_path))
    assert "不符合参评条件" in text
    assert not re.search("影响期|诫勉|处分|警告|谈话人|诉求", text)


def test_rare_names_and_hostile_words_are_drawn_as_they_are(year: OrganYear, tmp_path: Path) -> None:
    sheets = record_sheets_pdf(year.members[:8], organ=ORGAN, year=YEAR, day=DAY)
    text = "".join(printed_pages(sheets, tmp_path))
    assert {member.name for member in year.members[:8] if member.name not in text} == set()
    assert any(name in text for name in RARE)
    planted = _planted(next(m for m in year.members if m.collective.lines), HOSTILE)
    for make in _makers(planted):
        assert re.sub(r"\s", "", HOSTILE) in "".join(printed_pages(make(), tmp_path))
    branch = next(unit for unit in year.branches if unit.problems)
    problems = tuple(replace(line, text=HOSTILE, state="整改中") for line in branch.problems)
    people = {member.id: member for member in year.members}
    card = indicator_cards_pdf(
        [replace(branch, problems=problems)], organ=HOSTILE, year=YEAR, members=people, day=DAY
    )
    text = "".join(printed_pages(card, tmp_path))
    assert text.count("#panic(1)$x$@a`b`<w>") >= len(problems)


def _planted(member: MemberYear, words: str) -> MemberYear:
    lines = (replace(member.collective.lines[0], title=words), *member.collective.lines[1:])
    return replace(member, post=words, collective=replace(member.collective, lines=lines))


def _makers(member: MemberYear) -> tuple[Callable[[], bytes], ...]:
    return (
        lambda: record_sheets_pdf([member], organ=ORGAN, year=YEAR, day=DAY),
        lambda: hour_register_pdf([member], organ=ORGAN, year=YEAR, day=DAY),
    )


def test_what_nobody_draws_is_an_error(year: OrganYear) -> None:
    nobody = replace(next(m for m in year.members if m.collective.lines), name="张\U0003ffff")
    for make in _makers(nobody):
        with pytest.raises(PdfError, match=r"U\+3FFFF"):
            make()
    with pytest.raises(PdfError, match=r"U\+3FFFF"):
        record_sheets_pdf([nobody] * 30, organ=ORGAN, year=YEAR, day=DAY)


def test_no_row_is_split_but_one_higher_than_a_page(tmp_path: Path) -> None:
    rows = tuple((f"甲{n}始" + "学" * 60 + f"终{n}乙",) * 2 for n in range(60))
    table = Ruled(("一", "二"), rows, (1, 1), ("l", "l"))
    pages = printed_pages(booklet_pdf("表", [Leaf("表", "", (table,))], day=DAY), tmp_path)
    assert len(pages) > 1
    for n in range(60):
        assert sum(f"甲{n}始" in page for page in pages) == 1
        assert next(f"终{n}乙" in page for page in pages if f"甲{n}始" in page)
    high = Ruled(("一", "二"), (("始" + "长" * 4000 + "终", ("丙", "丁")),), (1, 1), ("l", "l"))
    pages = printed_pages(booklet_pdf("表", [Leaf("表", "", (high,))], day=DAY), tmp_path)
    assert "".join(pages).count("长") == 4000
    assert len(pages) > 1
    words = Leaf("表", "", (Words("area", "一、甲"), Words("note", HOSTILE), Words("sign", "签字：")))
    assert "签字：" in printed_pages(booklet_pdf("表", [words], day=DAY), tmp_path)[0]


@pytest.mark.parametrize("before", range(20, 40))
def test_a_signature_never_stands_alone(before: int, tmp_path: Path) -> None:
    long = Ruled(("甲",), (("子",),) * before, (1,), ("l",))
    short = Ruled(("乙",), (("丑",),) * 4, (1,), ("l",), whole=True, bound=True)
    words = (Words("note", "注一" * 40), Words("note", "注二"), Words("sign", "签字："))
    leaf = Leaf("表", "", (long, Words("area", "一、题"), short, *words))
    pages = printed_pages(booklet_pdf("表", [leaf], day=DAY), tmp_path)
    last = next(page for page in pages if "签字：" in page)
    assert all(part in last for part in ("一、题", "丑丑丑丑", "注一", "注二"))


def test_a_large_one_is_set_apart_and_leaves_no_memory(year: OrganYear, tmp_path: Path) -> None:
    many = [replace(year.members[n % 24], name=f"甲{n}") for n in range(40)]
    record_sheets_pdf(many[:1], organ=ORGAN, year=YEAR, day=DAY)
    before = _resident()
    pdf = record_sheets_pdf(many, organ=ORGAN, year=YEAR, day=DAY)
    assert _resident() - before < 30, "MB that stay"
    pages = printed_pages(pdf, tmp_path)
    assert [f"甲{n}" in pages[2 * n] for n in range(40)] == [True] * 40
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf


def _resident() -> int:
    """MB resident now."""
    told = Path("/proc/self/status").read_text("utf-8")
    return int(told.partition("VmRSS:")[2].split()[0]) // 1024


def test_a_child_that_takes_too_long_or_dies_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    values: dict[str, object] = {"title": []}
    with pytest.raises(RuntimeError, match="ended with 1"):
        pdf_apart.set_apart("sheet", values, title="x", day=DAY)
    with monkeypatch.context() as patched:
        patched.setattr(pdf_apart, "_START", "import os; os.abort()")
        with pytest.raises(PdfError, match="请按支部分别下载"):
            pdf_apart.set_apart("sheet", values, title="x", day=DAY)
    monkeypatch.setattr(pdf_apart, "SECONDS", 0.01)
    with pytest.raises(PdfError, match="请按支部分别下载"):
        pdf_apart.set_apart("sheet", values, title="x", day=DAY)


def test_a_server_starts_without_typst() -> None:
    code = "import sys, zhixing.interop.documents.annual_pdf; sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.drill
def test_a_whole_organ_is_timed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rounds: Callable[[int, int], int]
) -> None:
    members = rounds(40, 282)
    whole = drawn_year(members=members, sessions=40, branches=8)
    start, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    pdf = record_sheets_pdf(whole.members, organ=ORGAN, year=YEAR, day=DAY)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    with capsys.disabled():
        print(
            f"\n{members} record sheets: {time.perf_counter() - start:.1f} s, {cpu:.1f} s of CPU,"
            f" {after.ru_maxrss // 1024} MB in the child, {len(pdf) // 1024} KiB"
        )
    assert len(printed_pages(pdf, tmp_path)) >= 2 * members

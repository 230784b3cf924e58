"""PDF/A: the official layout counted on the page, names drawn in pixels, and text that never runs as markup."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sample_year import RARE

from zhixing.interop.documents.official import (
    Grid,
    Heading,
    Items,
    Official,
    Paragraph,
    closing,
    numeral,
    official_pdf,
)
from zhixing.interop.documents.pdf import PdfError, holes, set_pdf

DAY = dt.date(2026, 11, 22)
MM = 72 / 25.4
NAMES = "镕喆堃甪㛃䶮𬭎"
NOTO = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
HOSTILE = (
    "#panic(1)",
    "#sys.inputs",
    "$x^2$",
    "\\ \\n",
    "@label",
    "`raw` ```",
    "*b* _i_ = h",
    "<lab>",
    '"]}, "kind": "h1',
    "//comment /* x */",
    "{{ 7*7 }}",
    "- list + 1.",
    "https://example.org",
    "~ -- --- ...",
)


@dataclass(frozen=True)
class Word:
    """A word on a page, in points from the upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def words_of(pdf: bytes, tmp: Path) -> list[Word]:
    """Every word with its place."""
    file = tmp / "made.pdf"
    file.write_bytes(pdf)
    html = subprocess.run(["pdftotext", "-bbox", file, "-"], check=True, capture_output=True).stdout.decode()
    found, page = [], 0
    place = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
    for line in html.splitlines():
        page += "<page" in line
        if read := place.search(line):
            left, top, right, bottom = map(float, read.groups()[:4])
            found.append(Word(page, left, top, right, bottom, read[5]))
    return found


def text_of(pdf: bytes, tmp: Path) -> str:
    """All text in the order of reading, without spaces."""
    file = tmp / "text.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-raw", file, "-"], check=True, capture_output=True)
    return re.sub(r"\s", "", done.stdout.decode())


def paragraphs(*texts: str, title: str = "题") -> Official:
    return Official(title, tuple(Paragraph(text) for text in texts))


def test_a_page_holds_22_lines_of_28_characters(tmp_path: Path) -> None:
    words = words_of(official_pdf(paragraphs("学" * 28 * 22 * 3), day=DAY), tmp_path)
    second = [word for word in words if word.page == 2 and "学" in word.text]
    assert len(second) == 22
    assert {len(word.text) for word in second} == {28}
    # 天头 37 mm, 版心 156 by 225 mm; 订口 28 mm lies right on an even page, 切口 26 mm left.
    assert second[0].top == pytest.approx(37 * MM, abs=0.5)
    third = [word for word in words if word.page == 3 and "学" in word.text]
    assert second[0].left == pytest.approx(26 * MM, abs=0.5)
    assert third[0].left == pytest.approx(28 * MM, abs=0.5)
    assert second[0].right - second[0].left == pytest.approx(156 * MM, abs=0.5)
    pitch = {round(b.top - a.top, 1) for a, b in zip(second, second[1:], strict=False)}
    assert pitch == {round(225 / 22 * MM, 1)}
    assert second[-1].bottom <= (37 + 225) * MM
    assert {round(word.bottom - word.top) for word in second} == {16}


def test_page_numbers_stand_outside(tmp_path: Path) -> None:
    words = words_of(official_pdf(paragraphs("学" * 28 * 22 * 3), day=DAY), tmp_path)
    feet = {word.page: word for word in words if word.text.isdigit() or "—" in word.text}
    assert {"1", "2", "3"} <= {word.text for word in words}
    lines = {
        page: [word for word in words if word.page == page and word.top > (37 + 225) * MM] for page in feet
    }
    first, second = lines[1], lines[2]
    assert [word.text for word in first] == ["—", "1", "—"]
    assert first[-1].right == pytest.approx((210 - 26) * MM - 14, abs=4)
    assert second[0].left == pytest.approx(26 * MM + 14, abs=4)
    # The dash begins 7 mm below the text, give or take the room above its letters.
    assert first[0].top - (37 + 225) * MM == pytest.approx(7 * MM, abs=4)


def test_levels_closing_and_annexes(tmp_path: Path) -> None:
    document = Official(
        "关于开展学习的\n通知",
        (
            Heading(1, "总体要求"),
            Heading(2, "目标"),
            Heading(2, "任务"),
            Heading(3, "集中"),
            Heading(4, "补学"),
            Heading(1, "安排"),
            Heading(2, "时间"),
            Items(("甲", "乙")),
            Grid(("月份", "主题"), tuple((f"{n}月", "学习") for n in range(1, 61)), (1, 4)),
        ),
        recipient="各党支部",
        signature="机关党委",
        date=dt.date(2026, 3, 5),
        attachments=("计划表", "登记表"),
    )
    pdf = official_pdf(document, day=DAY)
    text = text_of(pdf, tmp_path)
    for part in ("各党支部：", "一、总体要求", "（一）目标", "（二）任务", "1.集中", "（1）补学", "二、安排"):
        assert part in text
    assert "（一）时间" in text[text.index("二、安排") :]
    assert "（2）乙" in text
    assert "附件：1.计划表2.登记表" in text
    assert text.count("月份主题") == 3, "the head stands on every page of the table"
    words = words_of(pdf, tmp_path)
    date = next(word for word in words if word.text.startswith("2026年"))
    sign = next(word for word in words if word.text == "机关党委")
    edge = 210 - (26 if date.page % 2 else 28)
    assert date.right == pytest.approx((edge - 4 * 156 / 28) * MM, abs=1.5)
    assert any("附件" in word.text for word in words if word.page == date.page), "a signature is never alone"
    assert (date.left + date.right) / 2 == pytest.approx((sign.left + sign.right) / 2, abs=2)
    title = [word for word in words if word.text in ("关于开展学习的", "通知")]
    assert {round((word.left + word.right) / 2) for word in title} == {round((28 + 78) * MM)}


def test_a_long_signature_pushes_the_date() -> None:
    document = Official("题", (), signature="中共某某县交通运输局机关委员会办公室", date=DAY)
    _, sign_space, date_space = closing(document)
    assert sign_space == 0
    assert date_space > 4


def test_numerals() -> None:
    assert [numeral(n) for n in (1, 10, 11, 20, 21, 99)] == ["一", "十", "十一", "二十", "二十一", "九十九"]


def test_it_is_pdf_a_with_its_fonts_in_it(tmp_path: Path) -> None:
    pdf = official_pdf(paragraphs(f"张{NAMES}"), day=DAY)
    assert re.search(rb"<pdfaid:part>2</pdfaid:part>", pdf)
    assert re.search(rb"<pdfaid:conformance>B</pdfaid:conformance>", pdf)
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf)
    listed = (
        subprocess.run(["pdffonts", file], check=True, capture_output=True).stdout.decode().splitlines()[2:]
    )
    assert listed
    assert all(re.search(r"yes yes yes\s+\d+\s+0$", line) for line in listed)
    assert pdf == official_pdf(paragraphs(f"张{NAMES}"), day=DAY), "the same values, the same bytes"


def picture(pdf: bytes, tmp: Path) -> tuple[int, int, bytes]:
    """The first page as grey pixels, 200 to the inch."""
    (tmp / "p.pdf").write_bytes(pdf)
    some = ["-gray", "-r", "200", "-f", "1", "-l", "1", "-singlefile"]
    command = ["pdftoppm", *some, str(tmp / "p.pdf"), str(tmp / "p")]
    subprocess.run(command, check=True)
    _, size, _, pixels = (tmp / "p.pgm").read_bytes().split(b"\n", 3)
    wide, high = map(int, size.split())
    return wide, high, pixels


def glyphs(pdf: bytes, wanted: str, tmp: Path) -> dict[str, bytes]:
    """The pixels of each character, black or white, in a square of one height."""
    wide, _, pixels = picture(pdf, tmp)
    scale, found = 200 / 72, {}
    for word in words_of(pdf, tmp):
        if word.text in wanted and word.text not in found:
            left, top = round(word.left * scale), round(word.top * scale)
            rows = [pixels[(top + y) * wide + left : (top + y) * wide + left + 44] for y in range(44)]
            found[word.text] = bytes(int(each < 128) for row in rows for each in row)
    return found


def test_rare_names_are_drawn_in_pixels(tmp_path: Path) -> None:
    wanted = NAMES + "".join(char for name in RARE for char in name if char not in NAMES and char != "·")
    drawn: dict[str, bytes] = {}
    for at in range(0, len(wanted), 16):
        some = wanted[at : at + 16]
        drawn |= glyphs(official_pdf(paragraphs(*some), day=DAY), some, tmp_path)
    assert set(drawn) == set(wanted)
    for char, pixels in drawn.items():
        assert 60 < sum(pixels) < 900, f"{char} is blank or a blot"
    assert len(set(drawn.values())) == len(drawn), "two characters look alike: both are the missing glyph"
    edges = {char: _framed(pixels) for char, pixels in drawn.items()}
    assert not any(edges.values()), f"drawn as an empty box: {edges}"


def _framed(pixels: bytes) -> bool:
    """Whether the ink is only a frame: tofu is an empty box."""
    rows = [pixels[44 * y : 44 * y + 44] for y in range(44)]
    inked = [y for y, row in enumerate(rows) if any(row)]
    middle = rows[inked[0] + 4 : inked[-1] - 3]
    return all(sum(row) <= 8 for row in middle)


def test_what_nobody_draws_is_an_error_and_not_a_hole() -> None:
    with pytest.raises(PdfError, match="字体里没有这些字：\U0003ffff（U\\+3FFFF）"):
        official_pdf(paragraphs("缺\U0003ffff字"), day=DAY)


def test_a_missing_folder_of_fonts_is_named(tmp_path: Path) -> None:
    with pytest.raises(PdfError, match="字体文件夹不存在"):
        official_pdf(paragraphs("字"), day=DAY, fonts=tmp_path / "none")


@pytest.mark.skipif(not NOTO.exists(), reason="no second font on this machine")
def test_own_fonts_and_those_of_the_machine_help_out(tmp_path: Path) -> None:
    own = tmp_path / "fonts"
    own.mkdir()
    (own / "own.ttc").symlink_to(NOTO)
    for fonts in (own, None):
        assert "㐁" in text_of(official_pdf(paragraphs("㐁"), day=DAY, fonts=fonts), tmp_path)


@pytest.mark.parametrize("text", HOSTILE)
def test_words_are_words_wherever_they_stand(text: str, tmp_path: Path) -> None:
    document = Official(
        text,
        (Heading(1, text), Paragraph(text), Items((text,)), Grid((text,), ((text,),), caption=text)),
        recipient=text,
        signature=text,
        attachments=(text,),
    )
    made = text_of(official_pdf(document, day=DAY), tmp_path)
    assert made.count(re.sub(r"\s", "", text)) >= 8


@settings(max_examples=40, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("#$\\@`*_=<>[]{}()\"'/~-+:.;,!?&%^|a1字\n\r\t\x00\u2028\ud800"), max_size=40
    )
)
def test_no_text_runs_or_fails(text: str) -> None:
    assert official_pdf(paragraphs(f"甲{text}乙", title=f"题{text}"), day=DAY).startswith(b"%PDF")


def test_many_at_once_do_not_mix() -> None:
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda n: official_pdf(paragraphs(f"第{n % 6}份" * 40), day=DAY), range(60)))
    assert len(set(made)) == 6
    assert all(one == made[n % 6] for n, one in enumerate(made))


def test_other_errors_are_not_holes() -> None:
    with pytest.raises(typst.TypstError) as found:
        set_pdf("official", {"title": []}, title="x", day=DAY)
    assert holes(found.value) == []

"""The forms of the desk: what is filled in, what stays empty for the pen, that both formats open and print."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import docx
import pytest
from docx.oxml.ns import qn
from tests.sample_year import RARE

from zhixing.interop.documents.official import Grid, Heading, Items, Official, Paragraph
from zhixing.interop.documents.official_docx import official_docx, table_docx
from zhixing.interop.documents.plan_table import PlanRow, PlanTable, plan_docx, plan_pdf
from zhixing.interop.documents.practice_record import PracticeRecord, practice_docx, practice_pdf
from zhixing.interop.documents.roster_sheet import (
    RosterBranch,
    RosterRow,
    RosterSheet,
    roster_docx,
    roster_pdf,
)
from zhixing.interop.documents.session_record import SessionRecord, session_record_docx, session_record_pdf
from zhixing.interop.documents.sign_in import (
    NumbersError,
    Signer,
    SignInSheet,
    list_code,
    numbers,
    same_code,
    sign_in_docx,
    sign_in_pdf,
)
from zhixing.interop.documents.talk_sheet import TalkSheet, talk_docx, talk_pdf

DAY = dt.date(2026, 11, 22)
BRANCH = "公路养护中心党支部"
NAMES = (*RARE, "陈明", "赵强", "丁一")
RECORD = SessionRecord(
    *("三会一课记录", f"记录单位：{BRANCH}", "H248", "党员大会", "2026年3月5日 15:00—17:00", BRANCH),
    *("23 人", "21 人", "值班 1 人：张䶮；请假 1 人：李㛃（公务）", "学习条例", "党章党规党纪教育", "2"),
)
TOLD = replace(
    RECORD,
    place="三楼会议室（现场和视频）",
    host="张䶮",
    recorder="丁一",
    observers="县委组织部李某",
    left="不列入应到：刘𬭎（不作硬性要求）",
    agenda=("一、研究发展党员", "二、研究饮水"),
    words=("张䶮：同意。", "丁一：补一句"),
    votes=("接收预备党员：应到会有表决权 22 人，实到 20 人；赞成 19 票，反对 0 票，弃权 1 票，通过",),
    decisions=("1. 修好道班饮水", "2. 下月再议"),
    duties=("1. 丁一，2026年4月1日前", "2. 支部"),
)
SIGN_IN = SignInSheet(
    *("签到表", f"组织单位：{BRANCH}", "7K3M9Q", "学习条例", "2026年3月5日 15:00", "", 43),
    tuple(
        Signer(n, NAMES[n % len(NAMES)], f"第{n % 3 + 1}党小组", "值班" if n == 6 else "")
        for n in range(1, 44)
    ),
)
ROSTER = RosterSheet(
    "某局机关党委",
    DAY,
    (
        RosterBranch(
            BRANCH,
            tuple(
                RosterRow(
                    *(n, NAMES[n % len(NAMES)], "男", "汉族", "1980-05", "本科", "2005-07-01"),
                    *("第1党小组", "组织委员", "养护工", "长坪养护站", "预备党员" if n == 3 else ""),
                )
                for n in range(1, 41)
            ),
        ),
        RosterBranch("运输管理所党支部", ()),
    ),
)
PLAN = PlanTable(
    2026,
    "某局机关党委",
    tuple(PlanRow(n, f"{n % 12 + 1}月", f"主题{n}", "主题党日", BRANCH, "2", "") for n in range(1, 31)),
)
TALK = TalkSheet(f"党支部：{BRANCH}", "2026年3月5日", "丁一", "张䶮", "面谈")
PRACTICE = PracticeRecord(
    f"党组织：{BRANCH}", "2026年3月5日", "G346 长坪养护站", "丁一、张䶮", "K23+400 处会车困难", "未办结"
)
LETTER = Official(
    "关于学习的通知",
    (
        Heading(1, "要求"),
        Paragraph("学习。"),
        Items(("甲", "乙")),
        Grid(("月", "事"), (("合计",), ("1月", "学"))),
    ),
    "各党支部",
    "机关党委",
    DAY,
    ("计划表", "登记表"),
)

WORD: dict[str, Callable[[], bytes]] = {
    "session_record": lambda: session_record_docx(RECORD, day=DAY),
    "session_told": lambda: session_record_docx(TOLD, day=DAY),
    "sign_in": lambda: sign_in_docx(SIGN_IN, day=DAY),
    "roster": lambda: roster_docx(ROSTER, day=DAY),
    "plan": lambda: plan_docx(PLAN, day=DAY),
    "talk": lambda: talk_docx(TALK, day=DAY),
    "practice": lambda: practice_docx(PRACTICE, day=DAY),
    "official": lambda: official_docx(LETTER, day=DAY),
    "table": lambda: table_docx("清单", ("事", "日"), [("=1+1", "{{x}}")] * 60, day=DAY, landscape=True),
}
PRINT: dict[str, Callable[[], bytes]] = {
    "session_record": lambda: session_record_pdf(RECORD, day=DAY),
    "session_told": lambda: session_record_pdf(TOLD, day=DAY),
    "sign_in": lambda: sign_in_pdf(SIGN_IN, day=DAY),
    "roster": lambda: roster_pdf(ROSTER, day=DAY),
    "plan": lambda: plan_pdf(PLAN, day=DAY),
    "talk": lambda: talk_pdf(TALK, day=DAY),
    "practice": lambda: practice_pdf(PRACTICE, day=DAY),
}
SAID = {
    "session_record": ("党员大会", "H248", "张䶮", "赞成", "发言要点", "责任人及完成时限", "书记签字"),
    "session_told": (
        *("三楼会议室（现场和视频）", "县委组织部李某", "不列入应到：刘𬭎", "二、研究饮水", "补一句"),
        *(
            "应到会有表决权22人，实到20人",
            "赞成19票，反对0票，弃权1票，通过",
            "1.丁一，2026年4月1日前",
            "主持人签字",
        ),
    ),
    "sign_in": ("7K3M9Q", "本人签名", "43", *RARE, "值班"),
    "roster": ("转正日期", "联系电话", "40名", "长坪养护站", *RARE, BRANCH),
    "plan": ("2026年度学习计划表", "主题30", "主讲人", "完成情况"),
    "talk": ("丁一", "张䶮", "面谈", "谈话内容要点", "不存内容", "□必谈"),
    "practice": ("K23+400处会车困难", "走访对象类别与人次", "回访", "未办结"),
    "official": ("一、要求", "（2）乙", "附件：1.计划表", "2026年11月22日", "合计"),
    "table": ("清单", "=1+1", "{{x}}"),
}


def words_of(data: bytes) -> str:
    """All text of a Word file, without spaces."""
    body = docx.Document(io.BytesIO(data)).element.body
    return re.sub(r"\s", "", "".join(t.text or "" for t in body.iter(qn("w:t"))))


def pages_of(data: bytes, tmp: Path) -> list[str]:
    """The text of each page of a PDF, without spaces."""
    (tmp / "p.pdf").write_bytes(data)
    done = subprocess.run(["pdftotext", "-raw", tmp / "p.pdf", "-"], check=True, capture_output=True)
    return [re.sub(r"\s", "", page) for page in done.stdout.decode().split("\f")[:-1]]


@pytest.mark.parametrize("name", WORD)
def test_word_says_it_and_holds_no_tag(name: str) -> None:
    data = WORD[name]()
    words = words_of(data)
    assert [part for part in SAID[name] if part not in words] == []
    if name != "table":
        assert not re.search(r"\{[{%]|[%}]\}", words)
    assert data == WORD[name](), "the same values, the same bytes"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    cells = docx.Document(io.BytesIO(data)).element.body.iter(qn("w:tc"))
    assert all(cell.find(qn("w:p")) is not None for cell in cells)


@pytest.mark.parametrize("name", PRINT)
def test_pdf_says_the_same(name: str, tmp_path: Path) -> None:
    data = PRINT[name]()
    pages = pages_of(data, tmp_path)
    assert [part for part in SAID[name] if part not in "".join(pages)] == []
    assert b"<pdfaid:part>2</pdfaid:part>" in data
    assert data == PRINT[name]()
    if name in ("session_record", "session_told", "talk", "practice"):
        assert len(pages) == 1
    head = {"sign_in": "序号姓名", "roster": "序号姓名", "plan": "序号时间"}.get(name)
    if head:
        assert len(pages) > 1
        assert all(head in page for page in pages), "the head stands on every page"


def test_an_empty_plan_is_a_sheet_for_the_pen(tmp_path: Path) -> None:
    pages = pages_of(plan_pdf(replace(PLAN, rows=()), day=DAY), tmp_path)
    assert "空表供手写" in pages[0]
    assert "1212月" in pages[0]


def test_official_words_use_named_fonts() -> None:
    found = docx.Document(io.BytesIO(WORD["official"]()))
    fonts = {
        s.name: s.element.rPr.rFonts.get(qn("w:eastAsia")) for s in found.styles if s.name.startswith("层次")
    }
    assert fonts == {
        "层次一": "黑体",
        "层次二": "楷体_GB2312",
        "层次三": "仿宋_GB2312",
        "层次四": "仿宋_GB2312",
    }
    assert found.settings.odd_and_even_pages_header_footer


def test_no_form_asks_for_what_is_not_needed() -> None:
    asked = "".join(words_of(make()) for make in WORD.values())
    for never in ("身份证", "照片", "住址", "籍贯", "排名", "积分", "打卡", "定位"):
        assert never not in asked


def test_words_of_clerks_never_run(tmp_path: Path) -> None:
    hostile = replace(PRACTICE, problem="#panic(1) {{ 7*7 }} {% for %} $x$ <w:p/>", place="@a `b` \\")
    assert "#panic(1){{7*7}}{%for%}$x$<w:p/>" in "".join(pages_of(practice_pdf(hostile, day=DAY), tmp_path))
    assert "{{7*7}}" in words_of(practice_docx(hostile, day=DAY))


def test_a_code_stands_for_one_list_in_one_order() -> None:
    people = [UUID(int=n) for n in range(1, 30)]
    code = list_code(people)
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{6}", code)
    assert list_code(people) == code
    assert list_code(people[1:]) != code
    assert list_code([*people[1:], people[0]]) != code
    assert same_code(f" {code[:3].lower()} {code[3:].lower()}", code)
    assert not same_code("", code)
    assert same_code("o1l-Qaz", "011QAZ")


@pytest.mark.parametrize(
    ("typed", "read"),
    [("", ()), ("3", (3,)), ("3、7，12-14", (3, 7, 12, 13, 14)), ("5 5;2", (2, 5)), ("1至3", (1, 2, 3))],
)
def test_exceptions_are_keyed_by_number(typed: str, read: tuple[int, ...]) -> None:
    assert numbers(typed, 43) == read


@pytest.mark.parametrize("typed", ["44", "0", "王磊", "9-3", "1--2"])
def test_numbers_off_the_list_are_refused(typed: str) -> None:
    with pytest.raises(NumbersError, match=re.escape(typed)):
        numbers(typed, 43)


@pytest.mark.drill
def test_libreoffice_prints_them(tmp_path: Path) -> None:
    for name, make in WORD.items():
        (tmp_path / f"{name}.docx").write_bytes(make())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    files = sorted(str(file) for file in tmp_path.glob("*.docx"))
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    for name in WORD:
        pages = pages_of((tmp_path / f"{name}.pdf").read_bytes(), tmp_path)
        assert [part for part in SAID[name] if part not in "".join(pages)] == [], name
        if name in ("session_record", "session_told", "talk", "practice", "official"):
            assert len(pages) == 1, name

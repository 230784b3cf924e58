"""The plan's papers: official document, plan table with all its columns, a lesson on one page; all open again."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from tests.sample_year import RARE

from zhixing.interop.documents.plan_papers import (
    PlanPaper,
    PlanProblem,
    PlanTier,
    paper_docx,
    paper_pdf,
    plan_official,
)
from zhixing.interop.documents.plan_papers_lesson import LessonSheet, StepLine, lesson_docx, lesson_pdf
from zhixing.interop.documents.plan_table import PlanRow, PlanTable, plan_docx, plan_pdf

DAY = dt.date(2026, 1, 20)
ORGAN = "云川县交通运输局机关党委"
LESSON = LessonSheet(
    under=f"{ORGAN}    2026年度    第 7 课",
    title="执法文书怎样写得规范",
    when="6月15日至9月10日间分批",
    hours="4",
    category="知识技能",
    form="集中轮训",
    scope="一线（执法、治超）",
    way="分批轮训",
    speaker=RARE[0],
    owner="综合执法大队党支部",
    answers="2025-P04 执法文书填写不规范",
    goal="学会按样例填写三类常用文书。",
    materials=("《交通运输行政执法程序规定》", "去年评查发现的问题选编"),
    questions=("哪一类文书最容易填错，为什么",),
    tests=("简易程序适用的条件", "询问笔录必须写明的事项", "送达回证由谁签"),
    action="每人改好一份自己去年的文书。",
    steps=(
        StepLine("14天", "支部书记", "确定主讲人和案例", "3月2日"),
        StepLine("1天", "党务干部", "落实场地", ""),
    ),
)
ROWS = tuple(
    PlanRow(
        *(n, f"{n}月", f"第{n}课的主题", "集中轮训", "一线（执法）", "4", ""),
        content="《程序规定》",
        speaker="周健",
        owner="执法大队",
        place="三楼",
        note="P04",
    )
    for n in range(1, 31)
)
PAPER = PlanPaper(
    year=2026,
    organ=ORGAN,
    problems=(PlanProblem("2025-P04", "执法文书填写不规范", "第1、3课"),),
    duties=("条例第二十条：集中学习培训一般不少于32学时",),
    tiers=(PlanTier("班子", "7", "56", "54"), PlanTier("一线", "180", "32", "30.5")),
    rows=ROWS,
    courses=("执法文书怎样写得规范，6月15日至9月10日间分批",),
    delivered=24,
    date=DAY,
)
TABLE = PlanTable(2026, ORGAN, ROWS, "第 3 版，已审定")
WORD: dict[str, Callable[[], bytes]] = {
    "lesson": lambda: lesson_docx(LESSON, day=DAY),
    "paper": lambda: paper_docx(PAPER, day=DAY),
    "table": lambda: plan_docx(TABLE, day=DAY),
}
PRINT: dict[str, Callable[[], bytes]] = {
    "lesson": lambda: lesson_pdf(LESSON, day=DAY),
    "paper": lambda: paper_pdf(PAPER, day=DAY),
    "table": lambda: plan_pdf(TABLE, day=DAY),
}
SAID = {
    "lesson": (
        RARE[0],
        "送达回证由谁签",
        "2．去年评查发现的问题选编",
        "3月2日",
        "学会按样例填写三类常用文书",
    ),
    "paper": (
        "2026年度学习计划",
        "2025-P04",
        "一、要解决的突出问题",
        "第30课的主题",
        "送学上门",
        "2026年1月20日",
    ),
    "table": ("第 3 版，已审定", "第30课的主题", "三楼", "共 30 项"),
}


def read_pdf(data: bytes, file: Path) -> tuple[str, int]:
    """The words without blanks, and how many pages."""
    file.write_bytes(data)
    told = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True
    ).stdout
    return "".join(told.split()), told.count("\f")


@pytest.mark.parametrize("name", PRINT)
def test_the_print_says_all_of_it(name: str, tmp_path: Path) -> None:
    words, pages = read_pdf(PRINT[name](), tmp_path / "it.pdf")
    assert [said for said in SAID[name] if said.replace(" ", "") not in words] == []
    assert pages == 1 or name != "lesson", "a lesson is one page"


@pytest.mark.parametrize("name", WORD)
def test_the_word_file_opens_and_says_the_same(name: str, tmp_path: Path) -> None:
    data = WORD[name]()
    found = docx.Document(io.BytesIO(data))
    body = "".join("".join(node.itertext()) for node in found.element.body.iter() if node.tag.endswith("}t"))
    assert "{{" not in body
    assert "{%" not in body
    file = tmp_path / "it.docx"
    file.write_bytes(data)
    office = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/office"]
    made = [*office, "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(made, capture_output=True, check=True, timeout=120)
    words, pages = read_pdf((tmp_path / "it.pdf").read_bytes(), tmp_path / "again.pdf")
    assert [said for said in SAID[name] if said.replace(" ", "") not in words] == []
    assert pages == 1 or name != "lesson", "a lesson is one page"


def test_an_empty_lesson_plan_leaves_room_for_the_pen(tmp_path: Path) -> None:
    empty = replace(
        LESSON, goal="", speaker="", materials=(), questions=(), tests=(), action="", steps=(), answers=""
    )
    docx.Document(io.BytesIO(lesson_docx(empty, day=DAY)))
    words, pages = read_pdf(lesson_pdf(empty, day=DAY), tmp_path / "it.pdf")
    assert "学习目标" in words
    assert pages == 1


def test_a_draft_is_called_one_and_has_no_date() -> None:
    document = plan_official(replace(PAPER, draft="征求意见稿", date=None, problems=(), rows=(), tiers=()))
    assert document.title.endswith("（征求意见稿）")
    assert document.date is None
    assert document.attachments == ("2026年度学习计划表",)


def test_the_same_values_give_the_same_bytes() -> None:
    assert [name for name, made in WORD.items() if made() != made()] == []

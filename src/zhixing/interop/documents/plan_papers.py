"""年度学习计划 as an official document (GB/T 9704): what it answers, hours by tier, the year's lessons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zhixing.interop.documents.official import (
    Block,
    Grid,
    Heading,
    Items,
    Official,
    Paragraph,
    Side,
    official_pdf,
)
from zhixing.interop.documents.official_docx import official_docx
from zhixing.interop.documents.plan_table import PlanRow

_LEFT: Side = "l"
_MID: Side = "c"


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """A problem that the plan answers, and the lessons that do."""

    code: str
    text: str
    lessons: str


@dataclass(frozen=True, slots=True)
class PlanTier:
    """A tier: people, its hours of the year as budgeted and as planned."""

    tier: str
    people: str
    budget: str
    planned: str


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """The plan as it is issued. `draft`: a version for opinions, marked so in the title and without a date."""

    year: int
    organ: str
    problems: tuple[PlanProblem, ...]
    duties: tuple[str, ...]
    tiers: tuple[PlanTier, ...]
    rows: tuple[PlanRow, ...]
    courses: tuple[str, ...]
    delivered: int
    draft: str = ""
    date: dt.date | None = None


def plan_official(paper: PlanPaper) -> Official:
    """The document, before it is set."""
    mark = f"\n（{paper.draft}）" if paper.draft else ""
    return Official(
        title=f"{paper.organ}\n{paper.year}年度学习计划{mark}",
        blocks=tuple(_blocks(paper)),
        signature=paper.organ,
        date=paper.date,
        attachments=(f"{paper.year}年度学习计划表",),
    )


def paper_docx(paper: PlanPaper, *, day: dt.date) -> bytes:
    """The document in Word."""
    return official_docx(plan_official(paper), day=day)


def paper_pdf(paper: PlanPaper, *, day: dt.date, fonts: Path | None = None) -> bytes:
    """The document as PDF/A. Raises `PdfError` where no font draws a character."""
    return official_pdf(plan_official(paper), day=day, fonts=fonts)


def _blocks(paper: PlanPaper) -> Iterator[Block]:
    yield Paragraph(
        f"为有针对性地开展{paper.year}年度党员教育，针对突出问题分期、分批、分层次安排学习，"
        "做到工学两不误，制定本计划。"
    )
    yield Heading(1, "要解决的突出问题")
    if paper.problems:
        yield Paragraph(f"本计划对应{len(paper.problems)}个突出问题，逐个安排课程。")
        yield Grid(
            ("编号", "突出问题", "对应课程"),
            tuple((one.code, one.text, one.lessons) for one in paper.problems),
            (24, 62, 70),
            (_MID, _LEFT, _LEFT),
            "突出问题和对应课程",
        )
    else:
        yield Paragraph("本年度没有登记突出问题，课程按上级要求安排。")
    if paper.duties:
        yield Paragraph("同时落实下列要求：")
        yield Items(paper.duties)
    if paper.tiers:
        yield from _tiers(paper)
    yield Heading(1, "学习安排")
    yield from _lessons(paper)
    yield Heading(1, "组织方式")
    yield Paragraph(
        "分批轮训按值班表分期分批，各站点任何时段不低于最低在岗人数；因值班、请假没有参加的安排补学。"
    )
    if paper.delivered:
        yield Paragraph(f"不作硬性要求的老党员等{paper.delivered}人送学上门，不计缺学。")


def _tiers(paper: PlanPaper) -> Iterator[Block]:
    yield Heading(1, "分层次学时")
    yield Grid(
        ("层次", "人数", "学时预算", "计划安排"),
        tuple((one.tier, one.people, one.budget, one.planned) for one in paper.tiers),
        (52, 30, 37, 37),
        (_LEFT, _MID, _MID, _MID),
        "各层次全年学时（每人）",
    )


def _lessons(paper: PlanPaper) -> Iterator[Block]:
    if not paper.rows:
        yield Paragraph("计划还没有课程。")
        return
    yield Paragraph("全年学习安排如下，逐课的主讲人、责任人、地点见附件。")
    yield Grid(
        ("序号", "时间", "主题", "参加范围", "学时"),
        tuple((str(row.number), row.month, row.title, row.scope, row.hours) for row in paper.rows),
        (12, 26, 62, 40, 16),
        (_MID, _MID, _LEFT, _LEFT, _MID),
        "全年课程",
    )
    if paper.courses:
        yield Paragraph(f"其中分批轮训{len(paper.courses)}课：")
        yield Items(paper.courses)

"""通知 and 上墙表: the official notice of batches and fixed days, and the sheet for a station's wall.

The notice lists runs, then, branch by branch, who goes where; who hands it out decides which branches stand in it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from zhixing.interop.documents.official import (
    Block,
    Grid,
    Heading,
    Official,
    Paragraph,
    Side,
    official_pdf,
)
from zhixing.interop.documents.official_docx import official_docx, table_docx
from zhixing.interop.documents.sheet import Sheet, sheet_pdf

_RUN_HEADS = ("课程", "期", "时间", "地点", "主讲人", "人数")
_RUN_WIDTHS = (34, 13, 34, 24, 16, 11)
_RUN_SIDES: tuple[Side, ...] = ("l", "c", "l", "l", "c", "c")
_NAME_HEADS = ("课程、期", "时间", "参加人员")
_NAME_WIDTHS = (30, 30, 60)
_WALL_HEADS = ("日期", "时间", "学习内容", "地点", "参加人员", "备注")
_WALL_WIDTHS = (30, 30, 58, 34, 78, 18)
_FOOT = "安排有变动时以最新张贴的为准；值班冲突请告诉本支部党务干部调换或补训。"
_WALL_SIDES: tuple[Side, ...] = ("c", "c", "l", "l", "l", "l")
_RULES = (
    "请各党支部提前安排好值班，任何站点不得低于最低在岗人数。确因值班、抢险、请假不能参加的，"
    "由本人或支部提出调换，或者参加补训，与到场同等对待。"
)


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run: course, which one of its runs, when and where, who speaks, how many sit in it."""

    course: str
    nth: int
    when: str
    place: str
    speaker: str
    seats: int


@dataclass(frozen=True, slots=True)
class BranchList:
    """Who of a branch goes to which run: (course and run, when, names)."""

    branch: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class StudyNotice:
    """The notice. `organ` signs, `day` is 成文日期."""

    organ: str
    year: int
    day: dt.date
    runs: tuple[RunLine, ...]
    lists: tuple[BranchList, ...]
    without: int
    """How many are exempt and are taught at home (送学)."""

    @property
    def title(self) -> str:
        """The title of the notice."""
        return f"关于{self.year}年党员集中学习\n分期分批安排的通知"

    def official(self) -> Official:
        """The notice as an official document."""
        blocks: list[Block] = [Paragraph(self._opening()), Heading(1, "期次安排")]
        rows = tuple((r.course, f"第{r.nth}期", r.when, r.place, r.speaker, str(r.seats)) for r in self.runs)
        blocks.append(Grid(_RUN_HEADS, rows, _RUN_WIDTHS, _RUN_SIDES))
        if self.lists:
            blocks.append(Heading(1, "参加人员"))
            for one in self.lists:
                blocks += [Heading(2, one.branch), Grid(_NAME_HEADS, one.rows, _NAME_WIDTHS)]
        blocks += [Heading(1, "有关要求"), Paragraph(_RULES)]
        if self.without:
            told = f"年老体弱、行动不便等不作硬性要求的党员 {self.without} 名，由所在党支部送学上门。"
            blocks.append(Paragraph(told))
        return Official(self.title, tuple(blocks), "各党支部", self.organ, self.day)

    def _opening(self) -> str:
        return (
            f"为做到工学两不误，现将{self.year}年党员集中学习分期分批安排通知如下。"
            f"共 {len(self.runs)} 期，请按期参加。"
        )


@dataclass(frozen=True, slots=True)
class WallRow:
    """A line of a wall sheet."""

    day: str
    time: str
    title: str
    place: str
    names: str
    note: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of the columns."""
        return self.day, self.time, self.title, self.place, self.names, self.note


@dataclass(frozen=True, slots=True)
class WallSheet:
    """What hangs at a station: its dates, who goes, and when it was printed."""

    station: str
    year: int
    organ: str
    since: dt.date
    rows: tuple[WallRow, ...]

    @property
    def title(self) -> str:
        """The title over the table."""
        return f"{self.station}{self.year}年学习安排"

    @property
    def under(self) -> str:
        """The line below the title."""
        since = f"{self.since.month}月{self.since.day}日起"
        count = f"{since}共 {len(self.rows)} 项" if self.rows else f"{since}没有安排"
        return f"{self.organ}    {count}"


def notice_docx(notice: StudyNotice) -> bytes:
    """The notice in Word, for red-heading and issue by the organ."""
    return official_docx(notice.official(), day=notice.day)


def notice_pdf(notice: StudyNotice, *, fonts: Path | None = None) -> bytes:
    """The notice as PDF/A."""
    return official_pdf(notice.official(), day=notice.day, fonts=fonts)


def wall_pdf(sheet: WallSheet, *, day: dt.date, fonts: Path | None = None) -> bytes:
    """The wall sheet as PDF/A, A4 turned a quarter, letters large enough to be read standing."""
    form = Sheet(
        title=sheet.title,
        under=sheet.under,
        table=Grid(_WALL_HEADS, tuple(row.cells for row in sheet.rows), _WALL_WIDTHS, _WALL_SIDES),
        size=12,
        pad=2.4,
        foot=_FOOT,
        landscape=True,
    )
    return sheet_pdf(form, day=day, fonts=fonts)


def wall_docx(sheet: WallSheet, *, day: dt.date) -> bytes:
    """The wall sheet in Word."""
    rows = tuple(row.cells for row in sheet.rows)
    under = f"{sheet.under}    {_FOOT}"
    return table_docx(
        sheet.title, _WALL_HEADS, rows, day=day, under=under, widths=_WALL_WIDTHS, landscape=True
    )

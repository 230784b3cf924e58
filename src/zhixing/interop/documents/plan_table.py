"""年度学习计划表 (L2), turned a quarter; what the ledger does not hold is left to be written by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from zhixing.interop.documents.official import Grid, Side
from zhixing.interop.documents.sheet import Sheet, sheet_pdf
from zhixing.interop.documents.word import fill

_HEADS = (
    *("序号", "时间", "学习主题", "学习内容/篇目", "形式", "参加范围"),
    *("学时", "主讲人", "责任人", "地点", "完成情况", "备注"),
)
_WIDTHS = (10, 14, 38, 44, 17, 28, 12, 17, 17, 14, 12, 17)
_SIDES: tuple[Side, ...] = ("c", "c", "l", "l", "c", "l", "c", "c", "c", "c", "c", "l")
_SIGN = "制表人：              党组织书记签字：              （党组织章）      年   月   日"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """An item of the plan; `scope` is who takes part, `hours` empty where not planned.

    `content` is what is studied, `owner` who answers for it; empty ones are left to the pen.
    """

    number: int
    month: str
    title: str
    form: str
    scope: str
    hours: str
    state: str
    content: str = ""
    speaker: str = ""
    owner: str = ""
    place: str = ""
    note: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of the columns."""
        known = (self.title, self.content, self.form, self.scope, self.hours)
        rest = (self.speaker, self.owner, self.place, self.state, self.note)
        return (str(self.number), self.month, *known, *rest)


@dataclass(frozen=True, slots=True)
class PlanTable:
    """The plan of a year; `version` is told under the title where the plan has versions."""

    year: int
    organ: str
    rows: tuple[PlanRow, ...]
    version: str = ""

    @property
    def title(self) -> str:
        """The title over the table."""
        return f"{self.year}年度学习计划表"

    @property
    def under(self) -> str:
        """The line below the title."""
        count = f"共 {len(self.rows)} 项" if self.rows else "账上没有计划，空表供手写"
        return f"填报单位：{self.organ}    {count}" + (f"    {self.version}" if self.version else "")

    @property
    def lines(self) -> tuple[PlanRow, ...]:
        """The items; an empty line a month where there are none."""
        return self.rows or tuple(PlanRow(n, f"{n}月", "", "", "", "", "") for n in range(1, 13))


def plan_docx(table: PlanTable, *, day: dt.date) -> bytes:
    """The plan in Word."""
    values = {"title": table.title, "under": table.under, "rows": table.lines}
    return fill("plan", values, title=f"{table.organ}{table.title}", day=day)


def plan_pdf(table: PlanTable, *, day: dt.date, fonts: Path | None = None) -> bytes:
    """The plan as PDF/A."""
    form = Sheet(
        title=table.title,
        under=table.under,
        table=Grid(_HEADS, tuple(row.cells for row in table.lines), _WIDTHS, _SIDES),
        size=9,
        pad=1.8,
        sign=_SIGN,
        landscape=True,
    )
    return sheet_pdf(form, day=day, fonts=fonts)

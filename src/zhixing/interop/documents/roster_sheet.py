"""党员花名册 (L1), branch by branch, turned a quarter.

转正日期 and 联系电话 are columns of the form that the ledger does not hold: they are printed empty. There is no
column for numbers of identity cards, native places, addresses or pictures.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from zhixing.interop.documents.official import Grid, Side, arabic
from zhixing.interop.documents.sheet import Sheet, sheet_pdf
from zhixing.interop.documents.word import fill

_HEADS = (
    *("序号", "姓名", "性别", "民族", "出生年月", "学历", "入党日期", "转正日期"),
    *("党小组", "党内职务", "行政职务/岗位", "工作地点", "联系电话", "备注"),
)
_WIDTHS = (9, 17, 9, 11, 16, 16, 19, 15, 18, 20, 20, 22, 17, 16)
_SIDES: tuple[Side, ...] = (*("c",) * 10, "l", "l", "c", "l")
_SIGN = "填表人：              党组织书记签字：              （党组织章）      年   月   日"
_FOOT = "转正日期、联系电话由党组织在纸上填写，系统不存。按姓氏笔画排序。"


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A member as the roster lists him or her."""

    number: int
    name: str
    gender: str
    ethnicity: str
    birth: str
    education: str
    joined: str
    group: str
    post: str
    duty: str
    station: str
    remark: str

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of the columns; the two unknown ones empty."""
        known = (self.name, self.gender, self.ethnicity, self.birth, self.education, self.joined)
        rest = (self.group, self.post, self.duty, self.station)
        return (str(self.number), *known, "", *rest, "", self.remark)


@dataclass(frozen=True, slots=True)
class RosterBranch:
    """A branch and its members in the order of the list."""

    name: str
    rows: tuple[RosterRow, ...]

    @property
    def words(self) -> str:
        """The branch's name with how many it has, as its line says."""
        return f"{self.name}（{len(self.rows)} 名）"


@dataclass(frozen=True, slots=True)
class RosterSheet:
    """The roster of some branches as of a day."""

    organ: str
    as_of: dt.date
    branches: tuple[RosterBranch, ...]

    @property
    def under(self) -> str:
        """The line below the title."""
        count = sum(len(branch.rows) for branch in self.branches)
        return f"填报单位：{self.organ}    党员 {count} 名    截至 {arabic(self.as_of)}"


def roster_docx(sheet: RosterSheet, *, day: dt.date) -> bytes:
    """The roster in Word."""
    values = {"under": sheet.under, "branches": sheet.branches, "foot": _FOOT}
    return fill("roster", values, title="党员花名册", day=day)


def roster_pdf(sheet: RosterSheet, *, day: dt.date, fonts: Path | None = None) -> bytes:
    """The roster as PDF/A: a branch's name stands in a row of its own above its members."""
    rows: list[tuple[str, ...]] = []
    for branch in sheet.branches:
        rows.append((branch.words,))
        rows += [row.cells for row in branch.rows]
    form = Sheet(
        title="党员花名册",
        under=sheet.under,
        table=Grid(_HEADS, tuple(rows), _WIDTHS, _SIDES),
        size=9,
        pad=1.5,
        foot=_FOOT,
        sign=_SIGN,
        landscape=True,
    )
    return sheet_pdf(form, day=day, fonts=fonts)

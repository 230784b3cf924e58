"""Copies a folder of workbooks n times into one of n times the people, for measuring."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from zhixing.core.names import parse_ref, split_names

MARKS = "甲乙丙丁戊己庚辛壬癸"
BRANCH = {"所在党支部", "所属支部", "联系支部", "责任支部", "主办组织"}
LIST = {"实到名单", "值班名单", "请假名单", "缺席名单", "参加人"}
NAME = {"姓名", "谈话人", "谈话对象", "培养联系人"}
CODE = {"活动编号", "编号", "对应问题"}
PLACE = {"站点", "工作地点", "地点"}
COUNT = {"应到", "实到"}
MAKEUP = re.compile(r"^(.*?)\s*(\d+月\d+日.*)$")


def multiply(source: Path, target: Path, times: int) -> None:
    """Writes `times` bureaus of the folder `source` as one into `target`."""
    target.mkdir(parents=True, exist_ok=True)
    for file in sorted(source.glob("*.xlsx")):
        rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python(skip_empty_area=False)
        head = next(n for n, row in enumerate(rows) if sum(cell != "" for cell in row) >= 4)
        book = xlsxwriter.Workbook(str(target / file.name), {"default_date_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet()
        line = 0
        for row in rows[: head + 1]:
            sheet.write_row(line, 0, row)
            line += 1
        for mark in MARKS[:times]:
            for row in rows[head + 1 :]:
                cells = [_cell(str(title), value, mark) for title, value in zip(rows[head], row, strict=True)]
                sheet.write_row(line, 0, cells)
                line += 1
        book.close()


Cell = str | int | float | dt.date


def _cell(title: str, value: Cell, mark: str) -> Cell:
    if not isinstance(value, str) or not value:
        return value
    if title in BRANCH:
        return value if value == "全局" else mark + value
    if title in LIST:
        return "、".join(_person(name, mark) for name in split_names(value))
    if title in NAME:
        return _person(value, mark)
    if title in CODE or title in PLACE:
        return mark + value
    if title == "证明材料":
        return value.replace("同台账 ", f"同台账 {mark}")
    if title == "补学情况":
        found = [MAKEUP.match(piece) for piece in value.split(";")]
        return ";".join(f"{_person(one[1], mark)} {one[2]}" for one in found if one)
    return value


def _person(text: str, mark: str) -> str:
    ref = parse_ref(text)
    if not ref.qualifier:
        return ref.name + mark
    place = ref.qualifier if ref.qualifier.startswith("第") else mark + ref.qualifier
    return f"{ref.name}{mark}({place})"

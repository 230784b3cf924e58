"""A workbook of questions: a row a question, headings by their synonyms, options in columns or in one cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhixing.core.questions.taking import MOST, Read
from zhixing.core.questions.words import LETTERS
from zhixing.interop.limited.package import Refused
from zhixing.interop.questions.parts import Parts, together
from zhixing.interop.workbooks.cells import Cell, bare_key_of, text_of
from zhixing.interop.workbooks.grids import read_grids

HEADERS: dict[str, tuple[str, ...]] = {
    "code": ("编号", "题号", "题目编号", "试题编号"),
    "form": ("题型", "试题类型", "题目类型", "类型"),
    "stem": ("题干", "题目", "试题", "题目内容", "试题内容", "题干内容", "问题"),
    "options": ("选项", "备选项", "备选答案", "全部选项"),
    "answer": ("答案", "正确答案", "标准答案", "参考答案", "正确选项"),
    "why": ("解析", "答案解析", "试题解析", "说明", "解释"),
    "cites": ("依据", "出处", "来源", "条文", "法规依据", "依据条文"),
    "category": ("类别", "内容类别", "教育内容类别", "分类"),
    "topics": ("知识点", "考点", "标签", "主题"),
    "anchor": ("锚题", "是否锚题"),
    "note": ("备注", "注"),
}
_COLUMN = {word: name for name, words in HEADERS.items() for word in words}
_OPTION = re.compile(r"^(?:选项|备选项|答案选项)?([a-h])$")
_INSIDE = re.compile(r"(?:^|[\s;；])([A-HＡ-Ｈ])\s*[.．、:：)）]\s*")
SEARCHED = 15
"""Rows in which the headings may stand."""


@dataclass(frozen=True, slots=True)
class _Header:
    row: int
    columns: dict[str, int]
    options: dict[int, int]


def read_workbook(data: bytes, name: str) -> list[Read]:
    """Every row of every sheet that has headings of questions. Raises Refused."""
    found: list[Read] = []
    headed = False
    for grid in read_grids(data, name):
        header = _header(grid.rows)
        if grid.hidden or header is None:
            continue
        headed = True
        sheet = f"“{grid.name}”"
        for nth in range(header.row + 1, len(grid.rows)):
            row = [text_of(cell) for cell in grid.rows[nth]]
            if any(row):
                found.append(_read(row, header, f"{sheet}第 {grid.first + nth} 行"))
                if len(found) > MOST:
                    raise Refused(f"超过 {MOST} 道题。请拆成几个文件，分几次导入")
    if not headed:
        raise Refused("里没有找到题目的表头。请在一行里写上：题型、题干、选项A、选项B……、答案、解析、依据")
    return found


def _header(rows: Sequence[Sequence[Cell]]) -> _Header | None:
    for nth, row in enumerate(rows[:SEARCHED]):
        columns: dict[str, int] = {}
        options: dict[int, int] = {}
        for at, cell in enumerate(row):
            key = bare_key_of(text_of(cell))
            letter = _OPTION.match(key)
            if letter:
                options.setdefault(LETTERS.index(letter[1].upper()), at)
            elif key in _COLUMN:
                columns.setdefault(_COLUMN[key], at)
        if "stem" in columns and "answer" in columns:
            return _Header(nth, columns, options)
    return None


def _read(row: Sequence[str], header: _Header, place: str) -> Read:
    def cell(name: str) -> str:
        at = header.columns.get(name)
        return row[at] if at is not None and at < len(row) else ""

    options = [row[at] if at < len(row) else "" for _, at in sorted(header.options.items())]
    while options and not options[-1]:
        options.pop()
    parts = Parts(place, options=options or _inside(cell("options")), answer=cell("answer") or None)
    for name in ("code", "form", "stem", "why", "cites", "category", "topics", "anchor", "note"):
        setattr(parts, name, cell(name))
    if not re.fullmatch(r"[Tt]\d{4,}", parts.code):
        parts.code = ""
    return together(parts)


def _inside(text: str) -> list[str]:
    """Options in one cell: by their letters, else a line each."""
    pieces = _INSIDE.split(text)
    if len(pieces) > 2 and not pieces[0].strip():
        return [one.strip(" ;；\n") for one in pieces[2::2]]
    return [one.strip() for one in re.split(r"[\n|｜]", text) if one.strip()]

"""The year's dossier as tables: CSV with a line a member, and a workbook with six sheets.

Hours are numbers in steps of 0.5; no cell can become a formula; the same dossier gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from zhixing.core.figures.figure import hours
from zhixing.core.figures.organ import OrganYear
from zhixing.interop.documents.cells import Cell, in_csv, is_dangerous, plain
from zhixing.interop.documents.columns import MEMBERS, UNITS, Column, R, Show
from zhixing.interop.documents.sheet_rows import (
    ARTICLES,
    HOURS,
    OUTSIDE,
    PROBLEMS,
    articles,
    hour_rows,
    problems,
)
from zhixing.interop.later import Later

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet
else:
    xlsxwriter = Later("xlsxwriter")

_FONT = "仿宋"
_A4 = 9
_ROW, _HEADER_ROW = 18, 46


def dossier_csv(year: OrganYear, *, encoding: str = "utf-8-sig") -> bytes:
    """One line a member, CRLF, every text in quotes. `encoding`: utf-8-sig (Excel opens it) or gb18030."""
    lines = [_csv_line(_csv_cell(Show.TEXT, column.title) for column in MEMBERS)]
    for member in year.members:
        lines.append(_csv_line(_csv_cell(column.show, column.value(member)) for column in MEMBERS))
    return "".join(lines).encode(encoding)


def dossier_xlsx(year: OrganYear) -> bytes:
    """党员, 党支部, 豁免与转出, 学时明细, 问题, 依据; each with a frozen header, ready to print on A4."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    made = dt.datetime(year.year, 12, 31, tzinfo=dt.UTC)
    organ = year.organ.name if year.organ else ""
    book.set_properties({"title": f"{organ}{year.year}年度党员教育记实", "author": organ, "created": made})
    writer = _Writer(book, year, organ)
    units = [*year.branches, *([year.organ] if year.organ else [])]
    writer.sheet("党员", MEMBERS, year.members)
    writer.sheet("党支部", UNITS, units)
    writer.sheet("豁免与转出", OUTSIDE, [member for member in year.members if not member.in_denominator])
    writer.sheet("学时明细", HOURS, hour_rows(year.members))
    writer.sheet("问题", PROBLEMS, problems(year))
    writer.sheet("依据", ARTICLES, articles(year))
    book.close()
    return out.getvalue()


def _csv_line(cells: Iterable[str]) -> str:
    return ",".join(cells) + "\r\n"


def _csv_cell(show: Show, value: Cell) -> str:
    """Numbers bare, everything else in quotes: a list separator inside a text never opens a new cell."""
    if isinstance(value, int):
        return hours(value) if show is Show.HOURS else str(value)
    text = in_csv(value) if isinstance(value, str) else value.isoformat() if value else ""
    return '"' + text.replace('"', '""') + '"'


class _Writer:
    """Writes sheets into one workbook, all in one manner."""

    def __init__(self, book: xlsxwriter.Workbook, year: OrganYear, organ: str) -> None:
        self.book, self.year, self.organ = book, year, organ
        body = {"font_name": _FONT, "font_size": 10, "border": 1, "valign": "vcenter"}
        shapes: dict[Show, dict[str, object]] = {
            Show.TEXT: {"shrink": True},
            Show.CENTRED: {"align": "center"},
            Show.HOURS: {"align": "center", "num_format": "0.0"},
            Show.COUNT: {"align": "center", "num_format": "0"},
            Show.DAY: {"align": "center", "num_format": "yyyy-mm-dd"},
        }
        self.formats = {show: book.add_format(body | shape) for show, shape in shapes.items()}
        # Excel keeps such a cell as text even after somebody opens and leaves it.
        self.quoted = {
            show: book.add_format(body | shape | {"quote_prefix": True}) for show, shape in shapes.items()
        }
        head = {"bold": True, "text_wrap": True, "align": "center", "bg_color": "#F0EDE6"}
        self.head = book.add_format(body | head)

    def sheet(self, title: str, columns: Sequence[Column[R]], rows: Iterable[R]) -> None:
        """One sheet: header, rows, filter, print setup."""
        sheet = self.book.add_worksheet(title)
        sheet.set_row(0, _HEADER_ROW)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, column.title, self.head)
        last = 0
        for last, row in enumerate(rows, 1):
            for at, column in enumerate(columns):
                self._cell(sheet, last, at, column.show, column.value(row))
        sheet.set_default_row(_ROW)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        sheet.print_area(0, 0, last, sum(column.printed for column in columns) - 1)
        self._print_setup(sheet, title)

    def _cell(self, sheet: Worksheet, row: int, at: int, show: Show, value: Cell) -> None:
        shape = self.formats[show]
        if value is None or value == "":
            sheet.write_blank(row, at, None, shape)
        elif isinstance(value, str):
            kept = plain(value)
            sheet.write_string(row, at, kept, self.quoted[show] if is_dangerous(kept) else shape)
        elif isinstance(value, int):
            sheet.write_number(row, at, value / 100 if show is Show.HOURS else value, shape)
        else:
            sheet.write_datetime(row, at, value, shape)

    def _print_setup(self, sheet: Worksheet, title: str) -> None:
        year = self.year
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.7)
        # An ampersand starts a print code.
        organ = plain(self.organ).replace("&", "&&")
        sheet.set_header(f'&C&"{_FONT},Bold"&14{organ}{year.year}年度党员教育记实 · {title}')
        sheet.set_footer(
            f"&L来源:知行台账 {year.facts} 条事实,规则手册 {year.rulebook[:12]}"
            f"&C核算截至 {year.as_of:%Y-%m-%d}&R第 &P 页 共 &N 页"
        )

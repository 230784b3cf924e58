"""A list as it stands on the screen: headings and rows, as CSV or as one sheet; no cell becomes a formula."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from zhixing.interop.documents.cells import Cell, in_csv, is_dangerous, plain
from zhixing.interop.later import Later

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = Later("xlsxwriter")

_FONT = "仿宋"
_A4 = 9
_WIDEST, _SLIM = 30, 8

Row = Sequence[Cell]


def list_csv(headings: Sequence[str], rows: Sequence[Row], *, encoding: str = "utf-8-sig") -> bytes:
    """CRLF, every text in quotes; utf-8-sig so that Excel opens it."""
    lines = [",".join(_quoted(cell) for cell in row) + "\r\n" for row in (headings, *rows)]
    return "".join(lines).encode(encoding)


def list_xlsx(title: str, headings: Sequence[str], rows: Sequence[Row], *, made: dt.datetime) -> bytes:
    """One sheet with a frozen header and filters, ready to print on A4. `made` stands in its properties."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": title, "created": made})
    body = {"font_name": _FONT, "font_size": 10, "border": 1, "valign": "vcenter"}
    shape, day = book.add_format(body), book.add_format(body | {"num_format": "yyyy-mm-dd"})
    quoted = book.add_format(body | {"quote_prefix": True})
    head = book.add_format(body | {"bold": True, "align": "center", "bg_color": "#F0EDE6"})
    sheet = book.add_worksheet(title[:31])
    for at, heading in enumerate(headings):
        longest = max((len(str(row[at] or "")) for row in rows), default=0)
        sheet.set_column(at, at, min(_WIDEST, max(_SLIM, len(heading) * 2, longest * 2)))
        sheet.write_string(0, at, heading, head)
    for number, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            if cell is None or cell == "":
                sheet.write_blank(number, at, None, shape)
            elif isinstance(cell, str):
                text = plain(cell)
                sheet.write_string(number, at, text, quoted if is_dangerous(text) else shape)
            elif isinstance(cell, int):
                sheet.write_number(number, at, cell, shape)
            else:
                sheet.write_datetime(number, at, dt.datetime.combine(cell, dt.time()), day)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(headings) - 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C第 &P 页 共 &N 页")
    book.close()
    return out.getvalue()


def _quoted(cell: Cell) -> str:
    if isinstance(cell, int):
        return str(cell)
    text = in_csv(cell) if isinstance(cell, str) else cell.isoformat() if cell else ""
    return '"' + text.replace('"', '""') + '"'

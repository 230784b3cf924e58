"""Bytes to grids of cells: .xlsx and .xls by calamine, .csv by the standard library, each within caps."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from zhixing.interop.limited.package import Refused
from zhixing.interop.workbooks.cells import Cell, Grid
from zhixing.interop.workbooks.formulas import sheet_parts, unsolved
from zhixing.interop.workbooks.gate import AGAIN, Format, check_package, check_xml, tell, unpacked

MAX_SHEETS = 60
MAX_COLUMNS = 256
MAX_ROWS = 200_000  # Rows that the grid spans; how many may hold data is the sheet's business.
MAX_CELLS = 1_000_000
MAX_MERGES = 20_000
MAX_FIELD = 100_000


def read_grids(data: bytes, name: str) -> list[Grid]:
    """Every worksheet of a file. Raises Refused with a sentence that lacks only the file's name."""
    match tell(data, name):
        case Format.TEXT:
            return [_text_grid(data, name)]
        case Format.XLSX:
            holes = _check_parts(data)
            return list(_sheets(data, holes))
        case Format.XLS:
            return list(_sheets(data, {}))


def _check_parts(data: bytes) -> dict[str, frozenset[tuple[int, int]]]:
    """Unpack every part once under the caps; give the unsolved formulas by sheet name."""
    holes: dict[str, frozenset[tuple[int, int]]] = {}
    kept: dict[str, bytes] = {}
    for part in check_package(data):
        content = unpacked(data, part)
        if not part.name.endswith((".xml", ".rels", ".vml")):
            continue
        check_xml(content)
        if part.name.startswith("xl/worksheets/"):
            holes[part.name] = unsolved(content)
        elif part.name in {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"}:
            kept[part.name] = content
    if not any(holes.values()):
        return {}
    names = sheet_parts(kept["xl/workbook.xml"], kept.get("xl/_rels/workbook.xml.rels", b""))
    return {sheet: holes.get(part, frozenset()) for sheet, part in names.items()}


def _sheets(data: bytes, holes: dict[str, frozenset[tuple[int, int]]]) -> Iterator[Grid]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            sheets = [m for m in book.sheets_metadata if m.typ is SheetTypeEnum.WorkSheet]
            if len(sheets) > MAX_SHEETS:
                raise Refused(f"有 {len(sheets)} 个工作表,超过 {MAX_SHEETS} 个。请拆成几个工作簿再导入")
            for meta in sheets:
                grid = _grid(book.get_sheet_by_name(meta.name))
                grid.hidden = meta.visible is not SheetVisibleEnum.Visible
                grid.unsolved = holes.get(meta.name, frozenset())
                yield grid
    except PasswordError:
        raise Refused("加了打开密码,无法读取。请打开后去掉密码,另存为 .xlsx 后再导入") from None
    except (CalamineError, OSError, ValueError):
        raise Refused(f"内部结构异常或已损坏,读不出来。{AGAIN}") from None


def _grid(sheet: CalamineSheet) -> Grid:
    if sheet.start is None or sheet.end is None:
        return Grid(sheet.name, 1, [])
    top, left = sheet.start
    bottom, right = sheet.end
    if right >= MAX_COLUMNS:
        raise Refused(
            f"的工作表“{sheet.name}”有 {right + 1} 列,超过 {MAX_COLUMNS} 列。请删除右侧多余的列再导入"
        )
    if bottom >= MAX_ROWS or (bottom - top + 1) * (right + 1) > MAX_CELLS:
        raise Refused(f"的工作表“{sheet.name}”一直延伸到第 {bottom + 1} 行。请删除下方多余的行再导入")
    merges = sheet.merged_cell_ranges or []
    if len(merges) > MAX_MERGES:
        raise Refused(f"的工作表“{sheet.name}”合并单元格太多({len(merges)} 处)。请取消合并再导入")
    rows: list[list[Cell]] = [[*([""] * left), *row] for row in sheet.to_python()]
    spans = [(a + 1, b, c + 1, d) for (a, b), (c, d) in merges]
    return Grid(sheet.name, top + 1, rows, merges=spans)


def _text_grid(data: bytes, name: str) -> Grid:
    text = decode(data)
    skip = 0
    if text[:4].lower() == "sep=" and (end := text.find("\n")) > 0:
        text, skip = text[end + 1 :], 1
    csv.field_size_limit(MAX_FIELD)
    try:
        rows = list(_rows(text, delimiter_of(text)))
    except csv.Error:
        raise Refused("有一格文字超长或引号没有配对,读不出来。请检查内容,或另存为 .xlsx 后再导入") from None
    return Grid(name.rsplit(".", 1)[0], 1 + skip, rows)


def decode(data: bytes) -> str:
    """The text of a .csv in UTF-8 (with or without BOM), UTF-16 with BOM or GB18030. Raises Refused."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in data:
        raise Refused("不是文本表格(含有二进制内容)。请用 WPS 或 Excel 打开原文件,另存为 .xlsx 后再导入")
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("的文字编码认不出来。请另存为“CSV UTF-8”或 .xlsx 后再导入")


def delimiter_of(text: str) -> str:
    """Comma, tab or semicolon: whichever parts most rows into one and the same number of fields.

    Names in a cell may be joined by any of them, but never so evenly.
    """
    head = text[:20_000]

    def evenness(delimiter: str) -> tuple[float, int]:
        widths: Counter[int] = Counter()
        try:
            for n, row in enumerate(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)):
                widths[len(row)] += bool(row)
                if n > 40:
                    break
        except csv.Error:
            pass
        shares = ((count / widths.total(), width) for width, count in widths.items() if width > 1)
        return max(shares, default=(0.0, 0))

    return max(",\t;", key=evenness)


def _rows(text: str, delimiter: str) -> Iterator[list[Cell]]:
    cells = 0
    for n, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
        cells += len(row)
        if len(row) > MAX_COLUMNS:
            raise Refused(
                f"第 {n + 1} 行有 {len(row)} 列,超过 {MAX_COLUMNS} 列。请检查分隔符,或另存为 .xlsx 后再导入"
            )
        if n >= MAX_ROWS or cells > MAX_CELLS:
            raise Refused(f"超过 {n} 行,台账不会这么多。请删除多余的行或拆成几个文件再导入")
        yield [_unwrapped(field) for field in row]


def _unwrapped(field: str) -> str:
    """`="001"` is how programs keep a spreadsheet from changing a text."""
    return field[2:-1] if field.startswith('="') and field.endswith('"') else field

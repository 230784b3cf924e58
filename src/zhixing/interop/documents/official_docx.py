"""Official documents in Word: the layout of `official`, in styles that a person can change in WPS.

The template `templates/official.docx` holds the page, the styles (22 lines of 28 characters) and the page
numbers; fonts are named (仿宋_GB2312 …), none is packed in.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from importlib import resources
from typing import TYPE_CHECKING

from zhixing.interop.documents.cells import plain
from zhixing.interop.documents.official import Grid, Official, Side, closing, lines, table_official
from zhixing.interop.documents.word import repacked
from zhixing.interop.later import Later

if TYPE_CHECKING:
    import docx.enum.section
    import docx.enum.table
    import docx.enum.text
    import docx.oxml
    import docx.shared
    from docx.document import Document
    from docx.table import Table, _Cell
else:
    docx = Later("docx")

_STYLES = {"h1": "层次一", "h2": "层次二", "h3": "层次三", "h4": "层次四", "p": "公文正文", "caption": "表题"}
_SIDES = {"l": "LEFT", "c": "CENTER", "r": "RIGHT"}
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_WIDTH, _TURNED = 156.0, 225.0
"""版心 in mm, upright and turned a quarter."""


def official_docx(document: Official, *, day: dt.date) -> bytes:
    """The document in Word, made on `day`; the same values give the same bytes."""
    made = _begun(document, day)
    if document.recipient:
        _put(made, document.recipient + "：", "主送机关")
    for part in lines(document.blocks):
        if isinstance(part, Grid):
            _table(made, part, _WIDTH)
        else:
            _put(made, part.text, _STYLES[part.style])
    _annexes(made, document.attachments)
    _closing(made, document)
    return _kept(made)


def table_docx(
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    day: dt.date,
    under: str = "",
    widths: Sequence[float] = (),
    landscape: bool = False,
) -> bytes:
    """A document that is one table under a title, the head again on every page."""
    document = table_official(title, heads, rows, widths=widths)
    made = _begun(document, day)
    if landscape:
        _turn(made)
    if under:
        _put(made, under, "主送机关")
    for part in lines(document.blocks):
        if isinstance(part, Grid):
            _table(made, part, _TURNED if landscape else _WIDTH)
    return _kept(made)


def _begun(document: Official, day: dt.date) -> Document:
    """The template with the title and the line left free below it."""
    source = resources.files(__package__) / "templates" / "official.docx"
    made = docx.Document(io.BytesIO(source.read_bytes()))
    about = made.core_properties
    about.title = plain(document.title)
    about.created = about.modified = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    for line in document.title.splitlines():
        _put(made, line, "公文题目")
    _put(made, "", "主送机关")
    return made


def _kept(made: Document) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return repacked(out)


def _put(made: Document, text: str, style: str) -> None:
    made.add_paragraph(plain(text), style=style)


def _turn(made: Document) -> None:
    page = made.sections[0]
    page.orientation = docx.enum.section.WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = docx.shared.Mm(297), docx.shared.Mm(210)
    # The binding edge lies on top.
    margins = (docx.shared.Mm(width) for width in (28, 37, 26, 35))
    page.top_margin, page.right_margin, page.bottom_margin, page.left_margin = margins


def _table(made: Document, grid: Grid, width: float) -> None:
    """A ruled table with its widths in mm and its head repeated."""
    table = made.add_table(rows=1, cols=len(grid.heads))
    table.autofit = False
    _rule(table)
    share = width / sum(grid.shares)
    wide = [docx.shared.Mm(part * share) for part in grid.shares]
    for column, each in zip(table.columns, wide, strict=True):
        column.width = each
    for cell, head in zip(table.rows[0].cells, grid.heads, strict=True):
        _write(cell, head, "表内栏目", "c")
    table.rows[0]._tr.get_or_add_trPr().append(docx.oxml.parse_xml(f"<w:tblHeader {_W}/>"))
    for row in grid.rows:
        cells = table.add_row().cells
        if len(row) == 1 and len(cells) > 1:
            _write(cells[0].merge(cells[-1]), row[0], "表内栏目", "l")
            continue
        for at, cell in enumerate(cells):
            _write(cell, row[at] if at < len(row) else "", "表内文字", grid.places[at])
    for made_row in table.rows:
        made_row._tr.get_or_add_trPr().append(docx.oxml.parse_xml(f"<w:cantSplit {_W}/>"))
        made_row.height = docx.shared.Mm(6.5)
        for cell, each in zip(made_row.cells, wide, strict=True):
            cell.width = each


def _write(cell: _Cell, text: str, style: str, side: Side) -> None:
    cell.vertical_alignment = docx.enum.table.WD_ALIGN_VERTICAL.CENTER
    words = cell.paragraphs[0]
    words.style = style
    words.alignment = getattr(docx.enum.text.WD_ALIGN_PARAGRAPH, _SIDES[side])
    words.add_run(plain(text))


def _rule(table: Table) -> None:
    """Thin lines inside, a thicker frame, narrow margins in the cells."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in (
            *(("top", 8), ("left", 8), ("bottom", 8), ("right", 8)),
            *(("insideH", 4), ("insideV", 4)),
        )
    )
    shape = table._tbl.tblPr
    shape.append(docx.oxml.parse_xml(f"<w:tblBorders {_W}>{sides}</w:tblBorders>"))
    margins = "".join(f'<w:{side} w:w="57" w:type="dxa"/>' for side in ("left", "right"))
    shape.append(docx.oxml.parse_xml(f"<w:tblCellMar {_W}>{margins}</w:tblCellMar>"))


def _annexes(made: Document, names: Sequence[str]) -> None:
    """附件说明: a line free, then `附件：`; several are numbered, one below the other."""
    if not names:
        return
    _put(made, "", "公文正文")
    for n, name in enumerate(names, 1):
        mark = "附件：" if n == 1 else "\u3000" * 3
        _put(made, f"{mark}{f'{n}.' if len(names) > 1 else ''}{name}", "附件说明")


def _closing(made: Document, document: Official) -> None:
    """署名 and 成文日期, two lines below the text and kept with each other."""
    date, sign_space, date_space = closing(document)
    if not (document.signature or date):
        return
    _put(made, "", "公文正文")
    _put(made, "", "公文正文")
    for words, space in ((document.signature, sign_space), (date, date_space)):
        if words:
            line = made.add_paragraph(plain(words), style="署名")
            line.paragraph_format.right_indent = docx.shared.Mm(space * _WIDTH / 28)
            line.paragraph_format.keep_with_next = words != date

"""A little WordprocessingML: just enough to lay out official tables, written as text.

Lengths in millimetres, type sizes in points. Text may hold template tags; nothing is escaped but `&` and `<`.
"""

from __future__ import annotations

from collections.abc import Sequence

DXA = 1440 / 25.4
"""Twentieths of a point in a millimetre."""

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def dxa(mm: float) -> int:
    """Millimetres in the unit of Word."""
    return round(mm * DXA)


def run(text: str, *, bold: bool = False, underline: bool = False) -> str:
    """Text in one format."""
    marks = ("<w:b/>" if bold else "") + ('<w:u w:val="single"/>' if underline else "")
    shape = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    safe = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<w:r>{shape}<w:t xml:space="preserve">{safe}</w:t></w:r>'


def p(text: str = "", style: str = "a", *, bold: bool = False) -> str:
    """A paragraph in a named style."""
    inner = run(text, bold=bold) if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inner}</w:p>'


def tag(text: str) -> str:
    """A paragraph that holds a template tag and vanishes."""
    return p(text, "note")


def cell(inner: str, width: float, *, span: int = 1, shade: str = "", top: bool = False) -> str:
    """A cell; `inner` is paragraphs."""
    over = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    place = "top" if top else "center"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{dxa(width)}" w:type="dxa"/>{over}{fill}<w:vAlign w:val="{place}"/></w:tcPr>'
        f"{inner}</w:tc>"
    )


def row(
    *cells: str, height: float = 7, exact: bool = False, header: bool = False, split: bool = False
) -> str:
    """A row, at least `height` high; kept on one page unless `split`; a `header` repeats on every page."""
    marks = "" if split else "<w:cantSplit/>"
    rule = "exact" if exact else "atLeast"
    marks += f'<w:trHeight w:val="{dxa(height)}" w:hRule="{rule}"/>'
    marks += "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(cells)}</w:tr>"


def tag_row(text: str, widths: Sequence[float]) -> str:
    """A row that holds a template tag and vanishes."""
    return f"<w:tr>{cell(p(text, 'note'), sum(widths), span=len(widths))}</w:tr>"


def table(widths: Sequence[float], *rows: str, thick: bool = True) -> str:
    """A table of fixed columns: thin lines inside, a thicker frame."""
    outer, inner = (8, 4) if thick else (4, 4)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in (
            *(("top", outer), ("left", outer), ("bottom", outer), ("right", outer)),
            *(("insideH", inner), ("insideV", inner)),
        )
    )
    margins = '<w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
    grid = "".join(f'<w:gridCol w:w="{dxa(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{dxa(sum(widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def head(widths: Sequence[float], titles: Sequence[str], *, height: float = 8) -> str:
    """The header row of a table, repeated on every page."""
    cells = (cell(p(t, "head"), w, shade="F2F2F2") for t, w in zip(titles, widths, strict=True))
    return row(*cells, height=height, header=True)


def section(*, landscape: bool = False) -> str:
    """The page: A4, 版心 as official documents have it, footer with the page number."""
    wide, high = (297, 210) if landscape else (210, 297)
    turned = ' w:orient="landscape"' if landscape else ""
    # 天头 37, 地脚 35, 订口 28, 切口 26; turned a quarter the binding edge lies on top.
    top, right, bottom, left = (28, 37, 26, 35) if landscape else (37, 26, 35, 28)
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rId5"/>'
        f'<w:pgSz w:w="{dxa(wide)}" w:h="{dxa(high)}"{turned}/>'
        f'<w:pgMar w:top="{dxa(top)}" w:right="{dxa(right)}" w:bottom="{dxa(bottom)}" w:left="{dxa(left)}" '
        f'w:header="{dxa(15)}" w:footer="{dxa(bottom - 11)}" w:gutter="0"/></w:sectPr>'
    )


def document(*parts: str, landscape: bool = False) -> str:
    """The main part."""
    body = "".join(parts) + section(landscape=landscape)
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document {W} {R}><w:body>{body}</w:body></w:document>'

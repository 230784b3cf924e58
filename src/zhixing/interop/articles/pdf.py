"""The text layer of a PDF, page by page, with indents; never its pictures, scripts or attachments."""

from __future__ import annotations

import ctypes
from collections import Counter
from typing import Any

from zhixing.interop.later import Later
from zhixing.interop.limited.package import Refused

pdfium = Later("pypdfium2")
raw = Later("pypdfium2.raw")

MAX_PAGES = 400
MAX_SIGNS = 1_000_000
_SCANNED = 12
"""Characters a page on average: with fewer there is no text layer worth the name."""
_INDENT = 1.2
"""How many widths of a character further in a line begins that begins a paragraph."""
_NO_TEXT = (
    "没有文字层（多半是扫描件），读不出文字。请先用扫描软件或 WPS 做文字识别（OCR）、另存为 .docx 后再上传，"
    "或把它作为 PDF 附件上传"
)


def read_pages(data: bytes) -> list[str]:
    """The text of each page, a line each; a line that begins further in has two full-width blanks. Raises Refused."""
    try:
        document = pdfium.PdfDocument(data)
        count = len(document)
    except pdfium.PdfiumError as failed:
        if "assword" in str(failed):
            raise Refused("加了打开密码，读不了。请去掉密码后再上传") from None
        raise Refused("不完整或已损坏，读不出来。请重新导出 PDF 后再上传") from None
    if count > MAX_PAGES:
        raise Refused(f"有 {count} 页，超过 {MAX_PAGES} 页。请拆成几份，或把它作为 PDF 附件上传")
    pages: list[str] = []
    signs = 0
    for number in range(count):
        try:
            page = document[number]
        except pdfium.PdfiumError:
            raise Refused(f"第 {number + 1} 页已损坏，读不出来。请重新导出 PDF 后再上传") from None
        text, length = _page(page)
        signs += length
        if signs > MAX_SIGNS:
            raise Refused(f"超过 {MAX_SIGNS // 10_000} 万字，不像一篇文章。请拆成几份后再上传")
        pages.append(text)
        page.close()
    if sum(len("".join(page.split())) for page in pages) < _SCANNED * max(1, count):
        raise Refused(_NO_TEXT)
    return pages


def _page(page: Any) -> tuple[str, int]:
    """The page's lines, and how many characters they have."""
    text = page.get_textpage()
    handle = text.raw
    count = text.count_chars()
    if count > MAX_SIGNS:
        return "", count
    lines: list[tuple[str, float, float]] = []
    begun: list[str] = []
    first = -1
    for at in range(count):
        sign = chr(raw.FPDFText_GetUnicode(handle, at))
        if sign in "\r\n":
            if sign == "\n":
                lines.append(("".join(begun), *_left(handle, first)))
                begun, first = [], -1
            continue
        if first < 0 and not sign.isspace():
            first = at
        begun.append(sign)
    lines.append(("".join(begun), *_left(handle, first)))
    text.close()
    return _indented([line for line in lines if line[0].strip()]), count


def _left(handle: Any, at: int) -> tuple[float, float]:
    """Where a character begins, and how wide it is."""
    if at < 0:
        return 0.0, 0.0
    box = [ctypes.c_double() for _ in range(4)]
    raw.FPDFText_GetCharBox(handle, at, *(ctypes.byref(side) for side in box))
    return box[0].value, max(box[1].value - box[0].value, box[3].value - box[2].value)


def _indented(lines: list[tuple[str, float, float]]) -> str:
    """Lines as text: what begins further in than most lines do begins a paragraph."""
    if not lines:
        return ""
    margin = Counter(round(left) for _, left, _ in lines).most_common(1)[0][0]
    return "\n".join(
        ("\u3000\u3000" if left > margin + _INDENT * max(size, 6.0) else "") + text.strip()
        for text, left, size in lines
    )

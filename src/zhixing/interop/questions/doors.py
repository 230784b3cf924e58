"""Which kind of file a file of questions is, and what it holds: to be called in the limited child only."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO

from zhixing.core.questions.taking import MOST, FileRead, Read
from zhixing.interop.limited.package import OLE, ZIP, Refused
from zhixing.interop.questions.gift_in import read_gift
from zhixing.interop.questions.moodle_in import read_moodle
from zhixing.interop.questions.numbered_in import read_numbered
from zhixing.interop.questions.word_in import BODY, read_word
from zhixing.interop.questions.workbook_in import read_workbook
from zhixing.interop.questions.xml_parts import BadXml
from zhixing.interop.workbooks.grids import decode

MAX_BYTES = 8 * 1024 * 1024
SHOWN = 200
"""Signs of a stem that a preview shows; the question itself has all of it."""
_GIFT = re.compile(r"(?m)(?:^::.*::)|\{[^{}=~]*[=~][^{}]*\}|\{\s*(?:T|F|TRUE|FALSE)\s*[#}]")


def read_file(data: bytes, name: str) -> FileRead:
    """Everything a file holds; a refusal is a sentence with the file's name and what to do."""
    try:
        found = _read(data, name)
    except (Refused, BadXml) as refused:
        return FileRead(name, refused=f"“{name}”{refused}")
    if not found:
        return FileRead(name, refused=f"“{name}”里没有读到题目。请对照“怎样写”，或者换一种格式")
    if len(found) > MOST:
        return FileRead(name, refused=f"“{name}”有 {len(found)} 道题，超过 {MOST} 道。请拆成几个文件再导入")
    return FileRead(name, tuple(replace(one, stem=one.stem[:SHOWN]) for one in found))


def _read(data: bytes, name: str) -> list[Read]:
    lower = name.lower()
    if not data:
        raise Refused("是空文件（0 字节）。请检查是否没有传完，重新复制后再导入")
    if len(data) > MAX_BYTES:
        raise Refused(f"超过 {MAX_BYTES // 1024 // 1024} MB，题库不会这么大。请删除图片和多余内容再导入")
    if data.startswith(OLE) and lower.endswith((".doc", ".wps")):
        raise Refused("是旧格式的文档。请用 WPS 或 Word 打开，另存为 .docx 后再导入")
    if _is_word(data):
        return read_numbered(read_word(data))
    if data.startswith((ZIP, OLE)) or lower.endswith(".csv"):
        return read_workbook(data, name)
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return read_moodle(data)
    if lower.endswith((".pdf", ".jpg", ".png", ".zip", ".rar")) or data.startswith(b"%PDF"):
        raise Refused("不是题库文件。能读的是 Excel 工作簿、Word（.docx）、GIFT、Moodle XML 和纯文本")
    text = decode(data)
    return (
        read_gift(text) if lower.endswith(".gift") or _GIFT.search(text) else read_numbered(text.splitlines())
    )


def _is_word(data: bytes) -> bool:
    if not data.startswith(ZIP):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            return BODY in package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False

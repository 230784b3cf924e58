"""Cheap checks on a workbook's bytes before any parser sees them: what it is, and whether it is a trap."""

from __future__ import annotations

from enum import Enum

from zhixing.interop.limited import package
from zhixing.interop.limited.package import MB, OLE, ZIP, Caps, Part, Refused, Words

__all__ = [
    "AGAIN",
    "ANEW",
    "CAPS",
    "MAX_BYTES",
    "MAX_TEXT_BYTES",
    "MB",
    "Format",
    "Part",
    "Refused",
    "check_ole",
    "check_package",
    "check_xml",
    "tell",
    "unpacked",
]

MAX_BYTES = 20 * MB
MAX_TEXT_BYTES = 8 * MB  # A .csv or .xls: nothing is packed in them, so they are held to less.
CAPS = Caps()
AGAIN = "请用 WPS 或 Excel 打开,另存为 .xlsx 后再导入"
ANEW = "另存为新的 .xlsx 后再导入"
_WORDS = Words(
    sort="台账", again=AGAIN, anew=ANEW, trim="请删除多余的空行、空列和格式", bloat=",或整列整表都是空格式"
)


class Format(Enum):
    """What a file is by its bytes."""

    XLSX = "xlsx"
    XLS = "xls"
    TEXT = "text"


def tell(data: bytes, name: str) -> Format:
    """What the bytes are. Raises Refused for what is empty, too large, encrypted, or no workbook at all."""
    if not data:
        raise Refused("是空文件(0 字节)。请检查是否没有传完,重新复制后再导入")
    if len(data) > MAX_BYTES:
        raise Refused(f"超过 {MAX_BYTES // MB} MB,台账不会这么大。请删除图片和多余内容,{ANEW}")
    if data.startswith(ZIP):
        return Format.XLSX
    if data.startswith(OLE):
        check_ole(data)
        return Format.XLS
    if not name.lower().endswith(".csv"):
        if data[:5].lower() in {b"<html", b"<!doc", b"<?xml", b"<tabl"}:
            raise Refused(f"其实是网页或 XML 文件,不是 Excel 工作簿。{AGAIN}")
        raise Refused(
            f"不是 Excel 工作簿(内容与后缀不符或文件已损坏)。{AGAIN};如果是文本表格,请把后缀改为 .csv"
        )
    if len(data) > MAX_TEXT_BYTES:
        raise Refused(f"超过 {MAX_TEXT_BYTES // MB} MB,台账不会这么大。请检查内容,拆成几个文件后再导入")
    return Format.TEXT


def check_ole(data: bytes) -> None:
    """Refuse an old-format container that is encrypted, holds macros or is no workbook. Raises Refused."""
    if _wide("EncryptedPackage") in data or _wide("EncryptionInfo") in data:
        raise Refused("加了打开密码,无法读取。请打开后去掉密码,另存为 .xlsx 后再导入")
    if _wide("_VBA_PROJECT") in data:
        raise Refused("带有宏(程序代码),不予读取。请另存为普通的 .xlsx(不要选“启用宏的工作簿”)后再导入")
    if _wide("Workbook") not in data and _wide("Book") not in data:
        raise Refused(f"不是 Excel 工作簿(可能是 Word 等其他文件)。{AGAIN}")
    if len(data) > MAX_TEXT_BYTES:
        raise Refused(f"超过 {MAX_TEXT_BYTES // MB} MB,旧格式 .xls 不会这么大。{AGAIN}")


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")


def check_package(data: bytes) -> tuple[Part, ...]:
    """The parts of a workbook package, after every cap has been checked. Raises Refused."""
    entries = package.directory(data, _WORDS, CAPS)
    names = [e.filename for e in entries]
    if any(n.lower().endswith("vbaproject.bin") for n in names):
        raise Refused("带有宏(程序代码),不予读取。请另存为普通的 .xlsx(不要选“启用宏的工作簿”)后再导入")
    if "xl/workbook.bin" in names:
        raise Refused(f"是二进制工作簿(.xlsb),读不了。{AGAIN}")
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise Refused(f"不是 Excel 工作簿(可能是 Word 文档或压缩包)。{AGAIN}")
    return package.parts(data, entries, _WORDS, CAPS)


def unpacked(data: bytes, part: Part) -> bytes:
    """A part's bytes, never more than it declares. Raises Refused where it lies about its size."""
    return package.unpacked(data, part, _WORDS)


def check_xml(content: bytes) -> None:
    """Refuse XML that declares a document type or hides in another encoding."""
    package.check_xml(content, _WORDS)

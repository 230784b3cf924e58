"""Cheap checks on a file's bytes before any parser sees them: what it is, and whether it is a trap.

Every check is bounded by caps on bytes, entries, unpacked bytes and ratio (integrity.md, rule 10).
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from struct import unpack_from

MB = 1024 * 1024
MAX_BYTES = 20 * MB
MAX_TEXT_BYTES = 8 * MB  # A .csv or .xls: nothing is packed in them, so they are held to less.
MAX_ENTRIES = 1_000
MAX_DIRECTORY = MB
MAX_PART = 32 * MB
MAX_UNPACKED = 64 * MB
MAX_RATIO = 100  # Spreadsheets pack 10 to 30 times; a bomb about 1000 times.
RATIO_GRACE = MB

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _END_SIZE = b"PK\x05\x06", 22
AGAIN = "请用 WPS 或 Excel 打开,另存为 .xlsx 后再导入"
ANEW = "另存为新的 .xlsx 后再导入"


class Refused(Exception):
    """The file may not be read; the message is a sentence without the file's name, remedy included."""


class Format(Enum):
    """What a file is by its bytes."""

    XLSX = "xlsx"
    XLS = "xls"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a zip package: where its packed bytes stand and how many unpacked bytes it declares."""

    name: str
    start: int
    packed: int
    size: int
    deflated: bool


def tell(data: bytes, name: str) -> Format:
    """What the bytes are. Raises Refused for what is empty, too large, encrypted, or no workbook at all."""
    if not data:
        raise Refused("是空文件(0 字节)。请检查是否没有传完,重新复制后再导入")
    if len(data) > MAX_BYTES:
        raise Refused(f"超过 {MAX_BYTES // MB} MB,台账不会这么大。请删除图片和多余内容,{ANEW}")
    if data.startswith(_ZIP):
        return Format.XLSX
    if data.startswith(_OLE):
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
    _check_end(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Refused(f"不完整或已损坏(可能没有传完)。请重新复制原文件,或{AGAIN}") from None
    names = [e.filename for e in entries]
    if any(n.lower().endswith("vbaproject.bin") for n in names):
        raise Refused("带有宏(程序代码),不予读取。请另存为普通的 .xlsx(不要选“启用宏的工作簿”)后再导入")
    if "xl/workbook.bin" in names:
        raise Refused(f"是二进制工作簿(.xlsb),读不了。{AGAIN}")
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise Refused(f"不是 Excel 工作簿(可能是 Word 文档或压缩包)。{AGAIN}")
    if len(set(names)) != len(names):
        raise Refused(f"内部结构异常(同名部件重复)。{AGAIN}")
    parts = tuple(_part(data, e) for e in entries if not e.is_dir())
    if sum(p.size for p in parts) > MAX_UNPACKED:
        raise Refused(f"展开后超过 {MAX_UNPACKED // MB} MB。请删除多余的空行、空列、格式和图片,{ANEW}")
    return parts


def _check_end(data: bytes) -> None:
    """The end record is read by hand first: opening a directory of a million entries costs seconds."""
    at = data.rfind(_END, max(0, len(data) - _END_SIZE - 65_535))
    if at < 0 or at + _END_SIZE > len(data):
        raise Refused("不完整(可能没有传完或复制中断)。请重新复制原文件后再导入")
    entries, size = unpack_from("<H", data, at + 10)[0], unpack_from("<I", data, at + 12)[0]
    if entries > MAX_ENTRIES or size > MAX_DIRECTORY:
        raise Refused(f"内部部件太多({entries} 个),不像台账。{AGAIN}")


def _part(data: bytes, entry: zipfile.ZipInfo) -> Part:
    if entry.flag_bits & 0x1:
        raise Refused("是加密的压缩包,无法读取。请去掉密码,另存为 .xlsx 后再导入")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(f"用了不常见的压缩方式。{AGAIN}")
    if entry.file_size > MAX_PART:
        raise Refused(f"展开后过大(超过 {MAX_PART // MB} MB)。请删除多余的空行、空列和格式,{ANEW}")
    if entry.file_size > RATIO_GRACE and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
        raise Refused(f"压缩比异常(疑似压缩炸弹,或整列整表都是空格式)。请删除多余的空行、空列和格式,{ANEW}")
    head = entry.header_offset
    if data[head : head + 4] != _ZIP or head + 30 > len(data):
        raise Refused(f"不完整或已损坏(可能没有传完)。请重新复制原文件,或{AGAIN}")
    name, extra = unpack_from("<HH", data, head + 26)
    start = head + 30 + name + extra
    return Part(
        entry.filename, start, entry.compress_size, entry.file_size, entry.compress_type != zipfile.ZIP_STORED
    )


def unpacked(data: bytes, part: Part) -> bytes:
    """A part's bytes, never more than it declares. Raises Refused where it lies about its size."""
    packed = memoryview(data)[part.start : part.start + part.packed]
    if not part.deflated:
        content = bytes(packed)
    else:
        inflate = zlib.decompressobj(-15)
        try:
            content = inflate.decompress(packed, part.size + 1)
        except zlib.error:
            raise Refused(f"已损坏,无法展开。请重新复制原文件,或{AGAIN}") from None
    if len(content) != part.size:
        raise Refused(f"内部结构异常(大小与登记不符)。{AGAIN}")
    return content


def check_xml(content: bytes) -> None:
    """Refuse XML that declares a document type (entity bombs need one) or hides in another encoding."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content[:200]:
        raise Refused(f"含有不安全的 XML 声明,不予读取。{AGAIN}")

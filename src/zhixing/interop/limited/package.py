"""Cheap checks on a zip package's bytes (workbooks, documents) before any parser sees them.

Every check is bounded by caps on entries, unpacked bytes and ratio (integrity.md, rule 10).
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from struct import unpack_from

MB = 1024 * 1024
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _END_SIZE = b"PK\x05\x06", 22


class Refused(Exception):
    """The file may not be read; the message is a sentence without the file's name, remedy included."""


@dataclass(frozen=True, slots=True)
class Caps:
    """How much a package may hold: entries, bytes of its directory, unpacked bytes of one part and of all, ratio."""

    entries: int = 1_000
    directory: int = MB
    part: int = 32 * MB
    unpacked: int = 64 * MB
    ratio: int = 100  # Office files pack 10 to 30 times; a bomb about 1000 times.
    grace: int = MB


@dataclass(frozen=True, slots=True)
class Words:
    """The words of refusals: what such a file is, how to make it anew, what to take out of it, what bloats it."""

    sort: str
    again: str
    anew: str
    trim: str
    bloat: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a zip package: where its packed bytes stand and how many unpacked bytes it declares."""

    name: str
    start: int
    packed: int
    size: int
    deflated: bool


def directory(data: bytes, words: Words, caps: Caps) -> list[zipfile.ZipInfo]:
    """The package's entries; their content is not looked at. Raises Refused."""
    _check_end(data, words, caps)
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            return package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Refused(f"不完整或已损坏(可能没有传完)。请重新复制原文件,或{words.again}") from None


def parts(data: bytes, entries: list[zipfile.ZipInfo], words: Words, caps: Caps) -> tuple[Part, ...]:
    """The parts, after every cap has been checked. Raises Refused."""
    if len({e.filename for e in entries}) != len(entries):
        raise Refused(f"内部结构异常(同名部件重复)。{words.again}")
    found = tuple(_part(data, e, words, caps) for e in entries if not e.is_dir())
    if sum(p.size for p in found) > caps.unpacked:
        raise Refused(f"展开后超过 {caps.unpacked // MB} MB。{words.trim}和图片,{words.anew}")
    return found


def _check_end(data: bytes, words: Words, caps: Caps) -> None:
    """The end record is read by hand first: opening a directory of a million entries costs seconds."""
    at = data.rfind(_END, max(0, len(data) - _END_SIZE - 65_535))
    if at < 0 or at + _END_SIZE > len(data):
        raise Refused("不完整(可能没有传完或复制中断)。请重新复制原文件后再导入")
    entries, size = unpack_from("<H", data, at + 10)[0], unpack_from("<I", data, at + 12)[0]
    if entries > caps.entries or size > caps.directory:
        raise Refused(f"内部部件太多({entries} 个),不像{words.sort}。{words.again}")


def _part(data: bytes, entry: zipfile.ZipInfo, words: Words, caps: Caps) -> Part:
    if entry.flag_bits & 0x1:
        raise Refused(f"是加密的压缩包,无法读取。请去掉密码,{words.anew.replace('新的 ', '')}")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(f"用了不常见的压缩方式。{words.again}")
    if entry.file_size > caps.part:
        raise Refused(f"展开后过大(超过 {caps.part // MB} MB)。{words.trim},{words.anew}")
    if entry.file_size > caps.grace and entry.file_size > caps.ratio * max(1, entry.compress_size):
        raise Refused(f"压缩比异常(疑似压缩炸弹{words.bloat})。{words.trim},{words.anew}")
    head = entry.header_offset
    if data[head : head + 4] != ZIP or head + 30 > len(data):
        raise Refused(f"不完整或已损坏(可能没有传完)。请重新复制原文件,或{words.again}")
    name, extra = unpack_from("<HH", data, head + 26)
    start = head + 30 + name + extra
    return Part(
        entry.filename, start, entry.compress_size, entry.file_size, entry.compress_type != zipfile.ZIP_STORED
    )


def unpacked(data: bytes, part: Part, words: Words) -> bytes:
    """A part's bytes, never more than it declares. Raises Refused where it lies about its size."""
    packed = memoryview(data)[part.start : part.start + part.packed]
    if not part.deflated:
        content = bytes(packed)
    else:
        inflate = zlib.decompressobj(-15)
        try:
            content = inflate.decompress(packed, part.size + 1)
        except zlib.error:
            raise Refused(f"已损坏,无法展开。请重新复制原文件,或{words.again}") from None
    if len(content) != part.size:
        raise Refused(f"内部结构异常(大小与登记不符)。{words.again}")
    return content


def check_xml(content: bytes, words: Words) -> None:
    """Refuse XML that declares a document type (entity bombs need one) or hides in another encoding."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content[:200]:
        raise Refused(f"含有不安全的 XML 声明,不予读取。{words.again}")

"""What a document is by its bytes, and whether it may be read at all, before any parser sees it."""

from __future__ import annotations

from enum import Enum

from zhixing.interop.limited import package
from zhixing.interop.limited.package import MB, OLE, ZIP, Caps, Refused, Words

MAX_BYTES = 20 * MB
MAX_TEXT_BYTES = 4 * MB
CAPS = Caps(entries=2_000, part=24 * MB, unpacked=64 * MB)
_AGAIN = "请用 WPS 或 Word 打开，另存为 .docx 后再上传"
_WORDS = Words(
    sort="文章",
    again=_AGAIN,
    anew="另存为新的 .docx 后再上传",
    trim="请删除文中的大图和多余内容",
    bloat="",
)
_WIDE = str.maketrans({",": "，", ":": "：", ";": "；", "(": "（", ")": "）"})
_MARKDOWN = (".md", ".markdown")
_PAGES = (".html", ".htm", ".xhtml")
_ENCODINGS = ("utf-8-sig", "gb18030")


class Format(Enum):
    """What a document is; the value names it to people."""

    DOCX = "Word 文档"
    PDF = "PDF"
    HTML = "网页"
    MARKDOWN = "Markdown"
    TEXT = "纯文本"


def wide(sentence: str) -> str:
    """The sentence with full-width punctuation."""
    return sentence.translate(_WIDE).replace("后再导入", "后再上传")


def tell(data: bytes, name: str) -> Format:
    """What the bytes are. Raises Refused for what is empty, too large, or nothing that can be read."""
    if not data:
        raise Refused("是空文件（0 字节）。请检查是否没有传完，重新复制后再上传")
    if len(data) > MAX_BYTES:
        raise Refused(f"超过 {MAX_BYTES // MB} MB。请删去大图，或把它作为 PDF、音视频附件上传")
    if data.startswith(ZIP):
        check_docx(data)
        return Format.DOCX
    if data.startswith(OLE):
        raise Refused(f"是旧格式文档（.doc、.wps）或加了打开密码，读不了。{_AGAIN}")
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if name.lower().endswith(".pdf"):
        raise Refused("内容不是 PDF（后缀与内容不符，或没有传完）。请重新导出或复制后再上传")
    if name.lower().endswith((".docx", ".docm")):
        raise Refused(f"内容不是 Word 文档（后缀与内容不符，或没有传完）。{_AGAIN}")
    return _text_format(data, name)


def _text_format(data: bytes, name: str) -> Format:
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("不是文章（是图片、程序等二进制文件）。请上传 .docx、.pdf、.html、.md 或 .txt")
    if len(data) > MAX_TEXT_BYTES:
        raise Refused(f"超过 {MAX_TEXT_BYTES // MB} MB，一篇文章不会这么长。请拆成几篇后再上传")
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if name.lower().endswith(_PAGES) or start.startswith((b"<!doctype html", b"<html")):
        return Format.HTML
    return Format.MARKDOWN if name.lower().endswith(_MARKDOWN) else Format.TEXT


def check_docx(data: bytes) -> None:
    """Refuse a package that is no document, holds macros, hides entities or unpacks to too much. Raises Refused."""
    entries = package.directory(data, _WORDS, CAPS)
    names = [entry.filename for entry in entries]
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("带有宏（程序代码），不予读取。请另存为普通的 .docx（不要选“启用宏的文档”）后再上传")
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        raise Refused(f"不是 Word 文档（可能是表格、演示稿或压缩包）。{_AGAIN}")
    for part in package.parts(data, entries, _WORDS, CAPS):
        if part.name.endswith((".xml", ".rels")):
            package.check_xml(package.unpacked(data, part, _WORDS), _WORDS)


def decoded(data: bytes) -> str:
    """A text's bytes as text: UTF-8, UTF-16 by its mark, or GB18030. Raises Refused."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else _ENCODINGS
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("文字编码认不出来。请用记事本打开，另存为 UTF-8 编码后再上传")

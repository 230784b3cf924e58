"""Documents that mean harm or are merely broken, made on the spot: name → bytes."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DRAWING = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:docPr id="1" name="图" descr="{words}"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData'
    ' uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
    f'<a:blip xmlns:r="{R}" r:{{how}}="{{id}}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
)


def para(text: str) -> str:
    """A paragraph of text."""
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def drawing(id_: str, words: str = "", how: str = "embed") -> str:
    """A paragraph with a picture by its relation's id."""
    return f"<w:p>{DRAWING.format(id=id_, words=words, how=how)}</w:p>"


def docx(
    body: str,
    *,
    before: str = "",
    relations: str = "",
    extra: Mapping[str, bytes] | None = None,
    level: int = 6,
) -> bytes:
    """A hand-written document."""
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{P}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{P}/relationships"><Relationship Id="r" Type="{R}/officeDocument"'
        ' Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{HEAD}{before}<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{P}/relationships">{relations}</Relationships>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as book:
        for name, text in parts.items():
            book.writestr(name, text)
        for name, content in (extra or {}).items():
            book.writestr(name, content)
    return out.getvalue()


def relation(id_: str, target: str, *, outside: bool = False) -> str:
    """A relation to a picture in the package or outside it."""
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="{id_}" Type="{R}/image" Target="{target}"{mode}/>'


def pdf(objects: list[bytes]) -> bytes:
    """A PDF of hand-written objects, the first of them its catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % at for at in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def stream(content: bytes) -> bytes:
    """A packed stream object."""
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream"


def pdf_pages(contents: list[bytes]) -> bytes:
    """A PDF with a page for each content stream, in Helvetica."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for content in contents:
        objects.append(stream(content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            b" /Contents %d 0 R >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [" + b" ".join(kids) + b"] /Count %d >>" % len(kids)
    return pdf(objects)


def line(text: str, x: int, y: int) -> bytes:
    """A line of Latin text at a place."""
    return b"BT /F1 12 Tf %d %d Td (%s) Tj ET\n" % (x, y, text.encode())


def _scanned() -> bytes:
    return pdf_pages([b"0 0 595 842 re f\n"] * 3)


def _page_tree() -> bytes:
    """A page tree that says it has ten million pages."""
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 10000000 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        ]
    )


def _many_pages() -> bytes:
    return pdf_pages([line("text", 72, 700)] * 900)


def _pdf_bomb() -> bytes:
    """A page whose content unpacks to a great many words."""
    return pdf_pages([b"BT /F1 1 Tf " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj " * 900_000 + b"ET"])


def _deep_pdf() -> bytes:
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"[" * 400_000 + b"]" * 400_000])


def _macros() -> bytes:
    return docx(para("正文"), extra={"word/vbaProject.bin": OLE + b"\0" * 600})


def _entities() -> bytes:
    entities = '<!ENTITY a "哈哈哈哈">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    return docx(para("&i;"), before=f"<!DOCTYPE x [{entities}]>")


def _outside_entity() -> bytes:
    return docx(para("&x;"), before='<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>')


def _lying() -> bytes:
    real = b"<x>" + b" " * 30_000_000 + b"</x>"
    data = bytearray(docx(para("正文"), extra={"word/settings.xml": real}))
    for sign, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = -1
        while (start := data.find(sign, start + 1)) >= 0:
            if struct.unpack_from("<I", data, start + at)[0] == len(real):
                struct.pack_into("<I", data, start + at, 5_000)
    return bytes(data)


def _many_entries() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for i in range(30_000):
            book.writestr(f"a{i}", b"")
    return out.getvalue()


def _noise(size: int, seed: int) -> bytes:
    return random.Random(seed).randbytes(size)  # noqa: S311


REFUSED: dict[str, Callable[[], bytes]] = {
    "空文件.docx": lambda: b"",
    "程序.docx": lambda: b"\x7fELF" + _noise(30_000, 1),
    "程序.txt": lambda: b"\x7fELF" + b"\0" * 300 + _noise(30_000, 1),
    "没传完.docx": lambda: docx(para("正文" * 500))[:900],
    "只有开头.docx": lambda: b"PK\x03\x04" + b"\0" * 50,
    "压缩包.docx": lambda: _zip({"说明.txt": b"x"}),
    "表格.docx": lambda: _zip({"xl/workbook.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}),
    "旧格式.doc": lambda: OLE + b"\0" * 504 + "WordDocument".encode("utf-16-le") + b"\0" * 4000,
    "宏.docm": _macros,
    "压缩炸弹.docx": lambda: docx(para("正文"), extra={"word/media/a.xml": b" " * 300_000_000}, level=1),
    "正文炸弹.docx": lambda: docx(para("正文" * 9_000_000)),
    "谎报大小.docx": _lying,
    "部件太多.docx": _many_entries,
    "实体炸弹.docx": _entities,
    "外部实体.docx": _outside_entity,
    "不是XML.docx": lambda: docx("<w:p><w:r>"),
    "深嵌套.docx": lambda: docx("<w:sdt><w:sdtContent>" * 90_000 + _noise(200_000, 3).hex()),
    "深表格.docx": lambda: docx(
        "<w:tbl><w:tr><w:tc>" * 3_000 + para("正文") + "</w:tc></w:tr></w:tbl>" * 3_000
    ),
    "没有字.docx": lambda: docx(para(" ")),
    "超过上限.docx": lambda: b"PK\x03\x04" + b"\0" * (21 * 1024 * 1024),
    "没传完.pdf": lambda: pdf_pages([line("text", 72, 700)])[:200],
    "不是PDF.pdf": lambda: b"PDF 1.7" + b"x" * 500,
    "扫描件.pdf": _scanned,
    "页树.pdf": _page_tree,
    "九百页.pdf": _many_pages,
    "内容炸弹.pdf": _pdf_bomb,
    "深嵌套.pdf": _deep_pdf,
    "深嵌套.html": lambda: b"<div>" * 200_000 + b"x",
    "深嵌套斜体.html": lambda: b"<i><b>" * 100_000 + b"x",
    "自造标签.html": lambda: b"".join(b"<x%d>" % n for n in range(100_000)) + b"x",
    "很长.html": lambda: b"<p>" + b"x" * 5_000_000,
    "只有脚本.html": lambda: b"<html><script>alert(1)</script><style>p{}</style></html>",
    "不明编码.txt": lambda: b"\xff\xfd\x81" * 3000,
}


def _zip(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return out.getvalue()


BORNE: dict[str, Callable[[], bytes]] = {
    "三百万空段.html": lambda: b"<p>" * 1_300_000 + b"<p>text",
    "开标签.html": lambda: b"<" * 4_000_000,
    "半个实体.html": lambda: b"&" * 2_000_000,
    "很多属性.html": lambda: b"<p " + b"a=1 " * 900_000 + b">text",
    "很多数字.txt": lambda: b"1\n" * 2_000_000,
    "一行四兆.txt": lambda: b"a" * 4_000_000,
    "全是空格.txt": lambda: "　".encode() * 1_300_000,
    "括号.md": lambda: b"[" * 60_000,
    "引用.md": lambda: b">" * 60_000 + b"x",
    "星号.md": lambda: b"*a " * 100_000,
    "很多段.docx": lambda: docx(para("1") * 60_000),
}
"""Refused, or read, but always in time."""

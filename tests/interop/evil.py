"""Files that mean harm or are merely broken, made on the spot: name → bytes."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable

from tests.interop.books import BY_KIND, separated, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STUDY = BY_KIND["自学登记"]


def package(sheets: list[bytes], extra: dict[str, bytes] | None = None, level: int = 6) -> bytes:
    """A workbook of hand-written worksheets."""
    ids = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="表{i}" sheetId="{i}" r:id="rId{i}"/>' for i in ids)
    links = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in ids
    )
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="a/b"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" Type="{OFFICE}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f"{HEAD}<workbook {SPACE} {REL}><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as book:
        for name, text in parts.items():
            book.writestr(name, text)
        for i, content in zip(ids, sheets, strict=True):
            book.writestr(f"xl/worksheets/sheet{i}.xml", content)
        for name, content in (extra or {}).items():
            book.writestr(name, content)
    return out.getvalue()


def worksheet(body: str, before: str = "") -> bytes:
    """A worksheet's XML around its rows."""
    return f"{HEAD}{before}<worksheet {SPACE}><sheetData>{body}</sheetData></worksheet>".encode()


def text_cell(ref: str, text: str) -> str:
    """An inline text cell."""
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


def good_rows(first: int = 1) -> str:
    """A readable table's rows, from row number `first`."""
    rows = [STUDY.headers, *STUDY.rows]
    return "".join(
        f'<row r="{n}">'
        + "".join(text_cell(f"{'ABCDE'[j]}{n}", str(v)) for j, v in enumerate(row))
        + "</row>"
        for n, row in enumerate(rows, first)
    )


def _lying() -> bytes:
    """A package whose sheet unpacks to far more than its directory says."""
    real = worksheet(good_rows() + " " * 30_000_000)
    data = bytearray(package([real]))
    for sign, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = -1
        while (start := data.find(sign, start + 1)) >= 0:
            if struct.unpack_from("<I", data, start + at)[0] == len(real):
                struct.pack_into("<I", data, start + at, 5_000)
    return bytes(data)


def _many_entries() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for i in range(60_000):
            book.writestr(f"a{i}", b"")
    return out.getvalue()


def _noise(size: int, seed: int) -> str:
    return random.Random(seed).randbytes(size // 2).hex()  # noqa: S311


def _million_rows(cell: str) -> bytes:
    rows = "".join(f'<row r="{n}">{cell.format(n)}</row>' for n in range(4, 1_000_000))
    return package([worksheet(good_rows() + rows)])


def _macros() -> bytes:
    return package([worksheet(good_rows())], {"xl/vbaProject.bin": OLE + b"\0" * 600})


def _bomb_bytes() -> bytes:
    return package([worksheet(good_rows())], {"xl/sharedStrings.xml": b" " * 600_000_000}, level=1)


def _entity_bomb() -> bytes:
    entities = '<!ENTITY a "哈哈哈哈">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    return package(
        [worksheet(good_rows() + f'<row r="9">{text_cell("A9", "&i;")}</row>', f"<!DOCTYPE x [{entities}]>")]
    )


def _far_cell(ref: str) -> bytes:
    row = "".join(c for c in ref if c.isdigit())
    return package([worksheet(good_rows() + f'<row r="{row}">{text_cell(ref, "x")}</row>')])


def _merges() -> bytes:
    spans = "".join(f'<mergeCell ref="A{n}:A{n + 1}"/>' for n in range(4, 400_000, 2))
    content = worksheet(good_rows()).replace(
        b"</worksheet>", f"<mergeCells>{spans}</mergeCells></worksheet>".encode()
    )
    return package([content])


def _unclosed_formulas() -> bytes:
    cells = "".join(f'<c r="A{n}"><f>A1</f>' for n in range(4, 200_000))
    return package([worksheet(f'<row r="4">{cells}</row>')])


def _many_rows() -> bytes:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="E{n}"><v>1</v></c></row>' for n in range(4, 180_000)
    )
    return package([worksheet(good_rows() + rows)])


def _many_strings() -> bytes:
    noise = _noise(24_000_000, 6)
    items = "".join(f"<si><t>{noise[i : i + 60]}</t></si>" for i in range(0, len(noise), 60))
    strings = f'{HEAD}<sst {SPACE} count="9" uniqueCount="9">{items}</sst>'.encode()
    return package(
        [worksheet('<row r="1"><c r="A1" t="s"><v>1</v></c></row>')], {"xl/sharedStrings.xml": strings}
    )


def _many_styles() -> bytes:
    formats = "".join(f'<xf numFmtId="{n % 200}" fontId="{n % 97}"/>' for n in range(700_000))
    styles = f"{HEAD}<styleSheet {SPACE}><cellXfs>{formats}</cellXfs></styleSheet>".encode()
    return package([worksheet('<row r="1"><c r="A1" s="5"><v>1</v></c></row>')], {"xl/styles.xml": styles})


REFUSED: dict[str, Callable[[], bytes]] = {
    "不是工作簿.xlsx": lambda: random.Random(1).randbytes(40_000),  # noqa: S311
    "文本改名.xlsx": lambda: "姓名,支部\n高文,机关".encode(),
    "网页改名.xls": lambda: b"<html><table><tr><td>1</td></tr></table></html>",
    "空文件.xlsx": lambda: b"",
    "没传完.xlsx": lambda: xlsx({"表": [STUDY.headers, *STUDY.rows]})[:3000],
    "只有开头.xlsx": lambda: b"PK\x03\x04" + b"\0" * 50,
    "加密.xlsx": lambda: OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 4000,
    "宏.xlsm": _macros,
    "旧格式宏.xls": lambda: OLE + b"\0" * 504 + "Workbook_VBA_PROJECT".encode("utf-16-le") + b"\0" * 999,
    "坏的旧格式.xls": lambda: OLE + random.Random(2).randbytes(9000) + "Workbook".encode("utf-16-le"),  # noqa: S311
    "文档.xls": lambda: OLE + b"\0" * 504 + "WordDocument".encode("utf-16-le") + b"\0" * 4000,
    "压缩炸弹.xlsx": lambda: package([worksheet(good_rows() + " " * 30_000_000)]),
    "超大压缩炸弹.xlsx": _bomb_bytes,
    "谎报大小.xlsx": _lying,
    "部件太多.xlsx": _many_entries,
    "远处有字.xlsx": lambda: _far_cell("XFD1048576"),
    "很高.xlsx": lambda: _far_cell("C1048576"),
    "很宽.xlsx": lambda: package([worksheet(good_rows() + f'<row r="9">{text_cell("XFD9", "x")}</row>')]),
    "一万六千列.xlsx": lambda: xlsx({"表": [[f"列{i}" for i in range(16_384)]]}),
    "百万行有字.xlsx": lambda: _million_rows('<c r="A{}"><v>1</v></c>'),
    "实体炸弹.xlsx": _entity_bomb,
    "换编码的声明.xlsx": lambda: package([worksheet(good_rows()).decode().encode("utf-16")]),
    "不认识的表头.xlsx": lambda: xlsx({"表": [["品名", "规格", "数量"], ["扳手", "大", 3]]}),
    "空工作簿.xlsx": lambda: xlsx({"Sheet1": [], "Sheet2": []}),
    "缺列.xlsx": lambda: xlsx({"表": [["姓名", "成果", "抽查结果"], ["高文", "心得体会", "通过"]]}),
    "工作表太多.xlsx": lambda: package([worksheet(good_rows())] * 400),
    "合并太多.xlsx": _merges,
    "套公式.xlsx": _unclosed_formulas,
    "十八万行.xlsx": _many_rows,
    "字典很大.xlsx": _many_strings,
    "样式很多.xlsx": _many_styles,
    "深嵌套.xlsx": lambda: package([worksheet("<a>" * 900_000 + _noise(400_000, 5))]),
    "一格很长.xlsx": lambda: package(
        [worksheet(f'<row r="1">{text_cell("A1", _noise(19_000_000, 3))}</row>')]
    ),
    "超过上限.xlsx": lambda: b"PK\x03\x04" + b"\0" * (21 * 1024 * 1024),
    "空字节.csv": lambda: b"\0" * 100_000,
    "一行十兆.csv": lambda: "姓名,支部".encode() + b"x" * 10_000_000,
    "一格七兆.csv": lambda: "姓名,支部\n".encode() + b"x" * 7_000_000,
    "七百万逗号.csv": lambda: b"," * 7_000_000,
    "七百万空行.csv": lambda: separated([STUDY.headers]) + b"\n" * 7_000_000,
    "一万多行.csv": lambda: separated([STUDY.headers, *[STUDY.rows[0]] * 12_000]),
    "引号不配对.csv": lambda: '姓名,支部\n"'.encode() + "高文,机关\n".encode() * 20_000,
    "不明编码.csv": lambda: b"\xff" * 3000,
    "程序.csv": lambda: b"\x7fELF" + random.Random(4).randbytes(30_000),  # noqa: S311
}
BORNE: dict[str, Callable[[], bytes]] = {
    "百万空行.xlsx": lambda: _million_rows(""),
    "百万空格式行.xlsx": lambda: _million_rows('<c r="A{}" s="0"/>'),
}

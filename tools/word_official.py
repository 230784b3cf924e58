"""The Word template of official documents: page, grid, styles and page numbers of GB/T 9704-2012, no text."""

from __future__ import annotations

import io
import zipfile

from tools.ooxml import R, W, dxa
from tools.ooxml_package import HEAD, OFFICE, SONG, STAMP, TITLE, WORD, XML, faces, footer, package

BODY, KAI = "仿宋_GB2312", "楷体_GB2312"
SIZE, PITCH = 16, 28.95
"""3号, and the fixed line that puts 22 lines on 225 mm (固定值 28.95 磅)."""
TIGHTER = -5
"""28 characters on 156 mm: each gives up a quarter of a point. In twentieths; a grid is not used, for Word, WPS and
LibreOffice lay one out each in its own way."""

STYLES = (
    # id, name, font, size, alignment, line in points, more of the paragraph
    ("otitle", "公文题目", TITLE, 22, "center", 35, ""),
    ("ofirst", "主送机关", BODY, SIZE, "both", PITCH, ""),
    ("otext", "公文正文", BODY, SIZE, "both", PITCH, '<w:ind w:firstLineChars="200" w:firstLine="640"/>'),
    ("oh1", "层次一", HEAD, SIZE, "both", PITCH, '<w:ind w:firstLineChars="200" w:firstLine="640"/>'),
    ("oh2", "层次二", KAI, SIZE, "both", PITCH, '<w:ind w:firstLineChars="200" w:firstLine="640"/>'),
    ("oh3", "层次三", BODY, SIZE, "both", PITCH, '<w:ind w:firstLineChars="200" w:firstLine="640"/>'),
    ("oh4", "层次四", BODY, SIZE, "both", PITCH, '<w:ind w:firstLineChars="200" w:firstLine="640"/>'),
    ("ocaption", "表题", HEAD, SIZE, "center", PITCH, ""),
    ("oannex", "附件说明", BODY, SIZE, "left", PITCH, '<w:ind w:leftChars="200" w:left="640"/>'),
    ("osign", "署名", BODY, SIZE, "right", PITCH, ""),
    ("ohead", "表内栏目", HEAD, 10.5, "center", 0, ""),
    ("ocell", "表内文字", BODY, 10.5, "left", 0, ""),
    ("opage", "单页页码", SONG, 14, "right", 0, '<w:ind w:rightChars="100" w:right="280"/>'),
    ("oeven", "双页页码", SONG, 14, "left", 0, '<w:ind w:leftChars="100" w:left="280"/>'),
)


def official() -> bytes:
    """The template, the same bytes every time."""
    made = io.BytesIO(package(main(), "公文"))
    out = io.BytesIO()
    with zipfile.ZipFile(made) as found, zipfile.ZipFile(out, "w") as kept:
        parts = {name: found.read(name).decode() for name in found.namelist()}
        parts["word/styles.xml"] = styles(parts["word/styles.xml"])
        parts["word/footer1.xml"] = footer().replace('w:val="foot"', 'w:val="opage"')
        parts["word/footer2.xml"] = footer().replace('w:val="foot"', 'w:val="oeven"')
        parts["word/fontTable.xml"] = fonts()
        _insert(parts, "word/settings.xml", "<w:characterSpacing", "<w:mirrorMargins/><w:evenAndOddHeaders/>")
        _insert(
            parts,
            "[Content_Types].xml",
            "</Types>",
            f'<Override PartName="/word/footer2.xml" ContentType="{WORD}.footer+xml"/>',
        )
        _insert(
            parts,
            "word/_rels/document.xml.rels",
            "</Relationships>",
            f'<Relationship Id="rId6" Type="{OFFICE}/footer" Target="footer2.xml"/>',
        )
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, text.encode())
    return out.getvalue()


def _insert(parts: dict[str, str], name: str, before: str, more: str) -> None:
    parts[name] = parts[name].replace(before, more + before, 1)


def main() -> str:
    """The main part: a section and nothing in it."""
    margins = f'w:top="{dxa(37)}" w:right="{dxa(26)}" w:bottom="{dxa(35)}" w:left="{dxa(28)}"'
    return (
        f'{XML}<w:document {W} {R}><w:body><w:sectPr><w:footerReference w:type="default" r:id="rId5"/>'
        f'<w:footerReference w:type="even" r:id="rId6"/><w:pgSz w:w="{dxa(210)}" w:h="{dxa(297)}"/>'
        # The number stands 7 mm below the text: 35 less 7 less its own height.
        f'<w:pgMar {margins} w:header="{dxa(15)}" w:footer="{dxa(35 - 7 - 5)}" w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>"
    )


def styles(common: str) -> str:
    """word/styles.xml: indents count in characters of the default style, so that one is 3号 here."""
    rows = []
    for id, name, font, size, side, line, more in STYLES:
        level = f'<w:outlineLvl w:val="{int(id[2]) - 1}"/>' if id[:2] == "oh" and id[2:].isdigit() else ""
        keep = "<w:keepNext/>" if level or id == "ocaption" else ""
        tight = f'<w:spacing w:val="{TIGHTER}"/>' if size == SIZE else ""
        pitch = f' w:line="{round(line * 20)}" w:lineRule="exact"' if line else ""
        rows.append(
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{id}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="a"/><w:pPr>{keep}<w:spacing w:before="0" w:after="0"{pitch}/>{more}'
            f'<w:jc w:val="{side}"/>{level}</w:pPr><w:rPr>{faces(font)}{tight}<w:sz w:val="{int(size * 2)}"/>'
            f'<w:szCs w:val="{int(size * 2)}"/></w:rPr></w:style>'
        )
    large = common.replace('<w:sz w:val="24"/>', f'<w:sz w:val="{SIZE * 2}"/>', 2)
    return large.replace("</w:styles>", "".join(rows) + "</w:styles>")


def fonts() -> str:
    """word/fontTable.xml: the names in use, each with the name other machines know it by."""
    known = (
        (BODY, "仿宋"),
        (KAI, "楷体"),
        (HEAD, "SimHei"),
        (SONG, "SimSun"),
        (TITLE, "FZXiaoBiaoSong-B05S"),
    )
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in known
    )
    return f"{XML}<w:fonts {W}>{rows}</w:fonts>"

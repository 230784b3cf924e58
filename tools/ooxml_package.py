"""The parts of a Word file that are the same in every official table: styles, fonts, footer, properties."""

from __future__ import annotations

import io
import zipfile

from tools.ooxml import W

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
STAMP = (1980, 1, 1, 0, 0, 0)

BODY, TITLE, HEAD, SONG = "仿宋", "方正小标宋简体", "黑体", "宋体"

FONTS = (
    (BODY, "FangSong"),
    (TITLE, "FZXiaoBiaoSong-B05S"),
    (HEAD, "SimHei"),
    (SONG, "SimSun"),
)
"""Fonts by the names offices have them under; none of them is packed into a file."""

STYLES = (
    # id, name, font, size, alignment, before, after, line (240ths of a line, 0: single), more of the paragraph
    ("title", "公文标题", TITLE, 20, "center", 0, 60, 0, "<w:pageBreakBefore/>"),
    ("subtitle", "标题下说明", BODY, 10.5, "center", 0, 80, 0, ""),
    ("area", "一级标题", HEAD, 14, "left", 160, 80, 0, "<w:keepNext/>"),
    ("page", "另页标题", HEAD, 14, "left", 0, 80, 0, "<w:keepNext/><w:pageBreakBefore/>"),
    ("text", "正文段", BODY, 12, "left", 0, 60, 320, ""),
    ("cell", "表中文字", BODY, 10, "left", 0, 0, 0, ""),
    ("mid", "表中居中", BODY, 10, "center", 0, 0, 0, ""),
    ("head", "表头", HEAD, 10, "center", 0, 0, 0, ""),
    ("label", "栏目", HEAD, 10, "center", 0, 0, 0, ""),
    ("note", "小字", BODY, 9, "left", 0, 0, 0, ""),
    ("small", "小字居中", BODY, 9, "center", 0, 0, 0, ""),
    ("fine", "细字", BODY, 8.5, "left", 0, 0, 0, ""),
    ("fine_mid", "细字居中", BODY, 8.5, "center", 0, 0, 0, ""),
    ("code", "代码", BODY, 8, "center", 0, 0, 0, ""),
    ("sign", "签字", BODY, 10.5, "right", 0, 0, 0, ""),
    ("gap", "空行", BODY, 5, "left", 0, 0, 0, ""),
    ("foot", "页码", SONG, 14, "center", 0, 0, 0, ""),
)


def faces(font: str) -> str:
    """One font for every script."""
    return f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'


def styles() -> str:
    """word/styles.xml."""
    rows = [
        f'<w:docDefaults><w:rPrDefault><w:rPr>{faces(BODY)}<w:kern w:val="2"/><w:sz w:val="24"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:widowControl w:val="0"/></w:pPr></w:pPrDefault></w:docDefaults>',
        f'<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:rPr>{faces(BODY)}'
        '<w:sz w:val="24"/></w:rPr></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="t"><w:name w:val="Normal Table"/></w:style>',
    ]
    for id, name, font, size, side, before, after, line, more in STYLES:
        pitch = f' w:line="{line}" w:lineRule="auto"' if line else ""
        rows.append(
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{id}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="a"/><w:pPr>{more}<w:spacing w:before="{before}" w:after="{after}"{pitch}/>'
            f'<w:jc w:val="{side}"/></w:pPr><w:rPr>{faces(font)}<w:sz w:val="{int(size * 2)}"/>'
            f'<w:szCs w:val="{int(size * 2)}"/></w:rPr></w:style>'
        )
    return f"{XML}<w:styles {W}>{''.join(rows)}</w:styles>"


def fonts() -> str:
    """word/fontTable.xml: with the other name each font goes by, for machines that know only that one."""
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in FONTS
    )
    return f"{XML}<w:fonts {W}>{rows}</w:fonts>"


def footer() -> str:
    """The page number between two dashes (一字线)."""
    number = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    dash = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    inner = dash.format("— ") + number + dash.format(" —")
    return f'{XML}<w:ftr {W}><w:p><w:pPr><w:pStyle w:val="foot"/></w:pPr>{inner}</w:p></w:ftr>'


def settings() -> str:
    """word/settings.xml."""
    mode = '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    return (
        f'{XML}<w:settings {W}><w:characterSpacingControl w:val="compressPunctuation"/>'
        f"<w:compat><w:spaceForUL/><w:adjustLineHeightInTable/>{mode}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def relations(*targets: tuple[str, str, str]) -> str:
    """A relationships part."""
    rows = "".join(
        f'<Relationship Id="{id}" Type="{kind}" Target="{target}"/>' for id, kind, target in targets
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def content_types() -> str:
    """[Content_Types].xml."""
    parts = {
        "/word/document.xml": f"{WORD}.document.main+xml",
        "/word/styles.xml": f"{WORD}.styles+xml",
        "/word/settings.xml": f"{WORD}.settings+xml",
        "/word/fontTable.xml": f"{WORD}.fontTable+xml",
        "/word/footer1.xml": f"{WORD}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    rows = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def core(title: str) -> str:
    """docProps/core.xml; the dates are the document's own and are set when it is filled in."""
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>知行</dc:creator></cp:coreProperties>"
    )


def package(main: str, title: str) -> bytes:
    """The whole file, the same bytes every time."""
    parts = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relations(
            ("rId1", f"{OFFICE}/officeDocument", "word/document.xml"),
            ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "word/document.xml": main,
        "word/_rels/document.xml.rels": relations(
            ("rId1", f"{OFFICE}/styles", "styles.xml"),
            ("rId2", f"{OFFICE}/settings", "settings.xml"),
            ("rId3", f"{OFFICE}/fontTable", "fontTable.xml"),
            ("rId5", f"{OFFICE}/footer", "footer1.xml"),
        ),
        "word/styles.xml": styles(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": fonts(),
        "word/footer1.xml": footer(),
        "docProps/core.xml": core(title),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode())
    return out.getvalue()

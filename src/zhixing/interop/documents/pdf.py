"""Setting a PDF/A with typst: values in as JSON, never as markup; fonts packed in; the same bytes every time.

The fonts of `vendored/fonts` draw every Han character of GBK and of 通用规范汉字表. A folder of the office's own
fonts goes before them (方正小标宋, 仿宋_GB2312 and the like may not be shipped); what neither can draw is looked
for among the fonts of the machine. A character that nobody can draw is an error: an official document never
leaves with a hole in a name.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from zhixing.interop.documents.cells import plain
from zhixing.interop.later import Later

if TYPE_CHECKING:
    import typst
else:
    typst = Later("typst")

STANDARD: Literal["a-2b"] = "a-2b"
_HERE = Path(__file__).resolve().parent
_TEMPLATES, _SHIPPED = _HERE / "typeset", _HERE / "vendored" / "fonts"
_HOLE = re.compile(r"the text `\"(.*?)\"` could not be displayed")
_SPELLED = re.compile(r"\\u\{([0-9a-f]+)\}")

FACES: Mapping[str, tuple[str, ...]] = {
    "body": (
        "仿宋_GB2312",
        "FangSong_GB2312",
        "方正仿宋_GBK",
        "FZFangSong-Z02",
        "仿宋",
        "FangSong",
        "Zhixing Fang",
    ),
    "kai": ("楷体_GB2312", "KaiTi_GB2312", "方正楷体_GBK", "FZKai-Z03", "楷体", "KaiTi", "Zhixing Kai"),
    "hei": ("方正黑体_GBK", "FZHei-B01", "黑体", "SimHei", "Zhixing Hei"),
    "title": (
        "方正小标宋_GBK",
        "FZXiaoBiaoSong-B05",
        "方正小标宋简体",
        "FZXiaoBiaoSong-B05S",
        "Zhixing Title",
    ),
    "digits": ("宋体", "SimSun", "Zhixing Song"),
}
"""Families for each part of a document, the office's own first; the last of each is shipped."""

_RARE = ("Zhixing Kai", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun-ExtB", "SimSun-ExtG")
"""Where a character is looked for that the family of its part does not draw."""


class PdfError(ValueError):
    """A document that cannot be set; the text is a sentence for whoever asked for it."""


def set_pdf(
    template: str,
    values: Mapping[str, object],
    *,
    title: str,
    day: dt.date,
    fonts: Path | None = None,
    tagged: bool = True,
) -> bytes:
    """`typeset/TEMPLATE.typ` filled in as PDF/A-2b, dated `day`; `fonts` is a folder of the office's own fonts.

    `tagged`: with the structure that screen readers follow.
    Raises `PdfError` when no font draws a character, or the folder of fonts is missing.
    """
    if fonts is not None and not fonts.is_dir():
        raise PdfError(f"字体文件夹不存在：{fonts}。请改正 ZHIXING_FONTS，或去掉这一设置。")
    try:
        return _compiled(template, values, title, day, fonts, system=False, tagged=tagged)
    except typst.TypstError as found:
        if not holes(found):
            raise
    try:
        return _compiled(template, values, title, day, fonts, system=True, tagged=tagged)
    except typst.TypstError as found:
        missing = holes(found)
        if not missing:
            raise
        raise PdfError(
            f"字体里没有这些字：{'、'.join(f'{char}（U+{ord(char):04X}）' for char in missing)}。"
            "请把含有这些字的字体放进字体文件夹（ZHIXING_FONTS），或改用 Word 格式。"
        ) from found


def holes(error: typst.TypstError) -> list[str]:
    """The characters that no font draws, each once; nothing for an error of another kind."""
    texts = _HOLE.findall(f"{error.message}\n{error.diagnostic}")
    spelled = (_SPELLED.sub(lambda found: chr(int(found[1], 16)), text) for text in texts)
    return list(dict.fromkeys(char for text in spelled for char in text))


def _compiled(
    template: str,
    values: Mapping[str, object],
    title: str,
    day: dt.date,
    own: Path | None,
    *,
    system: bool,
    tagged: bool,
) -> bytes:
    found = _fonts(own, own.stat().st_mtime_ns if own else 0, system)
    known = set(found.families())
    faces = {part: [name for name in (*names, *_RARE) if name in known] for part, names in FACES.items()}
    data = {**_safe(values), "doc_title": plain(title), "faces": faces}
    compiler = typst.Compiler(
        _TEMPLATES / f"{template}.typ",
        root=_TEMPLATES,
        font_paths=found,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    made = compiler.compile(
        format="pdf",
        pdf_standards=[STANDARD],
        timestamp=dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC),
        pdf_tags=tagged,
    )
    assert isinstance(made, bytes)
    return made


@lru_cache(maxsize=4)
def _fonts(own: Path | None, changed: int, system: bool) -> typst.Fonts:
    """The fonts to choose from; `changed` is when the folder last changed, so that a font put there is found."""
    folders: list[Path] = [*([own] if own else []), _SHIPPED]
    return typst.Fonts(include_system_fonts=system, include_embedded_fonts=False, font_paths=folders)


def _safe(values: Mapping[str, object]) -> dict[str, object]:
    """The same values with every text on one line and free of control characters."""
    return {key: _clean(value) for key, value in values.items()}


def _clean(value: object) -> object:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Mapping):
        return _safe(value)
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    return value

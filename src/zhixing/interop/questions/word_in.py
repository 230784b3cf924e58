"""A Word document (.docx) of numbered questions as paragraphs of text; numbers that Word counts itself are counted.

Only the body's text is read: no pictures, no headers, nothing that is fetched from elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from zhixing.core.questions.words import LETTERS
from zhixing.interop.limited.package import MB, Caps, Refused, Words, directory, parts, unpacked
from zhixing.interop.questions.xml_parts import Node, read_xml

BODY, NUMBERING = "word/document.xml", "word/numbering.xml"
MAX_PARAGRAPHS = 30_000
CAPS = Caps(part=16 * MB)
_WORDS = Words(
    sort="题库",
    again="请用 WPS 或 Word 打开，另存为 .docx 后再导入",
    anew="另存为新的 .docx 后再导入",
    trim="请删除图片和多余内容",
    bloat="",
)


@dataclass(frozen=True, slots=True)
class _Level:
    shape: str
    text: str
    start: int


def read_word(data: bytes) -> list[str]:
    """The paragraphs in order, breaks inside them as line breaks. Raises Refused, BadXml."""
    entries = directory(data, _WORDS, CAPS)
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise Refused("带有宏（程序代码），不予读取。请另存为普通的 .docx 后再导入")
    found = {part.name: part for part in parts(data, entries, _WORDS, CAPS)}
    if BODY not in found:
        raise Refused(f"不是 Word 文档（.docx）。{_WORDS.again}")
    levels = {}
    if NUMBERING in found:
        levels = _levels(read_xml(unpacked(data, found[NUMBERING], _WORDS)))
    paragraphs = read_xml(unpacked(data, found[BODY], _WORDS)).every("p")
    if len(paragraphs) > MAX_PARAGRAPHS:
        raise Refused(f"有 {len(paragraphs)} 段，太长了。请拆成几个文件再导入")
    counted = _Counter(levels)
    return [counted.before(one) + _text(one) for one in paragraphs]


def _text(paragraph: Node) -> str:
    """Runs in order; deleted text (修订) is no text; a tab is a blank."""
    found = []
    for one in _runs(paragraph):
        if one.name == "t":
            found.append(one.text)
        elif one.name in ("br", "cr"):
            found.append("\n")
        elif one.name == "tab":
            found.append(" ")
    return "".join(found)


def _runs(paragraph: Node) -> list[Node]:
    found: list[Node] = []
    waiting = list(reversed(paragraph.children))
    while waiting:
        one = waiting.pop()
        if one.name in ("del", "p", "txbxContent", "pPr", "rPr"):
            continue
        found.append(one)
        waiting.extend(reversed(one.children))
    return found


class _Counter:
    """Numbers that Word shows before paragraphs without their being text."""

    def __init__(self, levels: dict[tuple[str, int], _Level]) -> None:
        self.levels = levels
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)

    def before(self, paragraph: Node) -> str:
        """What stands before the paragraph: `3. `, `B. ` or nothing."""
        about = paragraph.child("pPr")
        listed = about.child("numPr") if about else None
        if listed is None:
            return ""
        number, depth = _value(listed.child("numId")), int(_value(listed.child("ilvl")) or 0)
        level = self.levels.get((number, depth))
        if level is None or level.shape == "bullet":
            return ""
        counts = self.counts[number]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        return f"{_spelt(level.shape, counts[depth])}{_after(level.text)}"


def _levels(numbering: Node) -> dict[tuple[str, int], _Level]:
    abstract = {one.attributes.get("abstractNumId", ""): one for one in numbering.every("abstractNum")}
    found = {}
    for number in numbering.every("num"):
        shape = abstract.get(_value(number.child("abstractNumId")))
        for level in shape.every("lvl") if shape else ():
            depth = int(level.attributes.get("ilvl", "0"))
            found[number.attributes.get("numId", ""), depth] = _Level(
                _value(level.child("numFmt")),
                _value(level.child("lvlText")),
                int(_value(level.child("start")) or 1),
            )
    return found


def _value(node: Node | None) -> str:
    return node.attributes.get("val", "") if node else ""


def _spelt(shape: str, count: int) -> str:
    if shape == "upperLetter" and 1 <= count <= len(LETTERS):
        return LETTERS[count - 1]
    if shape.startswith(("chinese", "ideograph", "japanese", "taiwanese")):
        return "一二三四五六七八九十"[count - 1] if 1 <= count <= 10 else str(count)
    return str(count)


def _after(text: str) -> str:
    """The sign after the number (`%1、`), a point where there is none of the usual."""
    sign = text.strip()[-1:]
    return f"{sign} " if sign in ".．、)）" and sign else ". "

"""Cleaning a text that comes in (导入清洗): what is not the text is taken out, and every bit of it is told.

A domain requirement: an old page left “1 1 1” (残留计数) at the head of its text. Nothing here guesses: a lone number
that may be an item's number stays and is told as a doubt, and no Chinese word is ever taken out but those of a
page number (第3页 共10页) and of a head or foot that stands alike on most pages; both are listed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Stray(StrEnum):
    """Why something was taken out."""

    COUNT = "count"
    PAGE = "page"
    RUNNING = "running"
    UNSEEN = "unseen"
    BLANK = "blank"
    BROKEN = "broken"


STRAY_WORDS: dict[Stray, str] = {
    Stray.COUNT: "孤立的数字",
    Stray.PAGE: "页码",
    Stray.RUNNING: "每页重复的页眉页脚",
    Stray.UNSEEN: "看不见的字符",
    Stray.BLANK: "行首空白和多余空行",
    Stray.BROKEN: "折断的行（已接成一段）",
}


@dataclass(frozen=True, slots=True)
class Removed:
    """Something taken out: its text ("" where it cannot be seen), how often, and how the text goes on after it."""

    stray: Stray
    text: str = ""
    times: int = 1
    before: str = ""


@dataclass(frozen=True, slots=True)
class Strays:
    """Which paragraphs are no text (their number from 0, why), and doubts in words for a person."""

    found: tuple[tuple[int, Stray], ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The paragraphs of a text, what was taken out of it, and what a person should look at."""

    paragraphs: tuple[str, ...]
    removed: tuple[Removed, ...]
    doubts: tuple[str, ...]

    @property
    def text(self) -> str:
        """Paragraphs with an empty line between them; cleaned again it stays as it is."""
        return "\n\n".join(self.paragraphs)


UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufffe\uffff"
    "\u0000-\u0008\u000b\u000e-\u001f\u007f-\u0084\u0086-\u009f]"
)
_BULLETS = dict.fromkeys((61548, 61550, 61607, 61623, 61656, 61692), "•")
"""Points of lists in the symbol fonts of word processors, which no other font shows."""
_HYPHENS = "\u00ad\u0002\ufffe"
"""A soft hyphen, and how the text layer of a PDF tells of one at a line's end."""
_SPACES = re.compile("[\t \u00a0\u1680\u2000-\u200a\u202f\u205f]+")
_EDGES = " \u3000"
_LINES = re.compile("\r\n|[\r\n\f\u0085]")
_INDENTED = re.compile("[ \u00a0]{2}|\t|\u3000")
_NEW = re.compile("(?<=[。！？；：”’）》…!?])[ ]*\u3000{2,}[ \u3000]*")
_COUNT = re.compile(r"[0-9]{1,3}(?:[ \u3000]+[0-9]{1,3})*|[0-9]{1,2}:[0-9]{2} ?/ ?[0-9]{1,2}:[0-9]{2}")
_PAGE = re.compile(
    r"[-—–－·•~_ \u3000]+[0-9]{1,4}[-—–－·•~_ \u3000]+|[0-9]{1,4} ?/ ?[0-9]{1,4}"
    r"|第 ?[0-9]{1,4} ?页(?:[ \u3000]*[/,，、]?[ \u3000]*共 ?[0-9]{1,4} ?页)?|page [0-9]{1,4}(?: of [0-9]{1,4})?",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"第[一二三四五六七八九十百零〇0-9]+[编章节条]|[一二三四五六七八九十]+[、．.]|[（(][一二三四五六七八九十0-9]+[)）]"
    r"|[0-9]{1,2}[、．.](?![0-9])|[●•·◆■◇○※]"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_ENDS = "。！？…；：!?"
_CLOSERS = "”’）》」』)]】"
_SEEN = 24
"""Characters of what follows that are shown beside what was taken out."""
_FULL = 0.85
"""A line so wide, measured by the wide lines of its text, was broken by the page and not by its author."""
_EDGE_LINES = 2
_PAGES_ALIKE = 3
_LONGEST_HEAD = 60


def tidy_signs(text: str) -> tuple[str, int]:
    """The text without characters that cannot be seen, runs of blanks as one, and how many were taken out.

    Blanks at the edges stay (a piece of a sentence may need them); full-width blanks within stay (刘　英).
    """
    shown, unseen = UNSEEN.subn("", text.translate(_BULLETS))
    return _SPACES.sub(" ", shown), unseen


def lone(paragraph: str) -> Stray | None:
    """Whether a whole paragraph is no text: numbers of up to three digits (never a year), or a page number."""
    text = unicodedata.normalize("NFKC", paragraph).strip()
    if not text or len(text) > 40:
        return None
    if _COUNT.fullmatch(text):
        return Stray.COUNT
    return Stray.PAGE if _PAGE.fullmatch(text) else None


def strays(paragraphs: Sequence[str]) -> Strays:
    """The paragraphs that are no text. Numbers that rise by one (1, 2, 3) may be items': they stay, as a doubt."""
    found = [(number, why) for number, text in enumerate(paragraphs) if (why := lone(text)) is not None]
    single = [
        (number, int(text))
        for number, why in found
        if why is Stray.COUNT
        and (text := unicodedata.normalize("NFKC", paragraphs[number]).strip()).isdigit()
    ]
    values = [value for _, value in single]
    doubts = []
    if len(values) >= 3 and values == list(range(values[0], values[0] + len(values))):
        kept = {number for number, _ in single}
        found = [one for one in found if one[0] not in kept]
        doubts.append(f"单独成行的 {values[0]} 至 {values[-1]} 可能是条目编号，没有删去，请看一眼")
    private = _PRIVATE.findall("".join(paragraphs))
    if private:
        doubts.append(f"有 {len(private)} 个字符多数电脑显示不出（自造字），没有删去，请对照原文改过来")
    return Strays(tuple(found), tuple(doubts))


def split_indented(text: str) -> tuple[str, ...]:
    """A paragraph in which others hide: after a sentence's end two full-width blanks begin a new one."""
    parts = (part.strip(_EDGES) for part in _NEW.split(text))
    return tuple(part for part in parts if part)


def clean_text(text: str) -> Cleaned:
    """A plain text: paragraphs by lines, or, where lines were broken at one width, by blanks and indents."""
    return clean_pages((text,))


def clean_pages(pages: Sequence[str]) -> Cleaned:
    """The text of a document page by page: heads, feet and page numbers are taken out, broken lines joined."""
    removed: list[Removed] = []
    lines = [
        line for page in _without_edges([_LINES.split(page) for page in pages], removed) for line in page
    ]
    tidied = [_Line.of(line) for line in lines]
    _tell_unseen(tidied, removed)
    pieces = [part for joined in _joined(tidied, removed) for part in split_indented(joined)]
    told = strays(pieces)
    taken = dict(told.found)
    removed += [Removed(why, pieces[at], 1, _after(pieces, at, taken)) for at, why in told.found]
    kept = tuple(piece for at, piece in enumerate(pieces) if at not in taken)
    return Cleaned(kept, tuple(removed), told.doubts)


def _after(pieces: Sequence[str], at: int, taken: dict[int, Stray]) -> str:
    return next((text[:_SEEN] for n, text in enumerate(pieces) if n > at and n not in taken), "")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line: its text without edges, whether it began with blanks or ended in a soft hyphen, what was unseen."""

    text: str
    indented: bool
    hyphen: bool
    unseen: int

    @classmethod
    def of(cls, raw: str) -> _Line:
        tidied, unseen = tidy_signs(raw)
        text = tidied.strip(_EDGES)
        bare = raw.rstrip(_EDGES + "\t")
        indented = bool(_INDENTED.match(UNSEEN.sub("", raw))) and bool(text)
        return cls(text, indented, bare.endswith(tuple(_HYPHENS)), unseen)


def _tell_unseen(lines: Sequence[_Line], removed: list[Removed]) -> None:
    unseen = sum(line.unseen for line in lines)
    if unseen:
        removed.append(Removed(Stray.UNSEEN, "", unseen))
    empty = sum(1 for one, two in zip(lines, lines[1:], strict=False) if not one.text and not two.text)
    blanks = empty + sum(1 for line in lines if line.indented)
    if blanks:
        removed.append(Removed(Stray.BLANK, "", blanks))


def _without_edges(pages: Sequence[list[str]], removed: list[Removed]) -> list[list[str]]:
    """Pages without page numbers and running heads at their first and last lines."""
    if len(pages) < 2:
        return [list(page) for page in pages]
    edges = [_edges(page) for page in pages]
    masks = Counter(
        mask
        for page, at in zip(pages, edges, strict=True)
        for mask in {_mask(page[number]) for inward in at for number in inward}
    )
    most = max(_PAGES_ALIKE, (len(pages) + 1) // 2)
    running: Counter[str] = Counter()
    numbers: list[str] = []
    kept = []
    for page, at in zip(pages, edges, strict=True):
        gone = set()
        for inward in at:
            for number in inward:
                text = page[number].strip(_EDGES)
                if lone(text) is not None:
                    numbers.append(text)
                elif len(text) <= _LONGEST_HEAD and masks[_mask(text)] >= most:
                    running[_mask(text)] += 1
                else:
                    break  # What stands further in is the text.
                gone.add(number)
        kept.append([line for number, line in enumerate(page) if number not in gone])
    if numbers:
        removed.append(
            Removed(Stray.PAGE, "、".join(numbers[:6]) + ("……" if len(numbers) > 6 else ""), len(numbers))
        )
    removed += [Removed(Stray.RUNNING, mask, times) for mask, times in sorted(running.items())]
    return kept


def _edges(page: Sequence[str]) -> tuple[list[int], list[int]]:
    """The first and the last lines, from the edge inward."""
    filled = [number for number, line in enumerate(page) if UNSEEN.sub("", line).strip(_EDGES)]
    top = filled[:_EDGE_LINES]
    return top, [number for number in reversed(filled[-_EDGE_LINES:]) if number not in top]


def _mask(line: str) -> str:
    """A line in which numbers do not matter: page numbers within heads differ."""
    return re.sub(r"[0-9０-９]+", "0", tidy_signs(line)[0].strip(_EDGES))


def _joined(lines: Sequence[_Line], removed: list[Removed]) -> list[str]:
    """Paragraphs of lines: joined where the page broke them."""
    width = _page_width(lines)
    parts: list[str] = []
    broken = 0
    last: _Line | None = None
    for line in lines:
        if line.text and last is not None and last.text and width and _goes_on(last, line, width):
            parts[-1] = _join(parts[-1], line.text, last.hyphen)
            broken += 1
        elif line.text:
            parts.append(line.text)
        last = line
    if broken:
        removed.append(Removed(Stray.BROKEN, "", broken))
    return parts


def _page_width(lines: Sequence[_Line]) -> int:
    """The width at which lines were broken, in half-width columns; 0 where they were not.

    Broken: of the lines with another right under them, most are about as wide as the widest, and some of these
    end within a sentence.
    """
    upper = [one for one, two in zip(lines, lines[1:], strict=False) if one.text and two.text]
    if len(upper) < 3:
        return 0
    widths = sorted(_width(line.text) for line in upper)
    width = widths[len(widths) * 9 // 10]
    full = [line for line in upper if width * _FULL <= _width(line.text) <= width * 1.3]
    within = [line for line in full if not _ended(line.text)]
    alike = len(full) >= 0.5 * len(upper) and len(within) >= 0.4 * len(full)
    return width if width >= 20 and alike else 0


def _goes_on(one: _Line, two: _Line, width: int) -> bool:
    """Whether the second line goes on with the paragraph of the first."""
    if two.indented or _ITEM.match(two.text) or lone(one.text) or lone(two.text):
        return False
    return one.hyphen or _width(one.text) >= width * _FULL


def _join(one: str, two: str, hyphen: bool) -> str:
    latin = one[-1].isascii() and two[0].isascii() and not hyphen
    return f"{one} {two}" if latin else one + two


def _ended(text: str) -> bool:
    return text.rstrip(_CLOSERS)[-1:] in _ENDS if text.rstrip(_CLOSERS) else True


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)

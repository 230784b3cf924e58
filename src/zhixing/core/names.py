"""姓名: how clerks write names, and how they are kept, told apart and put in order.

A name is kept without white space, its separator always U+00B7. Anything in brackets after it is a qualifier
(group or branch), which tells namesakes apart. Nothing here guesses: what does not read as a name keeps its
spelling and gets a reason.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from zhixing.core.strokes import stroke_key, strokes

__all__ = [
    "LONGEST",
    "SEPARATOR",
    "SHORTEST",
    "NameRef",
    "clean_name",
    "name_problem",
    "parse_ref",
    "split_names",
    "stroke_key",
    "strokes",
]

SEPARATOR = "\u00b7"
"""间隔号, as the standard for collecting names asks."""

SHORTEST, LONGEST = 2, 25

_DOTS = re.compile("[\u2022\u30fb\uff65\u2027\u2219\u22c5\u25cf\u2024\u16eb\ufe52]")
_STOP_BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_])[.\uff0e](?=[^\W\d_])")
_OPEN, _CLOSE = "(（〔[［【", ")）〕]］】"
_SEPARATORS = "、﹑､,，﹐;；﹔/／\n\r"
_SPLIT = re.compile(f"[{_SEPARATORS}]")
_HAN = (
    (0x3007, 0x3007),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFD),
)
_PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0x10FFFD))
_GLYPH_CHOICES = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))


@dataclass(frozen=True, slots=True)
class NameRef:
    """A name as it stands in a list: `name` cleaned, `qualifier` what the brackets hold ("" without any)."""

    name: str
    qualifier: str


def clean_name(text: str) -> str:
    """The text as names are kept: NFC, no white space or unseen characters, one kind of separator.

    Brackets stay as they are, so that `parse_ref` may read them. Full-width letters and digits become
    plain ones.
    """
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(_plain(char) for char in composed if not (char.isspace() or _unseen(char)))
    # Once more: what was dropped may have stood between a letter and its accent.
    kept = unicodedata.normalize("NFC", kept)
    return _STOP_BETWEEN_LETTERS.sub(SEPARATOR, _DOTS.sub(SEPARATOR, kept))


def name_problem(name: str) -> str | None:
    """Why a cleaned name cannot be kept, in words a clerk can act on; None when it can.

    2 to 25 characters (code points): Han letters of every plane, Latin letters, and the separator inside.
    """
    if not name:
        return "姓名是空的"
    if any(_within(char, _PRIVATE) for char in name):
        return "姓名里有旧编码的自造字,请用输入法重新输入这个字"
    for char in name:
        if not (_is_han(char) or _is_latin(char) or char == SEPARATOR):
            return f"姓名里有不能用的字符“{char}”"
    if name.startswith(SEPARATOR) or name.endswith(SEPARATOR) or SEPARATOR * 2 in name:
        return "间隔号应当在两部分姓名中间,且只写一个"
    if len(name) < SHORTEST:
        return "姓名不足 2 个字"
    if len(name) > LONGEST:
        return f"姓名超过 {LONGEST} 个字"
    return None


def parse_ref(text: str) -> NameRef:
    """Read 王磊(第2党小组). Brackets may be of any kind, nested, repeated or never closed.

    What stands outside them is the name, so nothing written after a bracket is lost unseen.
    """
    name: list[str] = []
    qualifier: list[str] = []
    depth = 0
    for char in clean_name(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        else:
            (qualifier if depth else name).append(char)
    return NameRef("".join(name), "".join(qualifier))


def split_names(text: str) -> tuple[str, ...]:
    """The names of a cell joined by 、 , ; / or line breaks, in order, doubles kept, blanks dropped.

    Never split at 和 or at a space: both occur inside names. Separators inside brackets belong to the
    qualifier; a bracket that is never closed hides nothing, the rest of the cell is split all the same.
    """
    pieces: list[str] = []
    start, depth = 0, 0
    for at, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char in _SEPARATORS and depth == 0:
            pieces.append(text[start:at])
            start = at + 1
    rest = text[start:]
    pieces.extend(_SPLIT.split(rest) if depth else [rest])
    return tuple(piece.strip() for piece in pieces if piece.strip())


def _plain(char: str) -> str:
    """Full-width letters and digits as plain ones; every other character as it is."""
    plain = unicodedata.normalize("NFKC", char) if "\uff10" <= char <= "\uff5a" else char
    return plain if plain.isalnum() else char


def _unseen(char: str) -> bool:
    """Format characters and glyph choices, which paste along unseen and would make one name two."""
    return unicodedata.category(char) == "Cf" or _within(char, _GLYPH_CHOICES)


def _within(char: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= ord(char) <= last for first, last in ranges)


def _is_han(char: str) -> bool:
    return _within(char, _HAN)


def _is_latin(char: str) -> bool:
    return char.isalpha() and unicodedata.name(char, "").startswith("LATIN ")

"""Search without a dictionary: Chinese as pairs of neighbouring characters (二元组), Latin words and numbers whole.

`党员教育 2013` is kept as `党员 员教 教育 育 2013`: every character begins a gram, so that words of two characters are
found (full-text search by three finds none of them) and single characters too. A word that is looked for is a
needle: a piece of the kept line, so that a database may use any index it has and the answer stays the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from zhixing.core.library.cleaning import UNSEEN

LONGEST_QUERY = 60
MOST_WORDS = 8
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_RUN = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+")


@dataclass(frozen=True, slots=True)
class Needle:
    """A word looked for: its grams, the last of them only the beginning of a gram if `open_end`."""

    word: str
    grams: tuple[str, ...]
    open_end: bool

    @property
    def piece(self) -> str:
        """What a kept line contains if it has the word."""
        return " " + " ".join(self.grams) + ("" if self.open_end else " ")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of an excerpt; `marked` where it is what was looked for."""

    text: str
    marked: bool = False


def normal(text: str) -> str:
    """Full width as half width, compatibility forms as the plain ones, small letters, nothing unseen."""
    return unicodedata.normalize("NFKC", UNSEEN.sub("", text)).casefold()


@lru_cache(maxsize=1 << 14)
def _plain(sign: str) -> str:
    """A character in its plain form; there are few different ones."""
    return normal(sign)


def grams(text: str) -> str:
    """The line that is kept for a text: grams in the text's order, a blank before and after each."""
    found = [gram for run in _RUN.findall(normal(text)) for gram in _grams(run)]
    return f" {' '.join(found)} " if found else ""


def _grams(run: str) -> list[str]:
    if not _is_han(run):
        return [run]
    return [*(one + two for one, two in pairwise(run)), run[-1]]


def _is_han(run: str) -> bool:
    return re.match(f"[{_HAN}]", run) is not None


def needles(query: str) -> tuple[Needle, ...]:
    """The words of a query (by blanks), each to be found; words without a letter or number are left out."""
    words = dict.fromkeys(normal(query)[:LONGEST_QUERY].split())
    found = (_needle(word) for word in words)
    return tuple(needle for needle in found if needle.grams)[:MOST_WORDS]


def _needle(word: str) -> Needle:
    runs = _RUN.findall(word)
    found = [gram for run in runs for gram in _grams(run)]
    if runs and _is_han(runs[-1]) and len(runs[-1]) > 1:
        return Needle(
            word, tuple(found[:-1]), open_end=False
        )  # The text may go on: 党员 is found in 党员教育.
    return Needle(word, tuple(found), open_end=True)


def holds(kept: str, wanted: Sequence[Needle]) -> bool:
    """Whether a kept line has every word."""
    return all(needle.piece in kept for needle in wanted)


def excerpt(text: str, wanted: Sequence[Needle], *, length: int = 90) -> tuple[Span, ...]:
    """About `length` characters around the first word that was looked for, with every word marked.

    Characters are compared one by one in their plain form, so what is shown is the text as it was written.
    """
    plain = [_plain(sign) for sign in text]
    places = _marks(plain, wanted)
    first = min((start for start, _ in places), default=0)
    begin = max(0, first - length // 4)
    end = min(len(text), begin + length)
    begin = max(0, min(begin, end - length))
    return (
        *((Span("……"),) if begin else ()),
        *_spans(text, begin, end, places),
        *((Span("……"),) if end < len(text) else ()),
    )


def marked(text: str, wanted: Sequence[Needle]) -> tuple[Span, ...]:
    """The whole of a short text (a title) with every word marked."""
    return tuple(_spans(text, 0, len(text), _marks([_plain(sign) for sign in text], wanted)))


def _marks(plain: Sequence[str], wanted: Sequence[Needle]) -> list[tuple[int, int]]:
    """Where the words stand, as positions in the text, in order and without overlap."""
    offsets = [at for at, sign in enumerate(plain) for _ in sign]
    line = "".join(plain)
    found = []
    for needle in wanted:
        runs = [re.escape(run) for run in _RUN.findall(needle.word)]
        pattern = "[\\W_]*".join(runs)
        if not _is_han(needle.word[:1]) and runs and not _is_han(_RUN.findall(needle.word)[0]):
            pattern = f"(?<![^\\W_{_HAN}])" + pattern
        found += [(offsets[m.start()], offsets[m.end() - 1] + 1) for m in re.finditer(pattern, line)]
    return _merged(sorted(found))


def _merged(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in places:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _spans(text: str, begin: int, end: int, places: Sequence[tuple[int, int]]) -> list[Span]:
    spans = []
    at = begin
    for start, stop in places:
        start, stop = max(start, begin), min(stop, end)
        if start >= stop:
            continue
        if at < start:
            spans.append(Span(text[at:start]))
        spans.append(Span(text[start:stop], marked=True))
        at = stop
    if at < end:
        spans.append(Span(text[at:end]))
    return spans

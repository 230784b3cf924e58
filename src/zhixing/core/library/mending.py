"""Replacing words a reader marked, in a title or inside the HTML of a body, where he marked them.

What a browser gives as marked text knows no tags and counts every kind of blank alike; so the words are looked
for in the text, and the letters around them say which of several places is meant.
"""

from __future__ import annotations

import html
from dataclasses import dataclass

from zhixing.core.library.plain import pieces


@dataclass(frozen=True, slots=True)
class Quote:
    """Words marked, and the letters before and after them (may be empty)."""

    words: str
    before: str = ""
    after: str = ""


class NotFound(ValueError):
    """The words are not there, or stand in several places alike; the sentence says which."""


def mend_title(title: str, quote: Quote, became: str) -> str:
    """The title with the words replaced. Raises NotFound."""
    text, places = _squeezed([(title, 0)])
    start, end = _span(text, places, quote)
    return title[:start] + became + title[end:]


def mend_body(body: str, quote: Quote, became: str) -> str:
    """The body with the words replaced; where they stand across tags, the tags stay. Raises NotFound."""
    found = list(pieces(body))
    text, places = _squeezed([(piece.text, nth) for nth, piece in enumerate(found)])
    first, last = _place(text, quote)
    (from_piece, start), (to_piece, end) = places[first], places[last]
    mended = body
    for nth in range(to_piece, from_piece - 1, -1):
        piece = found[nth]
        left = piece.text[:start] if nth == from_piece else ""
        right = piece.text[end + 1 :] if nth == to_piece else ""
        middle = became if nth == from_piece else ""
        new = html.escape(left + middle + right, quote=False)
        mended = mended[: piece.start] + new + mended[piece.end :]
    return mended


def mend_written(written: str, quote: Quote, became: str) -> str:
    """What was typed with the words replaced; empty where they do not stand there once and plainly."""
    try:
        return mend_title(written, quote, became)
    except NotFound:
        return ""


def stands_in(text: str, quote: Quote) -> bool:
    """Whether the words stand in a text."""
    return bool(_squeeze(quote.words)) and _squeeze(quote.words) in _squeeze(text)


def stands_in_body(body: str, quote: Quote) -> bool:
    """Whether the words stand in the text of a body, across tags too."""
    return stands_in("".join(piece.text for piece in pieces(body)), quote)


def fits(text: str, quote: Quote) -> bool:
    """Whether the words stand in a text with the letters around them."""
    words, before, after = (_squeeze(one) for one in (quote.words, quote.before, quote.after))
    return bool(words) and before + words + after in _squeeze(text)


def _squeezed(texts: list[tuple[str, int]]) -> tuple[str, list[tuple[int, int]]]:
    """All letters but blanks, each with (number of the text, place in it)."""
    letters, places = [], []
    for text, nth in texts:
        for at, letter in enumerate(text):
            if not letter.isspace():
                letters.append(letter)
                places.append((nth, at))
    return "".join(letters), places


def _span(text: str, places: list[tuple[int, int]], quote: Quote) -> tuple[int, int]:
    first, last = _place(text, quote)
    return places[first][1], places[last][1] + 1


def _place(text: str, quote: Quote) -> tuple[int, int]:
    """First and last letter of the words, as the letters around them tell. Raises NotFound."""
    words, before, after = (_squeeze(one) for one in (quote.words, quote.before, quote.after))
    starts = [at for at in range(len(text)) if words and text.startswith(words, at)]
    if not starts:
        raise NotFound(f"现在的文字里找不到“{quote.words}”：可能已经改过了")
    if len(starts) > 1:
        fits = [at for at in starts if text[:at].endswith(before) and text.startswith(after, at + len(words))]
        if len(fits) != 1:
            raise NotFound(f"“{quote.words}”有 {len(starts)} 处，分不清是哪一处；请把前后的字也写上")
        starts = fits
    return starts[0], starts[0] + len(words) - 1


def _squeeze(text: str) -> str:
    return "".join(letter for letter in text if not letter.isspace())

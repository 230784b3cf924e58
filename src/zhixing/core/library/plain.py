"""Safe HTML as plain text: its pieces of text with where they stand, its paragraphs."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_PIECE = re.compile(r"<[^>]*>|[^<]+")
_BLOCK = re.compile(
    r"</?(p|h[1-6]|li|ul|ol|blockquote|tr|td|th|table|caption|br|hr|pre|dt|dd|dl)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text between two tags; `start` and `end` in the HTML, `text` with entities read."""

    start: int
    end: int
    text: str
    breaks: bool
    """Whether a paragraph, cell or line began before it."""


def pieces(body: str) -> Iterator[Piece]:
    """The text of a body piece by piece. The body is well-formed (sanitised): `<` only begins a tag."""
    breaks = True
    for match in _PIECE.finditer(body):
        raw = match[0]
        if raw.startswith("<"):
            breaks = breaks or bool(_BLOCK.match(raw))
            continue
        yield Piece(match.start(), match.end(), html.unescape(raw), breaks)
        breaks = False


def paragraphs(body: str) -> tuple[str, ...]:
    """The paragraphs, headings, list items and cells of a body, one line each, without empty ones."""
    lines: list[str] = []
    for piece in pieces(body):
        if piece.breaks or not lines:
            lines.append("")
        lines[-1] += piece.text
    return tuple(" ".join(line.split()) for line in lines if line.strip())


def text_of(body: str) -> str:
    """The whole text, a paragraph a line."""
    return "\n".join(paragraphs(body))

"""Official documents (公文) laid out as GB/T 9704-2012 asks, as PDF; `official_docx` makes the same in Word.

Numbering follows the standard's four levels: 一、（一）1.（1）. Paragraphs of a text are split at line ends. Nothing
here is an organ's red-headed issue (红头): that is for the organ that issues it.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from zhixing.interop.documents.pdf import set_pdf

Side = Literal["l", "c", "r"]
_NUMBERS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4, without its number."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; line ends begin a new paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list, one paragraph an item; `numbered` (1)(2)(3), otherwise with a dash."""

    texts: tuple[str, ...]
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table. `widths` are shares of the width, `sides` where the words of a column stand.

    A row of a single text runs across all columns: the name of what follows.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    sides: tuple[Side, ...] = ()
    caption: str = ""

    @property
    def shares(self) -> tuple[float, ...]:
        """The widths, equal where none were given."""
        return self.widths or (1.0,) * len(self.heads)

    @property
    def places(self) -> tuple[Side, ...]:
        """The sides, left where none were given."""
        left: Side = "l"
        return self.sides or (left,) * len(self.heads)


Block = Heading | Paragraph | Items | Grid


@dataclass(frozen=True, slots=True)
class Official:
    """A document: title, 主送机关, body, 附件说明, 署名 and 成文日期; empty parts are left out."""

    title: str
    blocks: tuple[Block, ...]
    recipient: str = ""
    signature: str = ""
    date: dt.date | None = None
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph as it is set: its style (h1 to h4, p, caption) and its words with their number."""

    style: str
    text: str


def official_pdf(document: Official, *, day: dt.date, fonts: Path | None = None) -> bytes:
    """The document as PDF/A, made on `day`. Raises `PdfError` where no font draws a character."""
    blocks: list[dict[str, object]] = []
    for part in lines(document.blocks):
        if isinstance(part, Grid):
            blocks.append({"kind": "table", **grid_values(part)})
        else:
            blocks.append({"kind": part.style, "text": part.text})
    date, sign_space, date_space = closing(document)
    values = {
        "title": document.title.splitlines() or [""],
        "recipient": document.recipient,
        "blocks": blocks,
        "attachments": document.attachments,
        "signature": document.signature,
        "date": date,
        "sign_space": sign_space,
        "date_space": date_space,
    }
    return set_pdf("official", values, title=document.title, day=day, fonts=fonts)


def grid_values(grid: Grid) -> dict[str, object]:
    """A table as the templates take it; a row of one text runs across, other short rows are filled up."""
    width = len(grid.heads)
    rows = [row if len(row) == 1 else [*row, *[""] * (width - len(row))][:width] for row in grid.rows]
    return {"heads": grid.heads, "rows": rows, "widths": grid.shares, "sides": grid.places}


def lines(blocks: Iterable[Block]) -> Iterator[Line | Grid]:
    """The body paragraph by paragraph, numbered; a lower level begins anew under each higher one."""
    counts = [0, 0, 0, 0]
    for block in blocks:
        if isinstance(block, Heading):
            level = min(max(block.level, 1), 4)
            counts[level - 1] += 1
            counts[level:] = [0] * (4 - level)
            yield Line(f"h{level}", number(level, counts[level - 1]) + block.text)
        elif isinstance(block, Paragraph):
            yield from (Line("p", text) for text in block.text.splitlines() if text.strip())
        elif isinstance(block, Items):
            for n, text in enumerate(block.texts, 1):
                yield Line("p", (f"（{n}）" if block.numbered else "——") + text)
        else:
            if block.caption:
                yield Line("caption", block.caption)
            yield block


def number(level: int, n: int) -> str:
    """The mark of the nth heading of a level: 一、, （一）, 1., （1）."""
    if level <= 2:
        return f"{numeral(n)}、" if level == 1 else f"（{numeral(n)}）"
    return f"{n}." if level == 3 else f"（{n}）"


def numeral(n: int) -> str:
    """1 to 99 as Chinese numerals."""
    tens, ones = divmod(n, 10)
    front = ("" if tens == 1 else _NUMBERS[tens - 1]) + "十" if tens else ""
    return front + (_NUMBERS[ones - 1] if ones else "")


def arabic(day: dt.date) -> str:
    """成文日期 in Arabic digits without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def closing(document: Official) -> tuple[str, float, float]:
    """The date's words, and the empty characters right of the signature and of the date.

    The date ends four characters from the right and the signature stands over its middle, as under a seal;
    a signature longer than that pushes both to the left.
    """
    date = arabic(document.date) if document.date else ""
    date_space = 4.0
    sign_space = date_space + (wide(date) - wide(document.signature)) / 2
    if document.signature and sign_space < 0:
        date_space, sign_space = date_space - sign_space, 0.0
    return date, sign_space, date_space


def wide(text: str) -> float:
    """How many characters wide a text is; a Latin letter or digit is half of one."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def table_official(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], *, widths: Sequence[float] = ()
) -> Official:
    """A document that is one table."""
    grid = Grid(tuple(heads), tuple(tuple(row) for row in rows), tuple(widths))
    return Official(title, (grid,))

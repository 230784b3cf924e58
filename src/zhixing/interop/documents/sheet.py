"""Forms (表样) as PDF: frames of fields, ruled tables, notes and signatures; empty fields are filled by hand.

A `Sheet` is a form with one table. A `Leaf` is made of any parts; many leaves make one booklet, each from a
new page and numbered from 1, so that it can be filed by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from zhixing.interop.documents.official import Grid, Side, grid_values
from zhixing.interop.documents.pdf import set_pdf
from zhixing.interop.documents.pdf_apart import set_apart

LARGE = 400
"""With more rows than this a booklet is set in a process of its own: it would leave some 50 MB behind."""


@dataclass(frozen=True, slots=True)
class Box:
    """A field: `label` names the one to its right; `span` columns wide, at least `tall` mm high.

    `text` may be several lines, one below the other. `foot` stands in its lower right corner: where it is signed.
    """

    text: str | tuple[str, ...] = ""
    span: int = 1
    label: bool = False
    tall: float = 0.0
    middle: bool = False
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form. `widths` of the fields in mm; `size` in points and `pad` in mm belong to the table."""

    title: str
    under: str = ""
    code: str = ""
    widths: tuple[float, ...] = ()
    fields: tuple[tuple[Box, ...], ...] = ()
    table: Grid | None = None
    size: float = 10.0
    pad: float = 1.6
    foot: str = ""
    sign: str = ""
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A line of its own: a heading (`area`; `page` from a new page), a small `note`, blanks to `sign`."""

    style: Literal["area", "page", "note", "sign"]
    text: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Named fields; `widths` in mm."""

    widths: tuple[float, ...]
    rows: tuple[tuple[Box, ...], ...]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled table; a cell may hold several lines, a row of a single cell runs across.

    `widths` in mm, `size` in points, `pad` in mm; the first `strong` columns are in black type; `whole`: kept on
    one page where it fits; `bound`: kept with the words that follow; `closing` stands across in a last row.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str | tuple[str, ...], ...], ...]
    widths: tuple[float, ...]
    sides: tuple[Side, ...]
    size: float = 9.0
    pad: float = 1.2
    strong: int = 0
    whole: bool = False
    bound: bool = False
    closing: tuple[Words, ...] = ()


Part = Words | Frame | Ruled


@dataclass(frozen=True, slots=True)
class Leaf:
    """One form of a booklet; `foot` stands left of each of its page numbers."""

    title: str
    under: str
    parts: tuple[Part, ...]
    foot: str = ""


def named(*pairs: tuple[str, str]) -> tuple[Box, ...]:
    """A row of fields, each after its name."""
    return tuple(box for label, value in pairs for box in (Box(label, label=True), Box(value, middle=True)))


def across(
    label: str, text: str | tuple[str, ...] = "", *, span: int = 3, tall: float = 0.0
) -> tuple[Box, ...]:
    """A row of one field over the rest of the width, at least `tall` mm high."""
    return (Box(label, label=True), Box(text, span=span, tall=tall))


def sheet_pdf(sheet: Sheet, *, day: dt.date, fonts: Path | None = None) -> bytes:
    """The form as PDF/A, made on `day`. Raises `PdfError` where no font draws a character."""
    leaf = _leaf(Leaf(sheet.title, sheet.under, ())) | {"code": sheet.code, "parts": list(_parts(sheet))}
    values = {"landscape": sheet.landscape, "made": "", "leaves": [leaf]}
    return set_pdf("sheet", values, title=sheet.title, day=day, fonts=fonts)


def booklet_pdf(
    title: str,
    leaves: Sequence[Leaf],
    *,
    day: dt.date,
    made: str = "",
    landscape: bool = False,
    fonts: Path | None = None,
) -> bytes:
    """Forms as one PDF/A, made on `day`; `made` stands right of the page numbers. Raises `PdfError` as above."""
    made_leaves = [_leaf(leaf) for leaf in leaves]
    values = {"landscape": landscape, "made": made, "leaves": made_leaves}
    large = sum(map(_rows, leaves)) > LARGE
    return (set_apart if large else set_pdf)("sheet", values, title=title, day=day, fonts=fonts)


def _leaf(leaf: Leaf) -> dict[str, object]:
    parts = [_part(one) for one in leaf.parts]
    return {"title": leaf.title, "under": leaf.under, "code": "", "foot": leaf.foot, "parts": parts}


def _rows(leaf: Leaf) -> int:
    return sum(len(part.rows) for part in leaf.parts if not isinstance(part, Words))


def _parts(sheet: Sheet) -> Iterator[dict[str, object]]:
    if sheet.fields:
        yield _part(Frame(sheet.widths, sheet.fields))
    if sheet.table is not None:
        yield {"kind": "table", **grid_values(sheet.table), "size": sheet.size, "pad": sheet.pad}
    if sheet.foot:
        yield _part(Words("note", sheet.foot))
    if sheet.sign:
        yield _part(Words("sign", sheet.sign))


def _part(part: Part) -> dict[str, object]:
    """A part as the template takes it."""
    if isinstance(part, Words):
        return {"kind": "words", "style": part.style, "text": part.text}
    if isinstance(part, Frame):
        return {
            "kind": "frame",
            "widths": part.widths,
            "rows": [[_box(box) for box in row] for row in part.rows],
        }
    return {
        "kind": "table",
        "heads": part.heads,
        "rows": part.rows,
        "widths": part.widths,
        "sides": part.sides,
        "size": part.size,
        "pad": part.pad,
        "strong": part.strong,
        "whole": part.whole,
        "bound": part.bound,
        "closing": [_part(words) for words in part.closing],
    }


def _box(box: Box) -> dict[str, object]:
    return {
        "text": box.text,
        "span": box.span,
        "label": box.label,
        "tall": box.tall,
        "middle": box.middle,
        "foot": box.foot,
    }

"""A form (表样) as PDF: a frame of fields, a ruled table, notes and signatures; empty fields are filled by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from zhixing.interop.documents.official import Grid, grid_values
from zhixing.interop.documents.pdf import set_pdf


@dataclass(frozen=True, slots=True)
class Box:
    """A field: `label` names the one to its right; `span` columns wide, at least `tall` mm high."""

    text: str = ""
    span: int = 1
    label: bool = False
    tall: float = 0.0
    middle: bool = False


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


def named(*pairs: tuple[str, str]) -> tuple[Box, ...]:
    """A row of fields, each after its name."""
    return tuple(box for label, value in pairs for box in (Box(label, label=True), Box(value, middle=True)))


def across(label: str, text: str = "", *, span: int = 3, tall: float = 0.0) -> tuple[Box, ...]:
    """A row of one field over the rest of the width, at least `tall` mm high."""
    return (Box(label, label=True), Box(text, span=span, tall=tall))


def sheet_pdf(sheet: Sheet, *, day: dt.date, fonts: Path | None = None) -> bytes:
    """The form as PDF/A, made on `day`. Raises `PdfError` where no font draws a character."""
    values = {
        "title": sheet.title,
        "under": sheet.under,
        "code": sheet.code,
        "landscape": sheet.landscape,
        "field_widths": sheet.widths,
        "fields": [[_box(box) for box in row] for row in sheet.fields],
        "tables": [
            {**grid_values(table), "size": sheet.size, "pad": sheet.pad} for table in _tables(sheet.table)
        ],
        "foot": sheet.foot,
        "sign": sheet.sign,
    }
    return set_pdf("sheet", values, title=sheet.title, day=day, fonts=fonts)


def _tables(table: Grid | None) -> Iterable[Grid]:
    return () if table is None else (table,)


def _box(box: Box) -> dict[str, object]:
    return {
        "text": box.text,
        "span": box.span,
        "label": box.label,
        "tall": box.tall,
        "middle": box.middle,
    }

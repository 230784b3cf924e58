"""Where a row stands in a workbook."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row stands: file name, sheet name, and the row number the clerk sees (from 1)."""

    file: str
    sheet: str
    row: int

"""The files of the library as lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from zhixing.interop.documents.cells import Cell
from zhixing.interop.media_files import KNOWN, MB
from zhixing.store.content.queries import MediumRow

FILE_HEADINGS = ("名称", "类型", "大小", "朗读、主讲人")


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file: what it is, how large in words, whether whoever looks may remove it."""

    id: UUID
    title: str
    url: str
    sort: str
    size: str
    recorded_by: str
    removable: bool


def file_lines(rows: Iterable[MediumRow], removable: Collection[UUID]) -> tuple[FileLine, ...]:
    """In the order given."""
    return tuple(_line(row, row.id in removable) for row in rows)


def file_cells(line: FileLine) -> tuple[Cell, ...]:
    """A row of the file."""
    return (line.title, line.sort, line.size, line.recorded_by)


def _line(row: MediumRow, removable: bool) -> FileLine:
    known = KNOWN.get(row.type)
    size = f"{row.size / MB:.1f} MB" if row.size >= MB else f"{max(1, row.size // 1024)} KB"
    url = reverse("library:medium", args=[row.id])
    words = known.words if known else "附件"
    return FileLine(row.id, row.title, url, words, size, row.recorded_by, removable)

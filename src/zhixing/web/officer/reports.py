"""Imports as pages show them: what was taken, what stays open, what was understood."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from zhixing.store.ledger.queries import BatchRow


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One import in the list."""

    number: int
    url: str
    year: int
    folder: str
    by: str
    at: str
    state: str
    alone: bool
    facts: int
    open: int
    refused: int


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file's counts."""

    name: str
    kind: str
    rows: int
    taken: int
    repeated: int
    open: int


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A row that waits for a person: never guessed, never dropped."""

    place: str
    field: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """A remark of the roster and how it was understood."""

    member: str
    branch: str
    text: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Left:
    """A file not read, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import's report."""

    row: ImportRow
    files: tuple[FileRow, ...]
    open: tuple[OpenRow, ...]
    remarks: tuple[RemarkRow, ...]
    warnings: tuple[str, ...]
    refused: tuple[Left, ...]
    ignored: tuple[Left, ...]


def import_list(batches: Sequence[BatchRow]) -> tuple[ImportRow, ...]:
    """The list, the latest first."""
    return tuple(_row(batch, _report(batch)) for batch in batches)


def import_page(batch: BatchRow) -> ImportPage:
    """One import's report; an import still running has none yet."""
    report = _report(batch)
    return ImportPage(
        row=_row(batch, report),
        files=tuple(
            FileRow(one["name"], one["kind"], one["rows"], one["taken"], one["repeated"], one.get("open", 0))
            for one in report.get("files", [])
        ),
        open=tuple(
            OpenRow(f"{one['file']} 第 {one['row']} 行", one["field"], one["value"], one["reason"])
            for one in report.get("unresolved", [])
        ),
        remarks=tuple(
            RemarkRow(one["member"], one.get("branch", ""), one["text"], one["meaning"])
            for one in report.get("remarks", [])
        ),
        warnings=tuple(report.get("warnings", [])),
        refused=_left(report.get("refused", [])),
        ignored=_left(report.get("ignored", [])),
    )


def _row(batch: BatchRow, report: dict[str, Any]) -> ImportRow:
    return ImportRow(
        number=batch.number,
        url=reverse("officer:import_report", args=[batch.number]),
        year=batch.year,
        folder=batch.folder,
        by=batch.by,
        at=batch.started_at[:16].replace("T", " "),
        state=batch.state_words,
        alone=batch.second_missing,
        facts=batch.facts,
        open=len(report.get("unresolved", [])),
        refused=len(report.get("refused", [])),
    )


def _report(batch: BatchRow) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(batch.report) if batch.report else {}
    return found


def _left(rows: Sequence[dict[str, str]]) -> tuple[Left, ...]:
    return tuple(Left(one["name"], one["reason"]) for one in rows)

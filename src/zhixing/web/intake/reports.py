"""Imports as pages show them: what was taken, what stays open, what was understood."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from zhixing.core.intake.desk import BEYOND
from zhixing.interop.documents.cells import Cell
from zhixing.interop.preview_json import Left, Remark
from zhixing.store.intake.queries import WithdrawalRow
from zhixing.store.ledger.queries import BatchRow
from zhixing.web.intake.words import Beyond, beyond, on_screen

HEADINGS = ("批次", "文件夹", "年度", "状态", "事实", "待认定", "谁导入", "何时")


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

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Under `HEADINGS`."""
        state = f"{self.state}，缺第二人" if self.alone else self.state
        return (self.number, self.folder, self.year, state, self.facts, self.open, self.by, self.at)


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
    aside: bool


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What somebody decided about an open row, as it was imported."""

    place: str
    field: str
    value: str
    what: str
    by: str


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A withdrawal asked for: `mine` may be dropped by who asked, `confirms` by whom it waits for."""

    id: UUID
    number: int
    what: str
    reason: str
    by: str
    at: dt.datetime
    state: str
    waiting: bool
    second: str
    confirms: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import's report."""

    row: ImportRow
    files: tuple[FileRow, ...]
    open: tuple[OpenRow, ...]
    beyond: tuple[Beyond, ...]
    remarks: tuple[Remark, ...]
    warnings: tuple[str, ...]
    refused: tuple[Left, ...]
    ignored: tuple[Left, ...]
    decisions: tuple[DecisionRow, ...]
    asked: tuple[AskedRow, ...]
    waiting: bool
    withdrawable: bool
    names: tuple[str, ...]
    year: int


def asked_row(one: WithdrawalRow, *, confirms: bool, mine: bool) -> AskedRow:
    """A withdrawal asked for; whether the reader may confirm it, or is the one who asked."""
    what = f"《{one.file}》第 {one.row} 行" if one.file else "整批"
    waiting = one.state == "waiting"
    return AskedRow(
        one.id,
        one.batch,
        what,
        one.reason,
        one.by,
        one.asked_at,
        one.state_words,
        waiting,
        one.second,
        confirms and waiting,
        mine and waiting,
    )


def import_list(batches: Sequence[BatchRow]) -> tuple[ImportRow, ...]:
    """The list, the latest first."""
    return tuple(_row(batch, _report(batch)) for batch in batches)


def import_page(batch: BatchRow, asked: tuple[AskedRow, ...]) -> ImportPage:
    """One import's report and what is asked about it; an import still running has no report yet."""
    report = _report(batch)
    return ImportPage(
        row=_row(batch, report),
        files=tuple(
            FileRow(
                one["name"], one["kind"], one["rows"], one["taken"], one["repeated"], _open_in(report, one)
            )
            for one in report.get("files", [])
        ),
        open=tuple(
            OpenRow(
                _place(one), one["field"], one["value"], on_screen(one["reason"]), one.get("aside", False)
            )
            for one in _own(report)
        ),
        beyond=beyond(
            (one["file"], one["row"]) for one in report.get("unresolved", []) if one["reason"] == BEYOND
        ),
        remarks=tuple(
            Remark(one["member"], one.get("branch", ""), one["text"], one["meaning"])
            for one in report.get("remarks", [])
        ),
        warnings=tuple(map(on_screen, report.get("warnings", []))),
        refused=_left(report.get("refused", [])),
        ignored=_left(report.get("ignored", [])),
        decisions=tuple(
            DecisionRow(_place(one), one["field"], one["value"], one["what"], one["by"])
            for one in report.get("decisions", [])
        ),
        asked=asked,
        waiting=any(one.waiting for one in asked),
        withdrawable=batch.state in ("done", "partial"),
        names=tuple(dict.fromkeys(one["name"] for one in report.get("files", []))),
        year=batch.year,
    )


def _own(report: dict[str, Any]) -> list[dict[str, Any]]:
    """What waits for a person, without the rows of other branches."""
    return [one for one in report.get("unresolved", []) if one["reason"] != BEYOND]


def _open_in(report: dict[str, Any], sheet: dict[str, Any]) -> int:
    """How many rows of a sheet wait; as the report counts them where no row is another branch's."""
    unresolved, own = report.get("unresolved", []), _own(report)
    if len(own) == len(unresolved):
        return int(sheet.get("open", 0))
    return len({one["row"] for one in own if (one["file"], one["sheet"]) == (sheet["name"], sheet["sheet"])})


def _place(one: dict[str, Any]) -> str:
    return f"{one['file']} 第 {one['row']} 行"


def _row(batch: BatchRow, report: dict[str, Any]) -> ImportRow:
    return ImportRow(
        number=batch.number,
        url=reverse("intake:report", args=[batch.number]),
        year=batch.year,
        folder=batch.folder,
        by=batch.by,
        at=batch.started_at[:16].replace("T", " "),
        state=batch.state_words,
        alone=batch.second_missing,
        facts=batch.facts,
        open=len(_own(report)),
        refused=len(report.get("refused", [])),
    )


def _report(batch: BatchRow) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(batch.report) if batch.report else {}
    return found


def _left(rows: Sequence[dict[str, str]]) -> tuple[Left, ...]:
    return tuple(Left(one["name"], one["reason"]) for one in rows)

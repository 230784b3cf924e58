"""What still waits from the imports: rows left open that no later import of the same file has settled."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from zhixing.core.intake.desk import BEYOND
from zhixing.store.ledger.queries import BatchRow

WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A row left open, and the import that says so."""

    batch: int
    place: str
    value: str
    reason: str


def open_rows(batches: Iterable[BatchRow], year: int) -> tuple[OpenRow, ...]:
    """Of each file of a year the rows that its latest import left open; not those that somebody set aside, nor another branch's."""
    latest: dict[str, tuple[OpenRow, ...]] = {}
    for batch in sorted(batches, key=lambda one: one.number):
        if batch.year != year or batch.state == WITHDRAWN or not batch.report:
            continue
        report = json.loads(batch.report)
        for file in {one["name"] for one in report["files"]}:
            rows = [
                one
                for one in report["unresolved"]
                if one["file"] == file and not one.get("aside") and one["reason"] != BEYOND
            ]
            latest[file] = tuple(
                OpenRow(batch.number, f"{file} 第 {one['row']} 行", one["value"], one["reason"])
                for one in rows
            )
    return tuple(row for rows in latest.values() for row in rows)

"""The child process that parses workbooks: reads files from its stdin, writes one line of JSON for each."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from zhixing.core.intake.rows import Ignored, Refusal
from zhixing.interop.limited.inside import limit, serve
from zhixing.interop.limited.package import Refused
from zhixing.interop.workbooks.grids import read_grids
from zhixing.interop.workbooks.sheet import read_sheet
from zhixing.interop.workbooks.wire import Outcome, pack


def read_workbook(data: bytes, name: str, year: int | None) -> list[Outcome]:
    """Everything one file holds: sheets, refusals, and sheets left alone."""
    try:
        grids = read_grids(data, name)
    except Refused as refused:
        return [Refusal(name, f"“{name}”{refused}")]
    found = [outcome for grid in grids if (outcome := read_sheet(grid, name, year)) is not None]
    if not found:
        return [Refusal(name, f"“{name}”里没有任何内容。请确认选对了文件,填好后再导入")]
    unknown = [outcome for outcome in found if isinstance(outcome, Ignored)]
    if len(unknown) == len(found):
        return [Refusal(name, f"“{name}”的{_with_remedy(outcome.reason)}") for outcome in unknown]
    return found


def _with_remedy(reason: str) -> str:
    return reason if "请" in reason else f"{reason}。请确认选对了文件"


def answer(request: Mapping[str, Any], data: bytes) -> bytes:
    """One request's answer as a line of JSON."""
    return pack(read_workbook(data, request["name"], request["year"]))


def main() -> None:
    """Entry: `memory_mb` is the first argument."""
    limit(int(sys.argv[1]))
    serve(sys.stdin.buffer, sys.stdout.buffer, answer)

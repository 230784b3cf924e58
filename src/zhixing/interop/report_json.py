"""The import report: `report.json` of the command contract, also shown on the import page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from zhixing.core.intake.folder import Intake
from zhixing.core.intake.remarks import without_cause
from zhixing.core.intake.rows import Folder
from zhixing.core.intake.rulings import Decided, Listed


def report_json(
    intake: Intake,
    folder: Folder,
    *,
    number: int | None,
    stored: bool = False,
    decided: Sequence[Decided] = (),
) -> str:
    """Files with counts, unresolved rows, remarks read, rows gone, warnings, refused and ignored files. Indented JSON.

    The clerk's own copy quotes remarks as the roster has them; the one that is `stored` leaves illness out.
    """
    told = report(intake, folder, number=number)
    if decided:
        told["decisions"] = [_decision(one, intake.listed) for one in decided]
    if stored:
        for remark in told["remarks"]:
            remark["text"] = without_cause(remark["text"])
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def report(intake: Intake, folder: Folder, *, number: int | None) -> dict[str, Any]:
    """The report as plain values; `batch` is the batch's number, null for a preview."""
    return {
        "batch": number,
        "facts": len(intake.drafts),
        "files": [
            {
                "name": sheet.report.file,
                "sheet": sheet.report.sheet,
                "kind": sheet.report.kind,
                "rows": sheet.report.rows,
                "taken": sheet.report.taken,
                "repeated": sheet.report.repeated,
                "open": sheet.report.open,
            }
            for sheet in intake.sheets
        ],
        "unresolved": [
            {
                "file": row.file,
                "sheet": row.sheet,
                "row": row.row,
                "field": row.field,
                "value": row.value,
                "reason": row.reason,
                **({"aside": True} if row.aside else {}),
            }
            for row in intake.unresolved
        ],
        "remarks": [
            {"member": one.member, "branch": one.branch, "text": one.text, "meaning": one.meaning}
            for one in intake.remarks
        ],
        "missing": [
            {"file": one.file, "sheet": one.sheet, "row": one.row, "what": one.what} for one in intake.missing
        ],
        "warnings": list(intake.warnings),
        "refused": [{"name": one.file, "reason": one.reason} for one in folder.refusals],
        "ignored": [{"name": one.file, "reason": one.reason} for one in folder.ignored],
    }


def _decision(one: Decided, listed: Sequence[Listed]) -> dict[str, Any]:
    """One ruling: where, what was written there, what was decided, by whom and when."""
    place = one.place
    return {
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "field": place.field,
        "value": place.value,
        "what": _ruled(one, listed),
        "by": one.by,
        "at": one.at.isoformat(timespec="seconds"),
    }


def _ruled(one: Decided, listed: Sequence[Listed]) -> str:
    ruling = one.ruling
    if ruling.created is not None:
        new = ruling.created
        return f"新建{new.name}（{new.branch}{new.group}，{new.kind}）"
    if ruling.person is None:
        return "先放一边"
    found = next((who for who in listed if who.person == ruling.person), None)
    return f"认定为{found.name}（{found.branch_name}{found.group}）" if found else "认定的人已不在名册上"

"""The list of sessions as a table, exactly as shown, with an audit line."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence

from django.db import transaction

from zhixing.actions.books import SessionRow
from zhixing.actions.export import Document
from zhixing.core.facts.forms import JOIN
from zhixing.core.figures.figure import hours
from zhixing.core.recording.study import STATES
from zhixing.interop.documents.cells import in_csv
from zhixing.store.ledger import api as ledger
from zhixing.store.people.queries import Actor

HEADS = (
    "日期",
    "形式",
    "主题",
    "主办组织",
    "教育内容类别",
    "时长(分钟)",
    "学时",
    "学时账",
    "应到",
    *STATES.values(),
    "备注",
)


def sessions_csv(actor: Actor, year: int, rows: Sequence[SessionRow], *, now: dt.datetime) -> Document:
    """UTF-8 with BOM, as Excel opens it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADS)
    for row in rows:
        cells = (
            row.day.isoformat(),
            JOIN.join(row.forms),
            row.title,
            row.organiser,
            row.category,
            str(row.minutes),
            hours(row.hours),
            row.ledgers,
            str(row.expected),
            *(str(row.counts[state]) for state in STATES),
            "作废" if row.void else "",
        )
        writer.writerow([in_csv(cell) for cell in cells])
    with transaction.atomic():
        stamp = ledger.Stamp(actor.signature, now)
        ledger.audit(stamp, "导出", f"{year} 年活动台账", f"{len(rows)} 场")
    return Document(f"活动台账-{year}.csv", "text/csv; charset=utf-8", out.getvalue().encode("utf-8-sig"))

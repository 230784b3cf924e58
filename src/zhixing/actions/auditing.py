"""The audit administrator's acts: taking lines out of the house, and clearing what is past its term."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone

from zhixing.actions.export import Document
from zhixing.actions.keeping import Refused
from zhixing.interop.documents.cells import in_csv
from zhixing.store.ledger import api, audit_lines
from zhixing.store.ledger.audit_lines import AuditRow
from zhixing.store.ledger.guards import AUDIT_DAYS as LEAST_DAYS
from zhixing.store.people.queries import AUDIT, ROLE_WORDS, Actor

HEADINGS = ("序号", "时间", "账户", "操作", "对象", "说明", "涉及人员编号")
CSV = "text/csv; charset=utf-8"


def export_lines(
    actor: Actor, rows: Sequence[AuditRow], *, filtered: bool, left: int, now: dt.datetime
) -> Document:
    """Exactly these lines as CSV, and the line that they were taken. Raises Refused.

    `left`: how many older ones did not fit; the file ends with a row that says so.
    """
    _check(actor)
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    sheet.writerow(HEADINGS)
    for row in rows:
        at = f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}"
        words = (row.by, row.verb, row.target, row.detail, row.subject)
        sheet.writerow([row.position, at, *(in_csv(text) for text in words)])
    if left:
        sheet.writerow(["", f"还有更早的 {left} 行没有导出；请按日期筛选后分几次导出"])
    told = f"{len(rows)} 行；{'经筛选' if filtered else '全部'}" + (f"；另有 {left} 行未导出" if left else "")
    with transaction.atomic():
        api.audit(api.Stamp(actor.signature, now), "导出", "操作记录.csv", told)
    return Document(f"操作记录-{timezone.localdate(now):%Y%m%d}.csv", CSV, out.getvalue().encode("utf-8-sig"))


def check_purge(days: int) -> None:
    """Raises Refused for a term below the law's (网络安全法：不少于六个月)."""
    if days < LEAST_DAYS:
        raise Refused(f"操作记录至少保存 {LEAST_DAYS} 天，不能清理更近的；请把天数改为 {LEAST_DAYS} 或更大")


def may_purge() -> bool:
    """On PostgreSQL the application's role cannot delete lines; the owner does it at the command line."""
    return connection.vendor != "postgresql"


def purge_preview(days: int, *, now: dt.datetime) -> int:
    """How many lines a clearing would take. Raises Refused."""
    check_purge(days)
    return audit_lines.older_than(now - dt.timedelta(days=days))


def purge(actor: Actor, days: int, *, now: dt.datetime) -> int:
    """Clears lines older than so many days; the chain goes on from there. How many. Raises Refused."""
    _check(actor)
    check_purge(days)
    if not may_purge():
        raise Refused(
            "数据库账户没有删除操作记录的权限；请由数据库所有者在服务器上清理，见运维手册“操作记录”"
        )
    with transaction.atomic():
        return api.purge_audit(now - dt.timedelta(days=days), stamp=api.Stamp(actor.signature, now))


def _check(actor: Actor) -> None:
    if not actor.wears(AUDIT):
        raise Refused(f"这要由{ROLE_WORDS[AUDIT]}来做")

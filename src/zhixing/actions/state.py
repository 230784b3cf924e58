"""The state of the service, line by line: what the system administrator looks at. No members' data in it.

Another line is another function in `LINES`.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from zhixing.actions.readiness import readiness
from zhixing.actions.workdays import workdays as calendar_of
from zhixing.store.ledger import audit_lines, queries
from zhixing.store.ledger.lastly import ANCHOR, last_done

BACKUP_DAYS = 7
ANCHOR_DAYS = 7
WAIT_SECONDS = 600
LAST_MONTH = 12
LEAST_FREE = 2_000_000_000
"""Bytes: below this a backup and a week of work may no longer fit."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing about the service: what, how it is, whether somebody should look after it, and what to do then."""

    label: str
    words: str
    wrong: bool = False
    remedy: str = ""


def program(now: dt.datetime) -> Line:
    """Which version runs."""
    return Line("版本", f"知行 {version('zhixing')}")


def database(now: dt.datetime) -> Line:
    """Which database, and whether the guards of the ledger are there."""
    ready = readiness(now=now)
    kind = "PostgreSQL" if connection.vendor == "postgresql" else "内置 SQLite"
    words = f"{kind}，{queries.fact_count()} 条事实，防改保护{'在' if ready.guards else '缺失'}"
    return Line("数据库", words, not ready.guards, "在服务器上运行 zhixing verify 查明")


def tasks(now: dt.datetime) -> Line:
    """What waits for the worker."""
    ready, failed = DBTaskResult.objects.ready(), DBTaskResult.objects.failed().count()
    told = ready.aggregate(count=Count("pk"), oldest=Min("enqueued_at"))
    late = told["oldest"] is not None and (now - told["oldest"]).total_seconds() > WAIT_SECONDS
    words = f"等待 {told['count']} 项，失败 {failed} 项"
    return Line("后台任务", words, late, "后台进程可能没有运行；请查 zhixing worker 服务")


def backup(now: dt.datetime) -> Line:
    """When the last backup was taken."""
    last = audit_lines.last_of("备份")
    if last is None:
        return Line("备份", "还没有备份过", True, "运行 zhixing backup，并设为每天定时")
    late = now - last.at > dt.timedelta(days=BACKUP_DAYS)
    return Line("备份", f"最近一次 {_day(last.at)}，{last.target}", late, "超过七天没有备份；请查定时任务")


def anchor(now: dt.datetime) -> Line:
    """When the ends of the chains were last written down elsewhere."""
    last = last_done(ANCHOR)
    if last is None:
        return Line("锚文件", "还没有写过", True, "运行 zhixing anchor --out 文件，并拷离本机")
    late = now - last > dt.timedelta(days=ANCHOR_DAYS)
    return Line("锚文件", f"最近一次 {_day(last)}", late, "超过七天没有写；请查定时任务，写好后拷离本机")


def workdays(now: dt.datetime) -> Line:
    """Up to which year the calendar of workdays is known."""
    year = timezone.localdate(now).year
    calendar = calendar_of()
    known = max(calendar.years, default=0)
    late = not calendar.knows(year) or (now.month == LAST_MONTH and not calendar.knows(year + 1))
    return Line(
        "工作日历",
        f"放假安排到 {known} 年",
        late,
        "国务院办公厅通知公布后，导入下一年的放假安排；没有时只作暂算",
    )


def disk(now: dt.datetime) -> Line:
    """How much room is left where the data lies."""
    used = shutil.disk_usage(settings.HOME if settings.HOME.exists() else settings.BASE_DIR)
    words = f"剩余 {used.free / 1e9:.1f} GB，共 {used.total / 1e9:.1f} GB"
    return Line("磁盘", words, used.free < LEAST_FREE, "清理旧备份，或扩大磁盘")


def _day(moment: dt.datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


LINES: list[Callable[[dt.datetime], Line]] = [program, database, tasks, backup, anchor, workdays, disk]
"""In the order of the page."""


def state(*, now: dt.datetime) -> tuple[Line, ...]:
    """Every line."""
    return tuple(line(now) for line in LINES)

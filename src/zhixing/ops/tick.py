"""`zhixing tick`: what is due now and then. Called every five minutes by the server's watch, or by a timer.

A job is a line in `JOBS`. When it ran last stands as the time of a file, so that ticks may come as they like.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django_tasks_db.models import DBTaskResult

from zhixing.actions import (
    batches,
    erasing,
    feeds,
    library_own,
    notices,
    outboxes,
    papers_terms,
    upload,
    voices,
)
from zhixing.actions.background import wake
from zhixing.actions.start import check_ready
from zhixing.ops import clock

KEPT = dt.timedelta(days=7)
"""How long finished tasks stay on the list, for whoever looks into a failure."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something due every so often; gives a line to print, or nothing when there was nothing to do."""

    name: str
    every: dt.timedelta
    run: Callable[[dt.datetime, dt.date], str]


def _tidy_uploads(now: dt.datetime, today: dt.date) -> str:
    gone = upload.tidy(now=now)
    return f"清理保存期满的上传 {gone} 个" if gone else ""


def _tidy_feeds(now: dt.datetime, today: dt.date) -> str:
    gone = feeds.tidy(now=now)
    return f"清理停用账户的日程订阅 {gone} 个" if gone else ""


def _tidy_reporters(now: dt.datetime, today: dt.date) -> str:
    gone = library_own.tidy(now=now)
    return f"答复满期的纠错 {gone} 件，已删去是谁报告的" if gone else ""


def _tidy_sheets(now: dt.datetime, today: dt.date) -> str:
    gone = papers_terms.tidy(now=now)
    return f"清理保存期满的测验答卷 {gone} 份，留下每道题的合计" if gone else ""


def _tidy_receipts(now: dt.datetime, today: dt.date) -> str:
    gone = outboxes.tidy(now=now)
    return f"清理期满的断网登记回执 {gone} 条" if gone else ""


def _tidy_tasks(now: dt.datetime, today: dt.date) -> str:
    done = DBTaskResult.objects.successful() | DBTaskResult.objects.failed()
    gone, _ = done.filter(finished_at__lt=now - KEPT).delete()
    return f"清理后台任务记录 {gone} 条" if gone else ""


def _resume(now: dt.datetime, today: dt.date) -> str:
    """Work that nobody does, because its wake-up was lost or a worker was broken off."""
    upload.pick_up()
    batches.pick_up()
    # What is "running" while no worker lives was broken off: a worker that is woken takes it up again.
    if not (DBTaskResult.objects.ready() | DBTaskResult.objects.running()).exists():
        return ""
    wake()
    return "有等着办的后台任务，已叫醒后台进程"


def _notices(now: dt.datetime, today: dt.date) -> str:
    made = notices.prepare(now=now, today=today)
    went, missed = notices.send_due(now=now)
    return f"通知：新拟 {made} 件，发出 {went} 件，未发出 {missed} 件" if made or went or missed else ""


def _sweep(now: dt.datetime, today: dt.date) -> str:
    """Erased words whose bytes could not be overwritten at once."""
    done = erasing.sweep_if_needed()
    if done is None:
        return ""
    return (
        "已删除的文字已从数据文件里清除"
        if done
        else "数据文件正忙（PostgreSQL 上由表的所有者清除），稍后再清除"
    )


def _shuffle(now: dt.datetime, today: dt.date) -> str:
    voices.shuffle()
    return ""


JOBS = (
    Job("resume", dt.timedelta(minutes=1), _resume),
    Job("tidy-uploads", dt.timedelta(hours=6), _tidy_uploads),
    Job("tidy-feeds", dt.timedelta(hours=6), _tidy_feeds),
    Job("tidy-reporters", dt.timedelta(hours=24), _tidy_reporters),
    Job("tidy-sheets", dt.timedelta(hours=24), _tidy_sheets),
    Job("tidy-receipts", dt.timedelta(hours=24), _tidy_receipts),
    Job("tidy-tasks", dt.timedelta(hours=6), _tidy_tasks),
    Job("notices", dt.timedelta(minutes=4), _notices),
    Job("sweep", dt.timedelta(hours=1), _sweep),
    Job("shuffle-voices", dt.timedelta(hours=20), _shuffle),
)
"""Other jobs are added here: a name of its own, how often, and a function of now and today."""


def run(words: argparse.Namespace) -> int:
    """Runs what is due; one that fails does not keep the others from running. Exit 1 when one failed."""
    check_ready()
    now, failed = clock.now(), 0
    for job in JOBS:
        if not (words.all or due(job, now)):
            continue
        try:
            told = job.run(now, clock.today())
        except Exception as failure:  # noqa: BLE001  the edge: the next job is none the worse for it
            print(f"{job.name} 没有办成：{type(failure).__name__}", file=sys.stderr)
            failed += 1
            continue
        ran(job)
        if told:
            print(told)
    return 1 if failed else 0


def due(job: Job, now: dt.datetime) -> bool:
    """Whether a job has not run for as long as it may wait."""
    try:
        last = dt.datetime.fromtimestamp(_mark(job).stat().st_mtime, dt.UTC)
    except FileNotFoundError:
        return True
    return now - last >= job.every


def ran(job: Job) -> None:
    """Notes that a job has run."""
    _mark(job).parent.mkdir(parents=True, exist_ok=True)
    _mark(job).touch()


def _mark(job: Job) -> Path:
    return Path(settings.HOME) / "tick" / job.name

"""`zhixing worker`: does what stands on the list in the database, one thing after the other.

One worker an installation, by a lock on a file that the kernel lets go when its holder dies. So whatever is found
"running" by a new worker was left by a dead one, and is taken up again: every task goes on where it stopped.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from zhixing.actions import batches, upload
from zhixing.actions.start import check_ready

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK = "worker.lock"
PAUSE = 0.2
"""Seconds between two looks at the list."""
ELSEWHERE = "已有一个后台进程在做，本进程不用再做。"


def run(words: argparse.Namespace) -> int:
    """Works until stopped; with --batch until nothing is left for `--linger` seconds. SIGTERM ends it cleanly."""
    check_ready()
    gc.enable()  # Switched off for one-shot commands; this one may stay for months.
    with _alone(Path(settings.HOME)) as alone:
        if not alone:
            print(ELSEWHERE, file=sys.stderr)
            return 0
        _take_up_again()
        _work(linger=words.linger if words.batch else None)
    return 0


def _work(*, linger: float | None) -> None:
    """Does everything there is; ends after `linger` idle seconds, at once where there is nothing; None: never."""
    worker = Worker(
        queue_names=["*"],
        interval=PAUSE,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{os.getpid()}-{get_random_string(16)}",
        excluded_queue_names=[],
    )
    worker.configure_signals()
    worked, idle_since = False, time.monotonic()
    while worker.running:
        if DBTaskResult.objects.ready().exists():
            worker.run()
            worked, idle_since = True, time.monotonic()
        if linger is not None and (not worked or time.monotonic() - idle_since >= linger):
            return
        if worker.running:
            time.sleep(PAUSE)
        close_old_connections()


def _take_up_again() -> None:
    """What a dead worker had begun goes back on the list, and what one was broken off in the middle of."""
    DBTaskResult.objects.running().update(status=TaskResultStatus.READY, started_at=None)
    upload.pick_up()
    batches.pick_up()


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[bool]:
    """Whether this is the only worker here, as long as it holds."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / LOCK).open("a+b") as file:
        try:
            if sys.platform == "win32":
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True

"""Beside the server: starts a worker when there is work, and the tick every five minutes. Knows no Django.

A worker that is always there would hold some fifty megabytes for a few minutes' work a day. So the server's
parent only looks at a file (`tasks.wake`, touched with every task put on the list) and starts `zhixing worker
--batch` when it changed; the worker ends when it has been idle. Once at the start one runs in any case: what a
dead one left behind is taken up again.
"""

from __future__ import annotations

import os
import subprocess  # noqa: S404  our own command
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

WAKE = "tasks.wake"
LOOK = 0.3
"""Seconds between two looks at the file."""
LINGER = 20
"""Idle seconds after which a worker ends: while somebody resolves rows one by one it stays warm."""
TICK = 300
"""Seconds between two ticks."""
WORKER = ("worker", "--batch", "--linger", str(LINGER))


@dataclass
class Watch:
    """A thread that watches; `stop` ends it and the worker that it started."""

    home: Path
    look: float = LOOK
    tick: float = TICK
    worker: tuple[str, ...] = WORKER
    _over: threading.Event = field(default_factory=threading.Event)
    _child: subprocess.Popen[bytes] | None = None
    _ticking: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begins; returns at once."""
        threading.Thread(target=self._watch, daemon=True, name="watch").start()

    def stop(self) -> None:
        """Starts nothing more, and asks what runs to end: a task is taken up again next time."""
        self._over.set()
        for child in (self._child, self._ticking):
            if child is not None and child.poll() is None:
                child.terminate()

    def _watch(self) -> None:
        seen, begun, next_tick = -1, -1, time.monotonic() + self.tick
        while not self._over.is_set():
            touched = _touched(self.home / WAKE)
            running = self._child is not None and self._child.poll() is None
            # What came while a worker ran it has most likely done; another one, after it, makes sure.
            if not running and (touched != seen or begun == -1):
                seen, begun = touched, 0
                self._child = _start(self.worker)
            if time.monotonic() >= next_tick:
                next_tick = time.monotonic() + self.tick
                if self._ticking is None or self._ticking.poll() is not None:
                    self._ticking = _start(("tick",))
            self._over.wait(self.look)


def _start(words: tuple[str, ...]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "zhixing.ops.main", *words]
    # A session of its own on POSIX: Ctrl-C reaches the parent, which asks the child to end.
    return subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=os.name == "posix"
    )


def _touched(file: Path) -> int:
    """When the file was touched last, in nanoseconds; 0 when it is not there."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0

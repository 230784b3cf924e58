"""Who works in a home now: many may at once, but an upgrade or a restoration is alone there.

A lock of the system on one small file: it ends with the process that has it, however that ended. Windows has
no shared locks of this kind; there the database's own locks must do.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

FILE = "in-use.lock"
_held: dict[Path, int] = {}


class Occupied(RuntimeError):
    """Somebody else works here; the sentence says who must end first."""


def share(home: Path) -> None:
    """This process works here until it ends. Raises Occupied during an upgrade or a restoration."""
    if not _lock(home, alone=False):
        raise Occupied("正在升级或恢复数据库，请等它做完再试")


def take(home: Path, *, patience: float = 3.0) -> None:
    """This process is alone here from now on. Raises Occupied while another works here (seconds to wait)."""
    until = time.monotonic() + patience
    while not _lock(home, alone=True):
        if time.monotonic() > until:
            raise Occupied("服务或另一个命令还在用这个数据库；请先停掉（systemctl stop 'zhixing*'），再试")
        time.sleep(0.1)


if sys.platform == "win32":

    def _lock(home: Path, *, alone: bool) -> bool:
        del home, alone
        return True

else:
    import fcntl

    def _lock(home: Path, *, alone: bool) -> bool:
        if home not in _held:
            home.mkdir(parents=True, exist_ok=True)
            _held[home] = os.open(home / FILE, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(_held[home], (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

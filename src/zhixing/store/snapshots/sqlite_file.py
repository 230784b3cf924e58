"""A SQLite database as a file: copied whole, folded into one file, and put in the place of another at once.

A plain copy of a database in use was corrupt in two of ten trials: part of it lies in `-wal`. So files are only
copied by SQLite itself and only moved when nobody has them open.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

BESIDE = ("-wal", "-shm", "-journal")
PATIENCE = 3
"""Seconds to wait for others to let go of a file."""


class InUse(RuntimeError):
    """Another process has the database open."""


@contextlib.contextmanager
def held(file: Path) -> Iterator[sqlite3.Connection]:
    """Nobody else reads or writes the file, and all of it is in one file, until the end of the block."""
    door = sqlite3.connect(file, isolation_level=None, timeout=PATIENCE)
    try:
        try:
            door.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            door.execute("PRAGMA journal_mode=DELETE")
            # Held beyond the transaction: a copy cannot be taken inside one that may write.
            door.execute("PRAGMA locking_mode=EXCLUSIVE")
            door.execute("BEGIN EXCLUSIVE")
            door.execute("COMMIT")
        except sqlite3.OperationalError as busy:
            if "lock" not in str(busy):
                raise
            raise InUse(
                "数据库正被另一个程序使用；请先停掉服务和后台程序（systemctl stop 'zhixing*'），再试"
            ) from busy
        yield door
    finally:
        door.close()


def copy(door: sqlite3.Connection, to: Path) -> None:
    """A whole copy through the connection that holds the file."""
    with contextlib.closing(sqlite3.connect(to)) as target:
        door.backup(target)
    to.chmod(0o600)


def fold(file: Path) -> None:
    """Everything into one file and onto the disk, so that it can be moved. Nobody else has it open."""
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as door:
        door.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        door.execute("PRAGMA journal_mode=DELETE")
    with file.open("rb") as out:
        os.fsync(out.fileno())


def fold_if_sound(file: Path) -> None:
    """A database that will be put aside becomes one file, unless it is too broken for that. Raises InUse."""
    with contextlib.suppress(sqlite3.DatabaseError), held(file):
        pass


def place(new: Path, at: Path) -> None:
    """The new file takes the place in one step: whoever looks finds the former or the new one, whole."""
    new.replace(at)
    flush_folder(at.parent)


def keep_aside(file: Path, aside: Path) -> None:
    """Gives the former database a second name, together with what lies beside it."""
    for ending in ("", *BESIDE):
        there = file.with_name(file.name + ending)
        if not there.exists() or (not ending and there.stat().st_size == 0):
            continue
        if ending:
            there.replace(aside.with_name(aside.name + ending))
        else:
            # A second name, not a move: should we be killed here, the former is still in its place.
            os.link(there, aside)
    flush_folder(file.parent)


def discard(file: Path) -> None:
    """Removes a copy that was not finished, with what lies beside it."""
    for ending in ("", *BESIDE):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def flush_folder(folder: Path) -> None:
    """The names in a folder onto the disk, where the system knows how."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

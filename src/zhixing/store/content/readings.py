"""Documents read and not yet taken into the library: a file an upload, for its sender alone, for a day."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

FOLDER = "readings"
DAY = 24 * 3600.0


def put(home: Path, upload: UUID, account: int, lines: Sequence[bytes]) -> None:
    """Keeps what was read, a line a document. Raises OSError."""
    path = _path(home, upload, account)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".part")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        for line in lines:
            out.write(line.rstrip(b"\n") + b"\n")
    draft.replace(path)


def get(home: Path, upload: UUID, account: int) -> list[bytes] | None:
    """What was read; None where there is nothing of this sender's."""
    try:
        return _path(home, upload, account).read_bytes().splitlines()
    except FileNotFoundError:
        return None


def drop(home: Path, upload: UUID, account: int) -> None:
    """Forgets it; what is gone is gone."""
    _path(home, upload, account).unlink(missing_ok=True)


def tidy(home: Path, *, before: float) -> int:
    """Forgets what was read before a moment (seconds since 1970). How many."""
    folder = home / FOLDER
    old = [path for path in folder.glob("*") if path.stat().st_mtime < before] if folder.is_dir() else []
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _path(home: Path, upload: UUID, account: int) -> Path:
    return home / FOLDER / f"{upload.hex}-{account}"

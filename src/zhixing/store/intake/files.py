"""Uploaded files on disk: a folder an upload, names of our own making, never the sender's.

A file is whole and on the disk before its row is written; a disk that is full raises OSError and leaves nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

ROWS = "rows.jsonl"
"""What was read from the files, so that looking again need not read them again."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is on the disk."""

    stored: str
    sha256: str
    size: int


def folder_of(upload: UUID) -> Path:
    """Where the files of an upload lie."""
    return Path(settings.HOME) / "uploads" / upload.hex


def store(upload: UUID, number: int, chunks: Iterable[bytes]) -> Stored:
    """Writes one file to the end, to the disk. Raises OSError when that fails."""
    folder = folder_of(upload)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{number:04}"
    digest, size = hashlib.sha256(), 0
    with (folder / name).open("wb") as out:
        for chunk in chunks:
            out.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        out.flush()
        os.fsync(out.fileno())
    return Stored(name, digest.hexdigest(), size)


def read(upload: UUID, stored: str) -> bytes:
    """The bytes of a stored file. Raises OSError when it is gone."""
    return (folder_of(upload) / stored).read_bytes()


def copy(old: UUID, new: UUID) -> None:
    """The files of one upload for another. Raises OSError when they are gone, or do not fit."""
    shutil.copytree(folder_of(old), folder_of(new))


def remove(upload: UUID) -> None:
    """Deletes the files of an upload; what is gone already is gone."""
    shutil.rmtree(folder_of(upload), ignore_errors=True)


def keep_rows(upload: UUID, lines: Iterable[bytes]) -> None:
    """Keeps what was read, in one step: half of it never stands there."""
    folder = folder_of(upload)
    draft = folder / f"{ROWS}.new"
    with draft.open("wb") as out:
        for line in lines:
            out.write(line + b"\n")
    draft.replace(folder / ROWS)


def kept_rows(upload: UUID) -> list[bytes] | None:
    """What was read before, a line a file; None when nothing was kept."""
    try:
        return (folder_of(upload) / ROWS).read_bytes().splitlines()
    except FileNotFoundError:
        return None

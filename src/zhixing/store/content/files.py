"""The bytes of the library's files: under `media/<sha256>`, written whole and onto the disk before anything names them."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FOLDER = "media"
BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Kept:
    """A file on the disk: its digest and how many bytes."""

    sha256: str
    size: int


class TooBig(ValueError):
    """More bytes than may be kept."""


def path_of(home: Path, sha256: str) -> Path:
    """Where the bytes of this digest lie."""
    return home / FOLDER / sha256


def keep(home: Path, blocks: Iterable[bytes], *, most: int) -> Kept:
    """Writes blocks of bytes; the same bytes are kept once. Raises TooBig, OSError; then nothing stays."""
    folder = home / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / f".{secrets.token_hex(8)}.part"
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for block in blocks:
                digest.update(block)
                size += len(block)
                if size > most:
                    raise TooBig(f"超过 {most // (1 << 20)} MB")
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        named = digest.hexdigest()
        draft.replace(path_of(home, named))
        _flush(folder)
        return Kept(named, size)
    finally:
        draft.unlink(missing_ok=True)


def lost(home: Path, wanted: Iterable[tuple[str, int]]) -> list[str]:
    """The digests whose bytes are not there, or not all of them (digest, bytes)."""
    found = []
    for sha256, size in wanted:
        path = path_of(home, sha256)
        if not path.is_file() or path.stat().st_size != size:
            found.append(sha256)
    return found


def _flush(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

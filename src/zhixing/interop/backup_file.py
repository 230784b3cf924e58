"""The backup file: a ZIP of canonical tables with a manifest that says what must be in it.

Written to a name of its own, readable by its owner only, put on the disk and then named in one step: a file of
the wanted name is always whole.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import secrets
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from zhixing.core.facts.chain import Head

KIND = "zhixing-backup/1"
MANIFEST = "manifest.json"
MAX_MANIFEST = 16_000_000
BLOCK = 1 << 16
FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


TORN = (
    # What a ZIP with fallen bits raises: an entry that claims to be encrypted is a RuntimeError, one packed in
    # an unknown way a NotImplementedError.
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError),
    *(KeyError, TypeError, ValueError, AttributeError),
)


class BackupError(ValueError):
    """A backup that cannot be written or read; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Content:
    """A table to be written: its name, its columns, its rows as canonical lines."""

    name: str
    columns: tuple[str, ...]
    lines: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Part:
    """A table in the file: how many rows, how many bytes, their SHA-256."""

    name: str
    columns: tuple[str, ...]
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a backup comes from: version of the program, engine, moment (ISO, UTC), migrations, the ends of all
    chains, digest of the installation, fingerprint of the sealing key, tables left out."""

    program: str
    engine: str
    written: str
    migrations: tuple[tuple[str, str], ...]
    heads: tuple[Head, ...]
    installation: str
    seal: str
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    origin: Origin
    parts: tuple[Part, ...]

    @property
    def rows(self) -> int:
        """All rows of all tables."""
        return sum(part.rows for part in self.parts)

    def part(self, name: str) -> Part | None:
        """A table by name."""
        return next((part for part in self.parts if part.name == name), None)


def write_backup(path: Path, origin: Origin, contents: Iterable[Content]) -> Manifest:
    """Writes the file. Raises BackupError when it exists, cannot be written, or the disk is full."""
    if path.exists():
        raise BackupError(f"{path} 已经有了；备份不覆盖旧文件，请换一个名字")
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as pack:
                manifest = Manifest(origin, tuple(_pack(pack, content) for content in contents))
                pack.writestr(_entry(MANIFEST), manifest_text(manifest))
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
        return manifest
    except OSError as failure:
        if failure.errno in FULL:
            raise BackupError(
                f"{path.parent} 所在的磁盘满了，备份没有写成；请腾出空间或换一块磁盘（--out）"
            ) from failure
        raise BackupError(f"备份写不到 {path}：{failure.strerror or failure}") from failure
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _pack(pack: zipfile.ZipFile, content: Content) -> Part:
    digest, rows, size = hashlib.sha256(), 0, 0
    with pack.open(_entry(_member(content.name)), "w", force_zip64=True) as out:
        for line in content.lines:
            out.write(line)
            digest.update(line)
            rows += 1
            size += len(line)
    return Part(content.name, content.columns, rows, size, digest.hexdigest())


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry without a date: the same content gives the same bytes."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    return entry


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"


def manifest_text(manifest: Manifest) -> str:
    """The manifest as JSON, the same for the same backup."""
    origin = manifest.origin
    told = {
        "kind": KIND,
        "program": origin.program,
        "engine": origin.engine,
        "written": origin.written,
        "migrations": [list(node) for node in origin.migrations],
        "heads": [[str(head.chain), head.length, head.hash] for head in origin.heads],
        "installation": origin.installation,
        "seal": origin.seal,
        "left_out": list(origin.left_out),
        "tables": [
            {"name": p.name, "columns": list(p.columns), "rows": p.rows, "size": p.size, "sha256": p.sha256}
            for p in manifest.parts
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def read_manifest(path: Path) -> Manifest:
    """The manifest alone. Raises BackupError for what is no backup, or one of a later format."""
    with _opened(path) as pack:
        try:
            if pack.getinfo(MANIFEST).file_size > MAX_MANIFEST:
                raise BackupError(f"{path} 的清单大得不合情理；不是知行的备份")
            told = json.loads(pack.read(MANIFEST))
            kind = str(told["kind"])
            if kind.startswith("zhixing-backup/") and kind != KIND:
                raise BackupError(f"{path} 的格式（{kind}）比这一版程序新；请用写它的那一版或更新的程序恢复")
            if kind != KIND:
                raise BackupError(f"{path} 不是知行的备份")
            return _manifest(told)
        except TORN as broken:
            if isinstance(broken, BackupError):
                raise
            raise BackupError(f"{path} 损坏或不完整：清单读不出来；请用另一份备份") from broken


def _manifest(told: dict[str, object]) -> Manifest:
    rows = told["tables"], told["heads"], told["migrations"], told["left_out"]
    tables, heads, migrations, left_out = (row if isinstance(row, list) else [] for row in rows)
    origin = Origin(
        program=str(told["program"]),
        engine=str(told["engine"]),
        written=str(told["written"]),
        migrations=tuple((str(app), str(name)) for app, name in migrations),
        heads=tuple(Head(UUID(chain), int(length), str(last)) for chain, length, last in heads),
        installation=str(told["installation"]),
        seal=str(told["seal"]),
        left_out=tuple(str(name) for name in left_out),
    )
    parts = tuple(
        Part(str(one["name"]), tuple(one["columns"]), int(one["rows"]), int(one["size"]), str(one["sha256"]))
        for one in tables
    )
    return Manifest(origin, parts)


def check_backup(path: Path) -> Manifest:
    """Reads everything once: every table has the rows, bytes and digest that the manifest says, and no other."""
    manifest = read_manifest(path)
    with _opened(path) as pack:
        named = {MANIFEST, *(_member(part.name) for part in manifest.parts)}
        if set(pack.namelist()) != named:
            raise BackupError(f"{path} 损坏：里面的表与清单不符；请用另一份备份")
    for part in manifest.parts:
        for _ in read_lines(path, part):
            pass
    return manifest


def read_lines(path: Path, part: Part) -> Iterator[bytes]:
    """The rows of a table. Raises BackupError as soon as they are not what the manifest says."""
    digest, rows, size = hashlib.sha256(), 0, 0
    with _opened(path) as pack:
        try:
            with pack.open(_member(part.name)) as lines:
                while line := lines.readline(part.size + 1 - size):
                    digest.update(line)
                    rows, size = rows + 1, size + len(line)
                    yield line
        except TORN as broken:
            raise BackupError(f"{path} 损坏：{part.name} 读不完；请用另一份备份") from broken
    if (rows, size, digest.hexdigest()) != (part.rows, part.size, part.sha256):
        raise BackupError(f"{path} 损坏：{part.name} 与清单里的行数或摘要不符；请用另一份备份")


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        pack = zipfile.ZipFile(path)
    except FileNotFoundError as gone:
        raise BackupError(f"没有备份文件 {path}") from gone
    except (zipfile.BadZipFile, OSError) as broken:
        raise BackupError(f"{path} 不是备份，或已损坏、没有拷完整；请用另一份备份") from broken
    with pack:
        yield pack

"""The backup file: a ZIP of canonical tables, and of files beside them, with a manifest of what must be in it.

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

KIND, WITH_FILES = "zhixing-backup/1", "zhixing-backup/2"
"""The second only where there are files: a program that knows none of them says that it is too old."""
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
class Blob:
    """A file kept beside the tables, by its digest; `size` in bytes."""

    sha256: str
    size: int


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
    blobs: tuple[Blob, ...] = ()

    @property
    def rows(self) -> int:
        """All rows of all tables."""
        return sum(part.rows for part in self.parts)

    def part(self, name: str) -> Part | None:
        """A table by name."""
        return next((part for part in self.parts if part.name == name), None)


def write_backup(
    path: Path, origin: Origin, contents: Iterable[Content], files: Iterable[Path] = ()
) -> Manifest:
    """Writes the file. Raises BackupError when it exists, cannot be written, or the disk is full.

    `files` bear their digests as names; one whose bytes are others is left out, and so not in the manifest.
    """
    if path.exists():
        raise BackupError(f"{path} 已经有了；备份不覆盖旧文件，请换一个名字")
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as pack:
                parts = tuple(_pack(pack, content) for content in contents)
                blobs = tuple(_blob(pack, file) for file in files if _sound(file))
                manifest = Manifest(origin, parts, blobs)
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


def _sound(file: Path) -> bool:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest() == file.name


def _blob(pack: zipfile.ZipFile, file: Path) -> Blob:
    """Recordings and pictures are packed already: they lie in the ZIP as they are."""
    entry, size = _entry(_file(file.name)), 0
    entry.compress_type = zipfile.ZIP_STORED
    with file.open("rb") as source, pack.open(entry, "w", force_zip64=True) as out:
        while block := source.read(BLOCK):
            out.write(block)
            size += len(block)
    return Blob(file.name, size)


def _file(sha256: str) -> str:
    return f"media/{sha256}"


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
        "kind": WITH_FILES if manifest.blobs else KIND,
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
    if manifest.blobs:
        told["files"] = [[one.sha256, one.size] for one in manifest.blobs]
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def read_manifest(path: Path) -> Manifest:
    """The manifest alone. Raises BackupError for what is no backup, or one of a later format."""
    with _opened(path) as pack:
        try:
            if pack.getinfo(MANIFEST).file_size > MAX_MANIFEST:
                raise BackupError(f"{path} 的清单大得不合情理；不是知行的备份")
            told = json.loads(pack.read(MANIFEST))
            kind = str(told["kind"])
            if kind.startswith("zhixing-backup/") and kind not in (KIND, WITH_FILES):
                raise BackupError(f"{path} 的格式（{kind}）比这一版程序新；请用写它的那一版或更新的程序恢复")
            if kind not in (KIND, WITH_FILES):
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
    files = told.get("files", [])
    blobs = tuple(Blob(str(name), int(size)) for name, size in (files if isinstance(files, list) else []))
    return Manifest(origin, parts, blobs)


def check_backup(path: Path) -> Manifest:
    """Reads everything once: every table has the rows, bytes and digest that the manifest says, and no other."""
    manifest = read_manifest(path)
    with _opened(path) as pack:
        named = {MANIFEST, *(_member(part.name) for part in manifest.parts)}
        named |= {_file(blob.sha256) for blob in manifest.blobs}
        if set(pack.namelist()) != named:
            raise BackupError(f"{path} 损坏：里面的表与清单不符；请用另一份备份")
    for part in manifest.parts:
        for _ in read_lines(path, part):
            pass
    for blob in manifest.blobs:
        for _ in read_blob(path, blob):
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


def read_blob(path: Path, blob: Blob) -> Iterator[bytes]:
    """A file in blocks. Raises BackupError as soon as it is not what the manifest says."""
    digest, size = hashlib.sha256(), 0
    with _opened(path) as pack:
        try:
            with pack.open(_file(blob.sha256)) as source:
                while block := source.read(BLOCK):
                    digest.update(block)
                    size += len(block)
                    yield block
        except TORN as broken:
            raise BackupError(f"{path} 损坏：文件 {blob.sha256[:12]} 读不完；请用另一份备份") from broken
    if (size, digest.hexdigest()) != (blob.size, blob.sha256):
        raise BackupError(f"{path} 损坏：文件 {blob.sha256[:12]} 与清单不符；请用另一份备份")


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

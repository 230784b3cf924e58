"""Backups: every table of one moment in one file, while others go on writing."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from zhixing.core.facts.chain import Head
from zhixing.interop.backup_file import BackupError, Content, Manifest, Origin, Part, write_backup
from zhixing.interop.key_file import Keys, write_keys
from zhixing.store.content import files
from zhixing.store.ledger import api
from zhixing.store.ledger.lastly import BACKUP
from zhixing.store.ledger.soundness import decided
from zhixing.store.ledger.spelling import PURGED, STRUCK
from zhixing.store.snapshots import moment, rows, tables

FOLDER = "backups"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written: where, what is in it, how many bytes.

    `lost`: files of the library that are not there as they were, and so not in it.
    """

    path: Path
    manifest: Manifest
    size: int
    lost: int = 0


def back_up(out: Path | None, *, by: str, now: dt.datetime) -> Backup:
    """Writes a backup of this moment, and the audit line that it was taken.

    `out` is a file if it ends in .zip, otherwise a folder, made where it is missing; without it the backup goes
    into the home's `backups`.
    """
    done = write_to(out, now=now)
    with transaction.atomic():
        told = f"{done.manifest.rows} 行，{done.size} 字节"
        told += f"，文库文件缺 {done.lost} 个" if done.lost else ""
        api.audit(api.Stamp(by, now), BACKUP, done.path.name, told)
    return done


def write_to(out: Path | None, *, now: dt.datetime) -> Backup:
    """Writes a backup of a database of this or an earlier version; no audit line."""
    path = _path(out, now)
    with moment.moment():
        nodes = tables.applied()
        newer = tables.unknown(nodes)
        if newer:
            raise BackupError(f"数据库比这一版程序新（{'.'.join(newer[0])}）；请用更新的程序备份")
        there = tables.tables_at(nodes)
        contents = (Content(table.name, table.columns, rows.lines(table)) for table in there)
        wanted = _files(there)
        lost = set(files.lost(settings.HOME, wanted))
        held = [files.path_of(settings.HOME, sha256) for sha256, _ in wanted if sha256 not in lost]
        manifest = write_backup(path, _origin(nodes, there, now), contents, held)
    return Backup(path, manifest, path.stat().st_size, len(wanted) - len(manifest.blobs))


def _files(there: list[tables.Table]) -> list[tuple[str, int]]:
    """The library's files, as the tables of this version know them: digest and bytes, each once."""
    model = next((table.model for table in there if table.name == "content_medium"), None)
    if model is None:
        return []
    return sorted(set(model._base_manager.values_list("sha256", "size")))


def parts_now(there: list[tables.Table]) -> Iterator[Part]:
    """Rows, bytes and digest of each table as it is now: what a backup's manifest would say."""
    for table in there:
        digest, count, size = hashlib.sha256(), 0, 0
        for line in rows.lines(table):
            digest.update(line)
            count, size = count + 1, size + len(line)
        yield Part(table.name, table.columns, count, size, digest.hexdigest())


def _origin(nodes: tuple[tables.Node, ...], there: list[tables.Table], now: dt.datetime) -> Origin:
    models = {table.name: table.model for table in there}
    ends = models["ledger_chainhead"]._base_manager.exclude(chain__in=(PURGED, STRUCK)).order_by("chain")
    once = models["ledger_installation"]._base_manager.values_list("id_key", "digest").first()
    return Origin(
        program=version("zhixing"),
        engine=connection.vendor,
        written=now.astimezone(dt.UTC).isoformat(timespec="seconds"),
        migrations=nodes,
        heads=tuple(Head(*end) for end in ends.values_list("chain", "length", "hash")),
        installation=decided(*once) if once else "",
        seal=seal_fingerprint(),
        left_out=tables.LEFT_OUT,
    )


def seal_fingerprint() -> str:
    """Which sealing key this is, without telling it: the key has 48 random bytes."""
    return hashlib.sha256(b"zhixing-seal|" + settings.SEAL_KEY.encode()).hexdigest()[:32]


def _path(out: Path | None, now: dt.datetime) -> Path:
    name = f"zhixing-{now.astimezone():%Y%m%d-%H%M%S}.zip"
    if out is None:
        folder = settings.HOME / FOLDER
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Path(_free(folder / name))
    if out.suffix.lower() != ".zip" or out.is_dir():
        return _free(_made(out) / name)
    if not out.absolute().parent.is_dir():
        raise BackupError(f"“{out.parent}”这个文件夹不存在；请先建好，或换一个地方")
    return out


def _made(folder: Path) -> Path:
    """The folder, for its owner alone where it is made now."""
    if folder.exists() and not folder.is_dir():
        raise BackupError(f"“{folder}”是一个文件；请写文件夹，或写以 .zip 结尾的文件名")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as refused:
        raise BackupError(
            f"“{folder}”这个文件夹建不了（{refused.strerror}）；请先建好，或换一个地方"
        ) from refused
    return folder


def _free(path: Path) -> Path:
    """Twice in one second gives two files."""
    return path.with_stem(f"{path.stem}-{secrets.token_hex(2)}") if path.exists() else path


def hand_out_keys(path: Path, *, by: str, now: dt.datetime) -> None:
    """The keys, which no backup holds, into a file of their own. Raises KeyFileError."""
    with transaction.atomic():
        api.audit(api.Stamp(by, now), "导出密钥", path.name)
    write_keys(path, Keys(settings.SEAL_KEY, settings.SECRET_KEY))

"""Restoring a backup: into a database beside, verified there, and only then in the place of the former one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from zhixing.actions import occupancy, tables
from zhixing.actions.backup import parts_now, seal_fingerprint
from zhixing.interop.backup_file import BackupError, Manifest, check_backup, read_blob, read_lines
from zhixing.store.content import files
from zhixing.store.ledger import api, guards, queries
from zhixing.store.snapshots import rows
from zhixing.store.snapshots import tables as states

SEALED = "ledger_private"


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it: the backup's manifest, the facts now there, and where the former database is kept."""

    manifest: Manifest
    facts: int
    aside: str


def restore(path: Path, *, force: bool, by: str, now: dt.datetime) -> Restored:
    """Puts a backup into the configured database. Raises BackupError, NotReady, Occupied; then nothing changed.

    Refused: a damaged backup, one of a newer program, a database that holds something (unless `force`, which
    keeps it aside), a missing sealing key.
    """
    manifest = check_backup(path)
    newer = states.unknown(manifest.origin.migrations)
    if newer:
        raise BackupError(
            f"这份备份是知行 {manifest.origin.program} 写的，比这里的 {version('zhixing')} 新"
            f"（{'.'.join(newer[0])}）；请先换上新的程序"
        )
    _refuse_other_key(path, manifest)
    occupancy.take(settings.HOME)
    held = holds_something()
    if held and not force:
        raise BackupError(f"数据库里已有{held}，没有恢复；确要换掉它请加 --force（原来的会另存，不会删）")
    _refuse_company()
    aside = _aside(now) if held else ""
    role = tables.application()
    _put_files(path, manifest)
    with tables.rebuilt(from_former=False, aside=aside):
        _fill(path, manifest)
        tables.grant(role)
        facts = queries.fact_count()
        with transaction.atomic():
            told = f"{manifest.rows} 行，备份于 {manifest.origin.written}"
            api.audit(api.Stamp(by, now), "恢复", path.name, told)
    return Restored(manifest, facts, aside)


def _put_files(path: Path, manifest: Manifest) -> None:
    """The library's files beside those that are there: named by their digests, they can be in nobody's way."""
    for blob in manifest.blobs:
        try:
            files.keep(settings.HOME, read_blob(path, blob), most=blob.size)
        except OSError as failure:
            raise BackupError(
                f"文库的文件写不到 {settings.HOME}：{failure.strerror or failure}；没有恢复"
            ) from failure


def _fill(path: Path, manifest: Manifest) -> None:
    """Tables as they were, rows, a second reading that must give the same bytes, what came later, the chains."""
    states.migrate_to(manifest.origin.migrations)
    there = states.tables_at(manifest.origin.migrations)
    if [(t.name, t.columns) for t in there] != [(p.name, p.columns) for p in manifest.parts]:
        raise BackupError("备份里的表与它自己写明的版本不符，没有恢复；请用另一份备份")
    guards.remove(connection)
    rows.empty(there)
    try:
        with rows.references_last():
            for table, part in zip(there, manifest.parts, strict=True):
                rows.put(table, read_lines(path, part))
            rows.reset_counters(there)
    except (DatabaseError, TypeError, ValueError) as wrong:
        if isinstance(wrong, BackupError):
            raise
        raise BackupError(
            f"备份里的记录放不进数据库，没有恢复；请用另一份备份（{type(wrong).__name__}）"
        ) from wrong
    if list(parts_now(there)) != list(manifest.parts):
        raise BackupError("恢复出来的内容与备份不是逐字节相同，没有恢复；请把这份备份交给维护人员")
    tables.migrate()
    if queries.installation_digest() != manifest.origin.installation:
        raise BackupError("安装登记与备份的清单不符，没有恢复；请用另一份备份")
    found = list(queries.breaks(manifest.origin.heads))
    if found:
        raise BackupError(
            f"备份里的账本有 {len(found)} 处断裂（{found[0].sentence}），没有恢复；请用更早的一份备份"
        )


def _refuse_other_key(path: Path, manifest: Manifest) -> None:
    """With another key the sealed words would never open: said before anything is done."""
    if manifest.origin.seal == seal_fingerprint():
        return
    part = manifest.part(SEALED)
    if part is None:
        return
    place = part.columns.index("sealed")
    if any(rows.column(line, place) for line in read_lines(path, part)):
        raise BackupError(
            "这里的密封密钥（keys/seal.key）不是写这份备份时的那一把，密封的文字会打不开；"
            "请先把当时的 keys 文件夹放回来，或用 --with-keys 指明密钥文件"
        )


def holds_something() -> str:
    """What is in the database now, in words; empty for nothing."""
    file = tables.embedded()
    if file is not None and not file.exists():
        return ""
    try:
        names = set(connection.introspection.table_names())
        if not names:
            return ""
        if "ledger_fact" not in names:
            return "别的表"
        count = queries.fact_count()
    except DatabaseError:
        return "打不开的内容"
    finally:
        connection.close()
    return f"一个账本（{count} 条事实）"


def _refuse_company() -> None:
    """On PostgreSQL others may be connected from anywhere."""
    if connection.vendor != "postgresql":
        return
    with tables.as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        row = cursor.fetchone()
    if row and row[0]:
        raise tables.NotReady(f"还有 {row[0]} 个程序连着数据库；请先停掉服务和后台程序，再恢复")


def _aside(now: dt.datetime) -> str:
    stamp = f"{now.astimezone():%Y%m%d_%H%M%S}"
    file = tables.embedded()
    return f"{file.name}.before-{stamp}" if file is not None else f"before_{stamp}"

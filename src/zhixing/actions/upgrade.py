"""Bringing a database up to date: a backup first, then the new tables, verified; whole or not at all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.utils import DatabaseError

from zhixing.actions import occupancy, tables
from zhixing.actions.backup import write_to
from zhixing.actions.tables import NotReady
from zhixing.store.ledger import api, guards, queries
from zhixing.store.snapshots import tables as states

VERB = "升级"


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What came of it: the backup taken before, how many migrations, facts afterwards."""

    backup: Path
    migrations: int
    facts: int


def create() -> None:
    """A new database with tables and guards, or none at all."""
    occupancy.take(settings.HOME, patience=60)
    try:
        if tables.there():
            return
        role = tables.application()
        with tables.rebuilt(from_former=False):
            tables.migrate()
            tables.grant(role)
    finally:
        occupancy.share(settings.HOME)


def upgrade(out: Path | None, *, by: str, now: dt.datetime) -> Upgraded:
    """Brings an older database up to date. Raises NotReady, BackupError, Occupied; the database is then as it was.

    `out`: where the backup goes (a file or a folder); without it into the home's `backups`.
    """
    occupancy.take(settings.HOME)
    try:
        return _upgrade(out, by=by, now=now)
    finally:
        occupancy.share(settings.HOME)


def _upgrade(out: Path | None, *, by: str, now: dt.datetime) -> Upgraded:
    before = states.applied()
    refuse_newer(before)
    refuse_without_guards(before)
    kept = write_to(out, now=now)
    role = tables.application()
    with tables.rebuilt(from_former=True):
        tables.migrate()
        tables.grant(role)
        found = list(queries.breaks(kept.manifest.origin.heads))
        if found:
            raise NotReady(
                f"升级后的账本有 {len(found)} 处断裂（{found[0].sentence}），没有换上，原库未动；"
                "请用原来那一版的 zhixing verify 查明"
            )
        refuse_without_guards(None)
        count = len(set(states.applied()) - set(before))
        with transaction.atomic():
            told = f"{count} 项变更，事前备份 {kept.path.name}"
            api.audit(api.Stamp(by, now), VERB, f"知行 {version('zhixing')}", told)
        facts = queries.fact_count()
    return Upgraded(kept.path, count, facts)


def refuse_newer(applied: tuple[states.Node, ...]) -> None:
    """Raises NotReady for a database that a newer version of the program has made."""
    newer = states.unknown(applied)
    if newer:
        raise NotReady(f"数据库比这一版程序新（{'.'.join(newer[0])}）；请换上新的程序，旧程序不能用它")


def refuse_without_guards(applied: tuple[states.Node, ...] | None) -> None:
    """Raises NotReady when guards are missing: those of today, or of the migrations that were applied."""
    try:
        lacking = (
            guards.missing(connection) if applied is None else guards.missing_before(connection, applied)
        )
    except DatabaseError as broken:
        raise NotReady(f"数据库打不开：{broken}") from broken
    if lacking:
        whose = "" if applied is None else "（都用原来那一版程序）"
        raise NotReady(
            f"账本的防改保护缺少 {'、'.join(lacking)}，拒绝启动。请先运行 zhixing verify 查明账本是否被动过，"
            f"再由管理员运行 zhixing init --restore-guards 恢复{whose}"
        )

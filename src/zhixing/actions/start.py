"""Making a database ready, and refusing to work on one that is not."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import suppress
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError
from django.utils import timezone

from zhixing.actions import occupancy, tables
from zhixing.actions.tables import NotReady as NotReady
from zhixing.actions.upgrade import create, refuse_newer, refuse_without_guards, upgrade
from zhixing.core.rules.book import Rulebooks
from zhixing.interop.rulebook_files import load_rulebooks
from zhixing.store.ledger import guards
from zhixing.store.snapshots import tables as states

OLD = "数据库还没有建好或版本较旧；请先运行 zhixing init（旧库会先备份再升级）"


@cache
def rulebooks() -> Rulebooks:
    """The rulebooks in use. Raises RulebookError with file and line for a broken one."""
    return load_rulebooks(settings.RULEBOOKS)


def make_ready(*, by: str = "命令行", now: dt.datetime | None = None) -> None:
    """Creates or upgrades the tables (after a backup), and checks. Quick when there is nothing to do."""
    rulebooks()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    if not tables.there():
        create()
    elif _pending():
        upgrade(None, by=by, now=now or timezone.now())
    check_ready()


def check_ready() -> None:
    """Start-up: rulebooks whole, tables there, guards there; this process then counts as working here."""
    rulebooks()
    occupancy.share(settings.HOME)
    close_to_others(settings.HOME)
    if _pending():
        raise NotReady(OLD)
    refuse_newer(states.applied())
    refuse_without_guards(None)


def close_to_others(home: Path) -> None:
    """Takes from other users of the machine what an earlier version left open to them: the folder, the database."""
    for path in open_to_others(home):
        # Another's folder is his to close; the examination tells of it.
        with suppress(FileNotFoundError, PermissionError):
            path.chmod(0o700 if path.is_dir() else 0o600)


def open_to_others(home: Path) -> list[Path]:
    """The folder of the data and the database's files in it, as far as other users may enter or read them."""
    if os.name != "posix" or not home.is_dir():
        return []
    return [path for path in (home, *home.glob("zhixing.sqlite3*")) if _mode(path) & 0o077]


def _mode(path: Path) -> int:
    """0 for what has gone meanwhile, as the log beside a database does."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return 0


def check_tables() -> None:
    """For reading only: the tables are there as this version knows them, whatever became of the guards."""
    if _pending():
        raise NotReady(OLD)


def _pending() -> bool:
    try:
        return states.pending()
    except DatabaseError as broken:
        raise NotReady(f"数据库打不开：{broken}") from broken


def application_owns_ledger() -> bool:
    """On PostgreSQL: whether the application's role could switch the guards off, because the tables are its own."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableowner = current_user FROM pg_tables WHERE tablename = 'ledger_fact'")
        row = cursor.fetchone()
        return bool(row and row[0])


def restore_guards() -> None:
    """Puts missing guards back, on a person's order, after the chains have been verified."""
    with tables.as_owner():
        guards.install(connection)

"""Making a database ready, and refusing to work on one that is not."""

from __future__ import annotations

from functools import cache

import dj_database_url
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError, ProgrammingError

from zhixing.core.rules.book import Rulebooks
from zhixing.interop.rulebook_files import load_rulebooks
from zhixing.store.ledger import guards

APP_RIGHTS = ("ledger_fact", "ledger_auditline", "ledger_claim", "reviews_frozenyear")
"""Tables in which the application's role may only read and insert."""


class NotReady(RuntimeError):
    """The database cannot be worked on; the sentence says why and what to do."""


@cache
def rulebooks() -> Rulebooks:
    """The rulebooks in use. Raises RulebookError with file and line for a broken one."""
    return load_rulebooks(settings.RULEBOOKS)


def make_ready() -> None:
    """Creates or upgrades the tables, puts the guards, and checks. Quick when there is nothing to do."""
    rulebooks()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    if _pending():
        if _tables_exist():
            _refuse_without_guards()
        _migrate()
    _refuse_without_guards()


def check_ready() -> None:
    """Start-up: rulebooks whole, tables there, guards there."""
    rulebooks()
    if _pending():
        raise NotReady("数据库还没有建好或版本较旧;请先运行 zhixing init")
    _refuse_without_guards()


def check_tables() -> None:
    """For reading only: the tables are there as this version knows them, whatever became of the guards."""
    try:
        pending = _pending()
    except (OperationalError, ProgrammingError) as broken:
        raise NotReady(f"数据库打不开:{broken}") from broken
    if pending:
        raise NotReady("数据库还没有建好或版本较旧;请先运行 zhixing init")


def _migrate() -> None:
    """Migrations run as the owner of the tables where one is named, so that the application need not own them."""
    alias = _owner()
    if _tables_exist():
        guards.remove(connections[alias])
    call_command("migrate", database=alias, interactive=False, verbosity=0)
    call_command("createcachetable", database=alias, verbosity=0)
    guards.install(connections[alias])
    if alias != "default":
        _grant()
        connections[alias].close()


def _owner() -> str:
    """The alias under which the owner of the tables connects."""
    if not settings.OWNER_URL:
        return "default"
    connections.databases["owner"] = {
        **connections.databases["default"],
        **dict(dj_database_url.parse(settings.OWNER_URL)),
    }
    return "owner"


def _grant() -> None:
    role = settings.DATABASES["default"]["USER"]
    quoted = connections["owner"].ops.quote_name(role)
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
        for table in APP_RIGHTS:
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {quoted}")


def _pending() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _tables_exist() -> bool:
    return "ledger_fact" in connection.introspection.table_names()


def _refuse_without_guards() -> None:
    try:
        lacking = guards.missing(connection)
    except (OperationalError, ProgrammingError) as broken:
        raise NotReady(f"数据库打不开:{broken}") from broken
    if lacking:
        raise NotReady(
            f"账本的防改保护缺少 {'、'.join(lacking)},拒绝启动。请先运行 zhixing verify 查明账本是否被动过,"
            "再由管理员运行 zhixing init --restore-guards 恢复"
        )


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
    guards.install(connections[_owner()])

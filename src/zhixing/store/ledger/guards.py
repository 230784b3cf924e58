"""Triggers that keep the ledger append-only, on both databases, and the check that they are there.

SQLite: `INSERT OR REPLACE` passes DELETE triggers unless `recursive_triggers` is on, and a table rebuilt by a
migration silently loses its triggers: so there is a BEFORE INSERT guard as well, and start-up looks for all
of them. PostgreSQL: TRUNCATE passes row triggers and wants one of its own. A guard counts as there only when
it says what is written here: one of the same name that does nothing is missing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

AUDIT_DAYS = 183


@dataclass(frozen=True, slots=True)
class Guard:
    """A trigger: its table, and how it is written (on PostgreSQL as the database itself tells it)."""

    table: str
    sql: str


def _sqlite(name: str, table: str, event: str, words: str, when: str = "") -> tuple[str, Guard]:
    condition = f" WHEN {when}" if when else ""
    text = f"CREATE TRIGGER {name} BEFORE {event} ON {table}{condition} BEGIN SELECT RAISE(ABORT, '{words}'); END"
    return name, Guard(table, text)


_SQLITE = dict(
    (
        _sqlite("fact_no_update", "ledger_fact", "UPDATE", "事实只增不改"),
        _sqlite("fact_no_delete", "ledger_fact", "DELETE", "事实只增不删"),
        _sqlite(
            "fact_no_replace",
            "ledger_fact",
            "INSERT",
            "事实已在账上",
            "EXISTS (SELECT 1 FROM ledger_fact WHERE uid = NEW.uid OR seq = NEW.seq"
            " OR (chain = NEW.chain AND position = NEW.position)"
            " OR (NEW.reverses IS NOT NULL AND reverses = NEW.reverses))",
        ),
        _sqlite("audit_no_update", "ledger_auditline", "UPDATE", "操作记录只增不改"),
        _sqlite(
            "audit_no_delete",
            "ledger_auditline",
            "DELETE",
            f"操作记录至少保存 {AUDIT_DAYS} 天",
            f"julianday('now') - julianday(OLD.at) < {AUDIT_DAYS}",
        ),
        _sqlite(
            "audit_no_replace",
            "ledger_auditline",
            "INSERT",
            "操作记录只增不改",
            "EXISTS (SELECT 1 FROM ledger_auditline WHERE id = NEW.id OR position = NEW.position)",
        ),
        _sqlite("claim_no_update", "ledger_claim", "UPDATE", "批次的登记只增不改"),
        _sqlite("claim_no_delete", "ledger_claim", "DELETE", "批次的登记只增不删"),
        _sqlite("frozen_no_update", "reviews_frozenyear", "UPDATE", "定格的年份不能改"),
        _sqlite("frozen_no_delete", "reviews_frozenyear", "DELETE", "定格的年份不能删"),
        _sqlite(
            "frozen_no_replace",
            "reviews_frozenyear",
            "INSERT",
            "定格的年份不能改",
            "EXISTS (SELECT 1 FROM reviews_frozenyear WHERE id = NEW.id"
            " OR (year = NEW.year AND digest = NEW.digest))",
        ),
    )
)

_SOURCE = " BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END "
_FUNCTION = (
    f"""CREATE OR REPLACE FUNCTION zhixing_refuse() RETURNS trigger LANGUAGE plpgsql AS $${_SOURCE}$$"""
)


def _postgres(
    name: str, table: str, event: str, words: str, each: str = "ROW", when: str = ""
) -> tuple[str, Guard]:
    condition = f" WHEN ({when})" if when else ""
    return name, Guard(
        table,
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each}{condition}"
        f" EXECUTE FUNCTION zhixing_refuse('{words}')",
    )


_CHANGE = "DELETE OR UPDATE"
_POSTGRES = dict(
    (
        _postgres("fact_no_change", "ledger_fact", _CHANGE, "事实只增不改"),
        _postgres("fact_no_truncate", "ledger_fact", "TRUNCATE", "事实不能清空", "STATEMENT"),
        _postgres("audit_no_update", "ledger_auditline", "UPDATE", "操作记录只增不改"),
        _postgres(
            "audit_no_delete",
            "ledger_auditline",
            "DELETE",
            f"操作记录至少保存 {AUDIT_DAYS} 天",
            when=f"old.at > (now() - '{AUDIT_DAYS} days'::interval)",
        ),
        _postgres("audit_no_truncate", "ledger_auditline", "TRUNCATE", "操作记录不能清空", "STATEMENT"),
        _postgres("claim_no_change", "ledger_claim", _CHANGE, "批次的登记只增不改"),
        _postgres("claim_no_truncate", "ledger_claim", "TRUNCATE", "批次的登记不能清空", "STATEMENT"),
        _postgres("frozen_no_change", "reviews_frozenyear", _CHANGE, "定格的年份不能改"),
        _postgres("frozen_no_truncate", "reviews_frozenyear", "TRUNCATE", "定格的年份不能清空", "STATEMENT"),
    )
)

_THERE = """SELECT t.tgname, pg_get_triggerdef(t.oid, true), p.prosrc, l.lanname
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_language l ON l.oid = p.prolang
    WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND pg_table_is_visible(c.oid)"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Puts every guard that is not there, on tables that are. Run after each migration."""
    wanted, tables = _wanted(connection), set(connection.introspection.table_names())
    lacking = [name for name in missing(connection) if name in wanted and wanted[name].table in tables]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and lacking:
            cursor.execute(_FUNCTION)
        for name in lacking:
            cursor.execute(_drop(connection, name))
            cursor.execute(wanted[name].sql)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The guards that are not there, or not as written here, or switched off."""
    wanted = _wanted(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_THERE)
            told = {
                name: _plain(text)
                for name, text, source, language in cursor.fetchall()
                if (_plain(source), language) == (_plain(_SOURCE), "plpgsql")
            }
            return [name for name, guard in wanted.items() if told.get(name) != _plain(guard.sql)]
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        written = {name: _plain(sql) for name, sql in cursor.fetchall()}
        lacking = [name for name, guard in wanted.items() if written.get(name) != _plain(guard.sql)]
        cursor.execute("PRAGMA recursive_triggers")
        row = cursor.fetchone()
        return lacking + ([] if row and row[0] else ["recursive_triggers"])


def missing_before(connection: BaseDatabaseWrapper, applied: Collection[tuple[str, str]]) -> list[str]:
    """The guards that an older database should have and has not: those of the migrations it has seen.

    A guard that only a later migration brings is not missed; an earlier wording of one counts as there.
    """
    wanted, tables = _wanted(connection), set(connection.introspection.table_names())
    former = _former(connection)
    return [
        name
        for name in missing(connection)
        if name not in wanted
        or (wanted[name].table in tables and _since(name, wanted[name]) in applied and name not in former)
    ]


SINCE: dict[str, tuple[str, str]] = {}
"""Guards of later releases on tables of earlier ones, each with the migration that first brings it."""
FORMER: dict[str, tuple[str, ...]] = {}
"""Guards whose wording changed, each with the wordings that earlier releases put."""


def _since(name: str, guard: Guard) -> tuple[str, str]:
    return SINCE.get(name, (guard.table.partition("_")[0], "0002_guards"))


def _former(connection: BaseDatabaseWrapper) -> set[str]:
    """The guards that stand there in a wording of an earlier release."""
    if not FORMER:
        return set()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_THERE)
            there = [(row[0], row[1]) for row in cursor.fetchall()]
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            there = list(cursor.fetchall())
    return {name for name, text in there if _plain(text) in map(_plain, FORMER.get(name, ()))}


def remove(connection: BaseDatabaseWrapper) -> None:
    """Takes the guards off, for a migration that rebuilds the tables, and nothing else."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, guard in _wanted(connection).items():
            if guard.table in tables:
                cursor.execute(_drop(connection, name))


def _drop(connection: BaseDatabaseWrapper, name: str) -> str:
    on = f" ON {_wanted(connection)[name].table}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {name}{on}"


def _plain(text: str) -> str:
    return " ".join(text.split())


def _wanted(connection: BaseDatabaseWrapper) -> dict[str, Guard]:
    return _POSTGRES if connection.vendor == "postgresql" else _SQLITE

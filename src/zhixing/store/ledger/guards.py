"""Triggers that keep the ledger append-only, on both databases, and the check that they are there.

SQLite: `INSERT OR REPLACE` passes DELETE triggers unless `recursive_triggers` is on, and a table rebuilt by a
migration silently loses its triggers: so there is a BEFORE INSERT guard as well, and start-up looks for all
of them. PostgreSQL: TRUNCATE passes row triggers and wants one of its own.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

AUDIT_DAYS = 183

_SQLITE = {
    "fact_no_update": """CREATE TRIGGER fact_no_update BEFORE UPDATE ON ledger_fact
        BEGIN SELECT RAISE(ABORT, '事实只增不改'); END""",
    "fact_no_delete": """CREATE TRIGGER fact_no_delete BEFORE DELETE ON ledger_fact
        BEGIN SELECT RAISE(ABORT, '事实只增不删'); END""",
    "fact_no_replace": """CREATE TRIGGER fact_no_replace BEFORE INSERT ON ledger_fact
        WHEN EXISTS (SELECT 1 FROM ledger_fact WHERE uid = NEW.uid OR seq = NEW.seq
                     OR (chain = NEW.chain AND position = NEW.position)
                     OR (NEW.reverses IS NOT NULL AND reverses = NEW.reverses))
        BEGIN SELECT RAISE(ABORT, '事实已在账上'); END""",
    "audit_no_update": """CREATE TRIGGER audit_no_update BEFORE UPDATE ON ledger_auditline
        BEGIN SELECT RAISE(ABORT, '操作记录只增不改'); END""",
    "audit_no_delete": f"""CREATE TRIGGER audit_no_delete BEFORE DELETE ON ledger_auditline
        WHEN julianday('now') - julianday(OLD.at) < {AUDIT_DAYS}
        BEGIN SELECT RAISE(ABORT, '操作记录至少保存 {AUDIT_DAYS} 天'); END""",
    "audit_no_replace": """CREATE TRIGGER audit_no_replace BEFORE INSERT ON ledger_auditline
        WHEN EXISTS (SELECT 1 FROM ledger_auditline WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, '操作记录只增不改'); END""",
}

_FUNCTION = """CREATE OR REPLACE FUNCTION zhixing_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$"""
_POSTGRES = {
    "fact_no_change": """CREATE TRIGGER fact_no_change BEFORE UPDATE OR DELETE ON ledger_fact
        FOR EACH ROW EXECUTE FUNCTION zhixing_refuse('事实只增不改')""",
    "fact_no_truncate": """CREATE TRIGGER fact_no_truncate BEFORE TRUNCATE ON ledger_fact
        FOR EACH STATEMENT EXECUTE FUNCTION zhixing_refuse('事实不能清空')""",
    "audit_no_update": """CREATE TRIGGER audit_no_update BEFORE UPDATE ON ledger_auditline
        FOR EACH ROW EXECUTE FUNCTION zhixing_refuse('操作记录只增不改')""",
    "audit_no_delete": f"""CREATE TRIGGER audit_no_delete BEFORE DELETE ON ledger_auditline
        FOR EACH ROW WHEN (OLD.at > now() - interval '{AUDIT_DAYS} days')
        EXECUTE FUNCTION zhixing_refuse('操作记录至少保存 {AUDIT_DAYS} 天')""",
    "audit_no_truncate": """CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON ledger_auditline
        FOR EACH STATEMENT EXECUTE FUNCTION zhixing_refuse('操作记录不能清空')""",
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Puts every guard that is not there. Run after each migration."""
    lacking = missing(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and lacking:
            cursor.execute(_FUNCTION)
        for name in lacking:
            cursor.execute(_wanted(connection)[name])


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The guards that are not there, or not as written here, or switched off."""
    wanted = _wanted(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') "
                "AND c.relname IN ('ledger_fact', 'ledger_auditline') "
                "AND pg_table_is_visible(c.oid)"
            )
            found = {name for (name,) in cursor.fetchall()}
            return [name for name in wanted if name not in found]
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        written = {name: " ".join(sql.split()) for name, sql in cursor.fetchall()}
        lacking = [name for name, sql in wanted.items() if written.get(name) != " ".join(sql.split())]
        cursor.execute("PRAGMA recursive_triggers")
        row = cursor.fetchone()
        return lacking + ([] if row and row[0] else ["recursive_triggers"])


def remove(connection: BaseDatabaseWrapper) -> None:
    """Takes the guards off, for a migration that rebuilds the tables, and nothing else."""
    table = {"fact": "ledger_fact", "audi": "ledger_auditline"}
    with connection.cursor() as cursor:
        for name in _wanted(connection):
            on = f" ON {table[name[:4]]}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _wanted(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return _POSTGRES if connection.vendor == "postgresql" else _SQLITE

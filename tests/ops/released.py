"""The database of an earlier release, laid into a scratch installation as that release left it.

python -m tests.ops.released FOLDER    puts it into the database of the settings, on PostgreSQL as its owner
"""

from __future__ import annotations

import json
import lzma
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.ops.scratch import PROJECT, Scratch

RELEASED = PROJECT / "tests" / "data" / "released"


def releases() -> list[str]:
    """Every version whose database is kept here."""
    return sorted(path.name for path in RELEASED.iterdir() if path.is_dir())


def unpack(version: str, to: Path) -> None:
    """The SQLite file as that version left it."""
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(lzma.decompress((RELEASED / version / "zhixing.sqlite3.xz").read_bytes()))


def lay(scratch: Scratch, version: str) -> None:
    """That version's database and keys become this installation's."""
    home = Path(scratch.environment["ZHIXING_HOME"])
    told = json.loads((RELEASED / version / "keys.json").read_text("utf-8"))
    (home / "keys").mkdir(parents=True)
    for name in ("seal", "secret"):
        (home / "keys" / f"{name}.key").write_text(told[name], "ascii")
    if "ZHIXING_DATABASE_URL" not in scratch.environment:
        unpack(version, home / "zhixing.sqlite3")
        return
    environment = {
        **scratch.environment,
        "PYTHONPATH": os.pathsep.join([str(PROJECT), scratch.environment.get("PYTHONPATH", "")]),
    }
    subprocess.run(
        [sys.executable, "-m", "tests.ops.released", version], env=environment, check=True, cwd=PROJECT
    )


def _into_postgresql(version: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhixing.config.settings")
    import django

    django.setup()
    from django.db import connection

    from zhixing.actions import tables
    from zhixing.store.ledger import guards
    from zhixing.store.snapshots import moment, rows
    from zhixing.store.snapshots import tables as states

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "released.sqlite3"
        unpack(version, file)
        with sqlite3.connect(file) as door:
            nodes = tuple(door.execute("SELECT app, name FROM django_migrations").fetchall())
        door.close()
        with moment.elsewhere({"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": {}}):
            kept = {table.name: list(rows.lines(table)) for table in states.tables_at(nodes)}
    role = tables.application()
    with tables.rebuilt(from_former=False):
        states.migrate_to(nodes)
        there = states.tables_at(nodes)
        guards.remove(connection)
        rows.empty(there)
        with rows.references_last():
            for table in there:
                rows.put(table, kept[table.name])
            rows.reset_counters(there)
        guards.install(connection)
        tables.grant(role)


if __name__ == "__main__":
    _into_postgresql(sys.argv[1])

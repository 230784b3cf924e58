"""Puts the triggers that keep the ledger append-only."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from zhixing.store.ledger import guards


def put(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Also done after every later migration: one that rebuilds a table on SQLite drops its triggers."""
    guards.install(editor.connection)


class Migration(migrations.Migration):
    """Guards."""

    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(put, migrations.RunPython.noop)]

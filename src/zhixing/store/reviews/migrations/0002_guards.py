"""Puts the triggers that keep frozen years as they are; they stand with the ledger's."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from zhixing.store.ledger import guards


def put(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The ledger's own migration came before this table."""
    guards.install(editor.connection)


class Migration(migrations.Migration):
    """Guards."""

    dependencies = [("reviews", "0001_initial"), ("ledger", "0002_guards")]
    operations = [migrations.RunPython(put, migrations.RunPython.noop)]

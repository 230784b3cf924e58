"""What is searched of published articles, with the database's own index over it; none is published yet."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from zhixing.store.content import finding_index


def put(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The index; every later migration that rebuilds the table on SQLite has to put it again."""
    finding_index.install(editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Found",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="found", to="content.entry"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("repealed", models.BooleanField()),
                ("title", models.TextField()),
                ("about", models.TextField()),
                ("text", models.TextField()),
            ],
        ),
        migrations.RunPython(put, migrations.RunPython.noop),
    ]

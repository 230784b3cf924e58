"""Words of asks are sealed, revoked feeds are gone, and of a year's batches only one is in force."""

from __future__ import annotations

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from zhixing.store.ledger import sealing


def seal_words(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Seals what was written in clear."""
    asked = apps.get_model("plans", "SeatAsked").objects.using(editor.connection.alias)
    for row in asked.exclude(words="").only("id", "words"):
        asked.filter(id=row.id).update(words=sealing.seal(row.words, f"ask:{row.id.hex}"))


def drop_revoked(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Revoking deletes from now on; what was revoked before goes as well."""
    feeds = apps.get_model("plans", "Feed").objects.using(editor.connection.alias)
    feeds.filter(revoked_at__isnull=False).delete()


def leave_one(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Of several batches of a year in force the one accepted last stays so."""
    batches = apps.get_model("plans", "Batch").objects.using(editor.connection.alias)
    seen = set()
    for row in batches.filter(state="accepted").order_by("-accepted_at", "id").only("id", "year"):
        if row.year in seen:
            batches.filter(id=row.id).update(state="replaced")
        seen.add(row.year)


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    operations = [
        migrations.AlterField("seatasked", "words", models.TextField(blank=True)),
        migrations.RunPython(seal_words, migrations.RunPython.noop),
        migrations.RunPython(drop_revoked, migrations.RunPython.noop),
        migrations.RenameField("feed", "revoked_at", "idle_since"),
        migrations.RunPython(leave_one, migrations.RunPython.noop),
        migrations.AddConstraint(
            "batch",
            models.UniqueConstraint(
                condition=models.Q(("state", "accepted")), fields=("year",), name="one_batch_in_force"
            ),
        ),
    ]

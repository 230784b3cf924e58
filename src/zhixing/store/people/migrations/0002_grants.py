"""Roles become dated grants on the tree: what an account was given so far holds from the beginning."""

import datetime

import django.db.models.deletion
from django.db import migrations, models

BEGINNING = datetime.date(1921, 7, 1)


def hand_over(apps, schema_editor):
    """Each former role but the member's own becomes a grant."""
    account, grant = apps.get_model("people", "Account"), apps.get_model("people", "Grant")
    alias = schema_editor.connection.alias
    now = datetime.datetime.now(datetime.UTC)
    for row in account.objects.using(alias).exclude(role="member"):
        grant.objects.using(alias).create(
            account=row, role=row.role, org=row.org, start=BEGINNING, by="升级", reason="由原角色转来", at=now
        )
    apps.get_model("people", "AccessMark").objects.using(alias).create(id=1, value=1)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="AccessMark",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("value", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("branch", "支部党务干部"),
                            ("secretary", "书记"),
                            ("discipline", "纪检委员"),
                            ("publicity", "宣传委员"),
                            ("superior", "机关党委"),
                            ("system", "系统管理员"),
                            ("security", "安全管理员"),
                            ("audit", "审计管理员"),
                        ],
                        max_length=16,
                    ),
                ),
                ("org", models.UUIDField(blank=True, null=True)),
                ("start", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("by", models.CharField(max_length=80)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to="people.account",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "start"], name="people_gran_account_7c01ab_idx")]
            },
        ),
        migrations.RunPython(hand_over, migrations.RunPython.noop),
        migrations.RemoveField(model_name="account", name="role"),
        migrations.RemoveField(model_name="account", name="org"),
    ]

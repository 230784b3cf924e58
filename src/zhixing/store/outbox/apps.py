"""The Django app."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """zhixing.store.outbox."""

    name = "zhixing.store.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"

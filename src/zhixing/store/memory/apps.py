"""The Django app."""

from django.apps import AppConfig


class MemoryConfig(AppConfig):
    """zhixing.store.memory."""

    name = "zhixing.store.memory"
    label = "memory"
    default_auto_field = "django.db.models.BigAutoField"

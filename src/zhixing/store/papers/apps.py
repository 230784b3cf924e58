"""The Django app."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """zhixing.store.papers."""

    name = "zhixing.store.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"

"""The Django app."""

from django.apps import AppConfig


class NotesConfig(AppConfig):
    """zhixing.store.notes."""

    name = "zhixing.store.notes"
    label = "notes"
    default_auto_field = "django.db.models.BigAutoField"

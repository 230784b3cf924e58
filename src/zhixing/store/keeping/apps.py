"""The Django app."""

from django.apps import AppConfig


class KeepingConfig(AppConfig):
    """zhixing.store.keeping."""

    name = "zhixing.store.keeping"
    label = "keeping"

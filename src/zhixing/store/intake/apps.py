"""The Django app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """zhixing.store.intake."""

    name = "zhixing.store.intake"
    label = "intake"

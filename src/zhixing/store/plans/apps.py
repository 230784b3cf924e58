"""The Django app."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """zhixing.store.plans."""

    name = "zhixing.store.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"

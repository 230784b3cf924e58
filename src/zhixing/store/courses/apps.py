"""The Django app."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """zhixing.store.courses."""

    name = "zhixing.store.courses"
    label = "courses"
    default_auto_field = "django.db.models.BigAutoField"

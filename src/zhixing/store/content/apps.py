"""The Django app."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    """zhixing.store.content."""

    name = "zhixing.store.content"
    label = "content"

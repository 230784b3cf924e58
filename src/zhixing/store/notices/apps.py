"""The Django app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """zhixing.store.notices."""

    name = "zhixing.store.notices"
    label = "notices"

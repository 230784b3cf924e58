"""The Django app."""

from django.apps import AppConfig


class VoicesConfig(AppConfig):
    """zhixing.store.voices."""

    name = "zhixing.store.voices"
    label = "voices"

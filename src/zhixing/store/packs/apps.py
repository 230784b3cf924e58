"""The Django app."""

from django.apps import AppConfig


class PacksConfig(AppConfig):
    """zhixing.store.packs."""

    name = "zhixing.store.packs"
    label = "packs"

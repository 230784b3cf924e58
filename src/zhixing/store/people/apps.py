"""The Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """zhixing.store.people."""

    name = "zhixing.store.people"
    label = "people"

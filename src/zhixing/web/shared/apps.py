"""The Django app that carries shared templates and static files."""

from importlib import import_module

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """zhixing.web.shared."""

    name = "zhixing.web.shared"
    label = "web_shared"

    def ready(self) -> None:
        """Sessions are stamped from the first sign-in on; the models have to be there before that is imported."""
        import_module("zhixing.web.shared.stamps").listen()

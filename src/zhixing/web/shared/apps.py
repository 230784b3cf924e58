"""The Django app that carries shared templates and static files."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """zhixing.web.shared."""

    name = "zhixing.web.shared"
    label = "web_shared"

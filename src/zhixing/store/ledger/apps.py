"""The Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """zhixing.store.ledger."""

    name = "zhixing.store.ledger"
    label = "ledger"

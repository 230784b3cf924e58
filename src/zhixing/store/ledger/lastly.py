"""When something was last done, by the audit lines: no other record is kept of backups and anchors."""

from __future__ import annotations

import datetime as dt

from zhixing.store.ledger import models

BACKUP, ANCHOR = "备份", "写锚"
"""Verbs of the audit lines."""


def last_done(verb: str) -> dt.datetime | None:
    """The moment of the last audit line with this verb; None when there is none (any more)."""
    lines = models.AuditLine.objects.filter(verb=verb).order_by("-position")
    return lines.values_list("at", flat=True).first()


def last_with(verb: str, target: str) -> tuple[dt.datetime, str] | None:
    """When and by whom it was last done to a target; None when there is no line (any more)."""
    lines = models.AuditLine.objects.filter(verb=verb, target=target).order_by("-position")
    return lines.values_list("at", "by").first()


def last_line() -> dt.datetime | None:
    """The moment of the last audit line of all."""
    return models.AuditLine.objects.order_by("-position").values_list("at", flat=True).first()

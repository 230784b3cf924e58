"""A file written at the command line: the same audit line as for one taken from a page."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhixing.store.ledger import api


def record_handed_out(name: str, *, people: int, size: int, by: str, now: dt.datetime) -> None:
    """Notes who took which figures out of the house."""
    with transaction.atomic():
        api.audit(api.Stamp(by, now), "导出", name, f"{people} 人，{size} 字节")

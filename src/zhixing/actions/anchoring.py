"""Taking an anchor leaves an audit line, so that everybody can see how old the last one is."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhixing.store.ledger import api
from zhixing.store.ledger.lastly import ANCHOR


def note_anchor(name: str, *, by: str, now: dt.datetime) -> None:
    """Written before the ends of the chains are read: the anchor then holds its own line too."""
    with transaction.atomic():
        api.audit(api.Stamp(by, now), ANCHOR, name)

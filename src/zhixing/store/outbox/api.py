"""Writing devices and receipts; called by actions only, inside their transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef

from zhixing.store.ledger import rows
from zhixing.store.outbox.models import Device, Receipt
from zhixing.store.outbox.queries import Kept


def bind(devices: Iterable[UUID], *, account: int, now: dt.datetime) -> None:
    """These devices' outboxes are this account's from now on; one that is bound already stays as it is."""
    Device.objects.bulk_create(
        [Device(id=one, account=account, since=now) for one in devices], ignore_conflicts=True
    )


def keep(receipts: Sequence[Kept]) -> None:
    """Keeps receipts, in the transaction of what they acknowledge."""
    rows.insert(
        [
            Receipt(
                uid=one.uid,
                account=one.account,
                device=one.device,
                verb=one.verb,
                digest=one.digest,
                told=one.told,
                anchor=one.anchor,
                received=one.received,
            )
            for one in receipts
        ]
    )


def forget(before: dt.datetime) -> int:
    """Deletes receipts that came before a moment, and devices that have none left since then. How many receipts."""
    gone, _ = Receipt.objects.filter(received__lt=before).delete()
    left = Receipt.objects.filter(device=OuterRef("id"))
    Device.objects.filter(~Exists(left), since__lt=before).delete()
    return gone

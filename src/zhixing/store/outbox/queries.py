"""Reading devices and receipts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.store.ledger.rows import MANY
from zhixing.store.outbox.models import Device, Receipt


@dataclass(frozen=True, slots=True)
class Kept:
    """A receipt as it is stored."""

    uid: UUID
    account: int
    device: UUID
    verb: str
    digest: str
    told: str
    anchor: str
    received: dt.datetime


def receipts(uids: Collection[UUID]) -> Mapping[UUID, Kept]:
    """The receipts there are for these ids."""
    wanted, found = list(uids), {}
    for start in range(0, len(wanted), MANY):
        rows = Receipt.objects.filter(uid__in=wanted[start : start + MANY])
        found.update({row[0]: Kept(*row) for row in rows.values_list(*Kept.__slots__)})
    return found


def receipts_of(account: int) -> list[Kept]:
    """All receipts of an account, the latest first."""
    rows = Receipt.objects.filter(account=account).order_by("-received", "uid")
    return [Kept(*row) for row in rows.values_list(*Kept.__slots__)]


def owners(devices: Collection[UUID]) -> Mapping[UUID, int]:
    """Whose outbox is on each of these devices."""
    return dict(Device.objects.filter(id__in=list(devices)).values_list("id", "account"))

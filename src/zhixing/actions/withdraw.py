"""Withdrawing a whole import: every fact of it that still counts is reversed. The ledger keeps both."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhixing.core.facts.accept import check_reversal
from zhixing.store.ledger import api, queries


class NotWithdrawn(ValueError):
    """The batch cannot be withdrawn; the sentence says why."""


def withdraw_batch(wanted: str, *, by: str, second: str, reason: str, now: dt.datetime) -> tuple[int, int]:
    """Reverses the batch with this number or id. Returns its number and how many facts were reversed."""
    with transaction.atomic():
        pen = api.Pen()
        batch = queries.batch(wanted)
        if batch is None:
            known = "、".join(f"{row.number}" for row in queries.batches()) or "没有任何批次"
            raise NotWithdrawn(f"没有编号为 {wanted} 的批次;现有批次:{known}")
        targets = queries.facts_in_force(batch.id)
        for target in targets:
            check_reversal(target, reason=reason, by=by, second=second, reversed_already=False)
        stamp = api.Stamp(by, now, batch.id)
        pen.reverse(targets, stamp, reason=reason, second=second)
        api.mark_withdrawn(batch.id, now=now)
        api.audit(
            stamp, "撤回批次", f"第 {batch.number} 批", f"{len(targets)} 条;理由:{reason};第二人:{second}"
        )
    return batch.number, len(targets)

"""Withdrawing in the browser: one officer asks with a reason, another confirms from an account of his own."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

from django.db import transaction

from zhixing.actions.actors import whole_tree
from zhixing.actions.upload import SENDERS, may_handle
from zhixing.actions.withdraw import LONGEST_REASON, NotWithdrawn, Withdrawn, withdraw_batch, withdraw_row
from zhixing.store.intake import api, queries
from zhixing.store.intake.queries import UploadRow, WithdrawalRow
from zhixing.store.ledger import api as ledger
from zhixing.store.ledger import queries as facts
from zhixing.store.ledger import undoing
from zhixing.store.people.queries import SECRETARY, SUPERIOR, Actor, same_person

CONFIRMERS = (SECRETARY, SUPERIOR)


def may_see_batch(actor: Actor, number: int) -> bool:
    """Whoever keeps the whole organ's books sees every import; others those of their own branches' uploads."""
    if whole_tree(actor, *CONFIRMERS):
        return True
    upload = queries.upload_of_batch(number)
    return upload is not None and actor.wears(*SENDERS) and may_handle(actor, upload)


def may_confirm(actor: Actor, asked: WithdrawalRow) -> bool:
    """A second person: not the one who asked, and entitled to withdraw on his own office."""
    if asked.account == actor.account or asked.by == actor.signature or same_person(actor, asked.account):
        return False
    if whole_tree(actor, *CONFIRMERS):
        return True
    upload: UploadRow | None = queries.upload_of_batch(asked.batch)
    mine = actor.reach(*CONFIRMERS)
    return upload is not None and upload.reach is not None and upload.reach <= mine


def ask(
    number: int,
    *,
    file: str = "",
    sheet: str = "",
    row: int | None = None,
    reason: str,
    actor: Actor,
    now: dt.datetime,
) -> UUID:
    """Notes that a batch, or one row of it, is to be withdrawn. Raises NotWithdrawn."""
    reason, batch = reason.strip(), facts.batch(str(number))
    if batch is None or batch.state in ("withdrawn", "running"):
        raise NotWithdrawn(f"第 {number} 批现在不能撤回：没有这一批，还在入账，或已经撤回过")
    if not reason:
        raise NotWithdrawn("请写明撤回的理由，第二人要凭它判断")
    if len(reason) > LONGEST_REASON:
        raise NotWithdrawn(f"理由最多 {LONGEST_REASON} 个字，写了 {len(reason)} 个；请写短些")
    if file:
        sheet = _sheet(batch.id, file, sheet, row)
    wanted = uuid4()
    with transaction.atomic():
        api_stamp = ledger.Stamp(actor.signature, now, batch.id)
        ledger.lock()
        same = [
            one for one in queries.withdrawals(number) if one.state == "waiting" and one.row in (row, None)
        ]
        if any((one.file, one.sheet) in ((file, sheet), ("", "")) for one in same):
            raise NotWithdrawn("已经有人提出撤回，正等第二人确认")
        api.ask_withdrawal(
            wanted,
            batch=number,
            file=file,
            sheet=sheet,
            row=row,
            reason=reason,
            account=actor.account,
            by=actor.signature,
            now=now,
        )
        # Neither the file's name nor the reason: both are typed, and stand with the wish.
        ledger.audit(api_stamp, "提出撤回", f"第 {number} 批", f"第 {row} 行" if file else "整批")
    return wanted


def _sheet(batch: UUID, file: str, sheet: str, row: int | None) -> str:
    """The sheet on which the row has facts in force."""
    found = undoing.rows_of(batch, file=file, row=row or 0)
    found = [one for one in found if not sheet or one.sheet == sheet]
    if not found:
        raise NotWithdrawn(f"《{file}》第 {row} 行没有还算数的事实；请核对文件名和行号")
    if len(found) > 1:
        told = "、".join(one.sheet for one in found)
        raise NotWithdrawn(f"《{file}》有几张工作表都有第 {row} 行（{told}）；请写明是哪一张")
    return found[0].sheet


def confirm(asked: WithdrawalRow, *, actor: Actor, now: dt.datetime) -> Withdrawn:
    """The second person agrees: the facts are reversed. Raises NotWithdrawn, FactError."""
    signed = {"by": asked.by, "second": actor.signature, "reason": asked.reason, "now": now}
    with transaction.atomic():
        if not api.answer_withdrawal(asked.id, confirmed=True, second=actor.signature, now=now):
            raise NotWithdrawn("这一条已经有人答复过；请刷新页面再看")
        number = str(asked.batch)
        if asked.file and asked.row is not None:
            return withdraw_row(number, file=asked.file, row=asked.row, sheet=asked.sheet, **signed)  # type: ignore[arg-type]
        return withdraw_batch(number, **signed)  # type: ignore[arg-type]


def turn_down(asked: WithdrawalRow, *, actor: Actor, now: dt.datetime) -> None:
    """Nothing is withdrawn: the second person does not agree, or the one who asked thinks better of it."""
    with transaction.atomic():
        if not api.answer_withdrawal(asked.id, confirmed=False, second=actor.signature, now=now):
            raise NotWithdrawn("这一条已经有人答复过；请刷新页面再看")
        ledger.audit(ledger.Stamp(actor.signature, now), "不撤回", f"第 {asked.batch} 批")

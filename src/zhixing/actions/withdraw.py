"""Withdrawing an import, or one row of it: its facts that still count are reversed. The ledger keeps both."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from zhixing.core.facts.accept import check_reversal
from zhixing.core.facts.record import FactError
from zhixing.store.ledger import api, queries, undoing
from zhixing.store.people.queries import username_of

NO_SECOND = "未指明(命令行撤回)"
"""Stands on the reversals where nobody confirmed; the batch is marked as well."""
LONGEST_REASON, LONGEST_NAME = 300, 80


class NotWithdrawn(ValueError):
    """The batch cannot be withdrawn; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The batch's number, how many facts were reversed, how many stay since another batch states them."""

    number: int
    reversed: int
    kept: int


@dataclass(frozen=True, slots=True)
class Signed:
    """Who withdraws, who confirms (None: nobody, from the command line only), why, when."""

    by: str
    second: str | None
    reason: str
    now: dt.datetime


def withdraw_batch(wanted: str, *, by: str, second: str | None, reason: str, now: dt.datetime) -> Withdrawn:
    """Reverses what only the batch with this number or id states."""
    signed = Signed(by, second, reason, now)
    with transaction.atomic():
        pen, batch = _begin(wanted, signed)
        undone = undoing.of_batch(batch.id)
        _reverse(pen, batch, undone, signed)
        api.mark_withdrawn(batch.id, now=now)
        told = f"{len(undone.targets)} 条"
        told += f"，另有 {undone.kept} 条别的批次也有，留着" if undone.kept else ""
        _audit(batch, "撤回批次", told, signed)
    return Withdrawn(batch.number, len(undone.targets), undone.kept)


def withdraw_row(
    wanted: str,
    *,
    file: str,
    row: int,
    sheet: str | None = None,
    by: str,
    second: str | None,
    reason: str,
    now: dt.datetime,
) -> Withdrawn:
    """Reverses what one row of a batch brought, so that the corrected row can be imported."""
    signed = Signed(by, second, reason, now)
    with transaction.atomic():
        pen, batch = _begin(wanted, signed)
        place = _place(batch, file, row, sheet)
        undone = undoing.of_row(batch.id, place)
        if not undone.targets:
            raise NotWithdrawn(f"《{file}》第 {row} 行只写了党组织或站点，别的事实还用着，不能单独撤回")
        _reverse(pen, batch, undone, signed)
        _audit(batch, "撤回一行", f"第 {place.row} 行，{len(undone.targets)} 条", signed)
    return Withdrawn(batch.number, len(undone.targets), undone.kept)


def _begin(wanted: str, signed: Signed) -> tuple[api.Pen, queries.BatchRow]:
    """Under the append lock: the batch, if it may be withdrawn by these people for this reason."""
    _check_signed(signed)
    pen = api.Pen()
    batch = queries.batch(wanted)
    if batch is None:
        known = "、".join(f"{row.number}" for row in queries.batches()) or "没有任何批次"
        raise NotWithdrawn(f"没有编号为 {wanted} 的批次；现有批次：{known}")
    if batch.state == "withdrawn":
        raise NotWithdrawn(f"第 {batch.number} 批已经撤回过")
    return pen, batch


def _check_signed(signed: Signed) -> None:
    """Reason and second person, whatever there is to reverse."""
    if not signed.reason.strip():
        raise FactError("冲正须写明理由")
    if len(signed.reason) > LONGEST_REASON:
        raise FactError(f"理由最多 {LONGEST_REASON} 个字，写了 {len(signed.reason)} 个")
    if signed.second is None:
        return
    if not signed.second.strip():
        raise FactError("冲正须有第二人确认")
    if signed.second.strip() == signed.by.strip():
        raise FactError(f"第二人不能是操作人本人（{signed.by}）")
    if len(signed.second) > LONGEST_NAME:
        raise FactError(f"第二人的姓名最多 {LONGEST_NAME} 个字")


def _place(batch: queries.BatchRow, file: str, row: int, sheet: str | None) -> undoing.RowPlace:
    found = undoing.rows_of(batch.id, file=file, row=row)
    if sheet is not None:
        found = [one for one in found if one.sheet == sheet]
    if not found:
        files = undoing.files_of(batch.id)
        known = f"；这一批的文件：{'、'.join(files)}" if file not in files else ""
        where = f"《{file}》{'工作表“' + sheet + '”' if sheet else ''}第 {row} 行"
        raise NotWithdrawn(f"第 {batch.number} 批的{where}没有还算数的事实{known}")
    if len(found) > 1:
        sheets = "、".join(one.sheet for one in found)
        raise NotWithdrawn(f"《{file}》有几张工作表都有第 {row} 行（{sheets}）；请用 --sheet 写明是哪一张")
    return found[0]


def _reverse(pen: api.Pen, batch: queries.BatchRow, undone: undoing.Undoing, signed: Signed) -> None:
    second = signed.second or NO_SECOND
    for target in undone.targets:
        check_reversal(target, reason=signed.reason, by=signed.by, second=second, reversed_already=False)
    stamp = api.Stamp(signed.by, signed.now, batch.id)
    pen.reverse(undone.targets, stamp, reason=signed.reason, second=second)
    if signed.second is None:
        api.mark_second_missing(batch.id)


def _audit(batch: queries.BatchRow, verb: str, told: str, signed: Signed) -> None:
    """Without the reason, the file and names: they stand on the reversals."""
    second = username_of(signed.second) if signed.second else NO_SECOND
    known = signed.second is None or second != signed.second
    detail = f"{told}；第二人：{second if known else '已写明'}"
    api.audit(api.Stamp(signed.by, signed.now, batch.id), verb, f"第 {batch.number} 批", detail)

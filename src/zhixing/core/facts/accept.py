"""Whether a fact may enter the ledger. Each `check_` raises FactError with a reason; each `can_` answers."""

from __future__ import annotations

import datetime as dt

from zhixing.core.facts.kinds import Kind, SpanClosed
from zhixing.core.facts.moves import TransferOpened, TransferState
from zhixing.core.facts.record import Draft, Fact, FactError, check_types

_PAST = ("start", "founded", "elected", "as_of", "end")
"""Days that a body tells of what has happened; what falls due (`until`, `due`) may lie ahead."""

_EARLIEST = dt.date(1921, 7, 1)


def check_draft(draft: Draft, *, today: dt.date) -> None:
    """Refuses a fact with wrong types, without its subject, or dated after the server's day."""
    check_types(draft.body)
    if draft.kind is Kind.REVERSAL:
        raise FactError("冲正须指明原事实、理由和第二人")
    if draft.day is not None and draft.day > today:
        raise FactError(f"日期 {draft.day} 在今天({today})之后,还没有发生的事不能入账")
    if draft.day is not None and draft.day < _EARLIEST:
        raise FactError(f"日期 {draft.day} 早于 {_EARLIEST},请核对年份")
    for name in _PAST:
        told = getattr(draft.body, name, None)
        if isinstance(told, dt.date) and told > today:
            raise FactError(f"日期 {told} 在今天({today})之后,还没有发生的事不能入账")
    if isinstance(draft.body, TransferOpened | TransferState) and None in (
        draft.subject,
        draft.about,
        draft.day,
    ):
        raise FactError("转接组织关系须写明是谁、哪一次、哪一天")
    if isinstance(draft.body, SpanClosed) and draft.about is None:
        raise FactError("终止一段任职或组织关系须指明是哪一段")


def check_reversal(target: Fact, *, reason: str, by: str, second: str, reversed_already: bool) -> None:
    """A reversal names a fact still in force, gives a reason, and has a second person (integrity rule 2)."""
    if target.kind is Kind.REVERSAL:
        raise FactError("冲正本身不能再冲正;请重新登记一条正确的事实")
    if reversed_already:
        raise FactError("这条事实已经冲正过")
    if not reason.strip():
        raise FactError("冲正须写明理由")
    if not second.strip():
        raise FactError("冲正须有第二人确认")
    if second.strip() == by.strip():
        raise FactError(f"第二人不能是操作人本人({by})")


def can_reverse(target: Fact, *, reason: str, by: str, second: str, reversed_already: bool) -> bool:
    """Whether `check_reversal` would let it pass."""
    try:
        check_reversal(target, reason=reason, by=by, second=second, reversed_already=reversed_already)
    except FactError:
        return False
    return True

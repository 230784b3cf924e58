"""A receipt of the ledger (回执): short enough for a notice, and with it a later rewriting or cutting is found.

`ZX1-事实数-操作记录数-摘要-摘要`: how many facts and audit lines there were, a digest over the ends of all chains as
they were then, and a digest of the last audit line. Nothing in it tells of anybody.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from django.db.models import Max

from zhixing.store.ledger import models
from zhixing.store.ledger.spelling import AUDIT, PURGED

_CODE = re.compile(r"ZX1-(\d+)-(\d+)-([0-9a-f]{32})-([0-9a-f]{32})")
_LENGTH = 32


class NoReceipt(ValueError):
    """Not a receipt, or not wholly copied."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """`seq`: the last fact's number; `position`: the last audit line's; their digests."""

    seq: int
    position: int
    facts: str
    audit: str

    @property
    def code(self) -> str:
        """As it is printed and mailed."""
        return f"ZX1-{self.seq}-{self.position}-{self.facts}-{self.audit}"


def receipt() -> Receipt:
    """The receipt of the ledger now."""
    seq = models.Fact.objects.aggregate(last=Max("seq"))["last"] or 0
    end = models.ChainHead.objects.filter(chain=AUDIT).first()
    position, hashed = (end.length, end.hash) if end else (0, "")
    return Receipt(seq, position, _facts_at(seq), _short(hashed))


def read(code: str) -> Receipt:
    """A receipt from its code. Raises NoReceipt."""
    found = _CODE.fullmatch(code.strip())
    if found is None:
        raise NoReceipt("这不是完整的回执：应当像 ZX1-1200-3400-…-…，请整段复制")
    return Receipt(int(found[1]), int(found[2]), found[3], found[4])


def against(kept: Receipt) -> list[str]:
    """What on the ledger is not as the receipt says: nothing when all is as it was."""
    found = []
    last = models.Fact.objects.aggregate(last=Max("seq"))["last"] or 0
    if last < kept.seq:
        found.append(f"回执上有 {kept.seq} 条事实，账上只有 {last} 条：后面的被截掉了")
    elif _facts_at(kept.seq) != kept.facts:
        found.append(f"前 {kept.seq} 条事实与回执不符：被改写过")
    purged = models.ChainHead.objects.filter(chain=PURGED).first()
    if purged and purged.length >= kept.position:
        return found  # lawfully purged since: nothing left to compare
    line = models.AuditLine.objects.filter(position=kept.position).values_list("hash", flat=True).first()
    if _short(line or "") != kept.audit:
        found.append(f"第 {kept.position} 行操作记录与回执不符：被改写或截掉了")
    return found


def _facts_at(seq: int) -> str:
    """A digest over the ends of the chains as they were when `seq` was the last fact."""
    ends = models.Fact.objects.filter(seq__lte=seq).values("chain").annotate(last=Max("seq"))
    hashes = models.Fact.objects.filter(seq__in=[row["last"] for row in ends])
    lines = sorted(
        f"{chain.hex} {position} {hashed}"
        for chain, position, hashed in hashes.values_list("chain", "position", "hash")
    )
    return _short("\n".join(lines))


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]

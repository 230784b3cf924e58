"""A row of complaints of the public by month and kind (群众诉求汇总)."""

from __future__ import annotations

from dataclasses import dataclass

from zhixing.core.intake.origin import Origin


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """群众诉求汇总: how many of a kind in a month; `year` where the row itself says so."""

    origin: Origin
    year: int | None
    month: int
    category: str
    count: int
    channel: str
    unit: str

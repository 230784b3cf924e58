"""三会一课记录 (L3): what the ledger knows of a session is printed, the rest is left to be written by hand.

The ledger holds no minutes: who spoke, what was decided and the votes stay on paper with the branch.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from zhixing.interop.documents.sheet import Sheet, across, named, sheet_pdf
from zhixing.interop.documents.word import fill

_SIGN = "主持人签字：            记录人签字：            支部书记签字：            （支部章）"
VOTES = "应到会有表决权     人，实到     人；赞成     票，反对     票，弃权     票"
"""A vote on paper: the base is who may vote, not who is there."""


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session; counts are empty texts where nobody has stated them."""

    title: str
    under: str
    code: str
    form: str
    when: str
    organiser: str
    expected: str
    present: str
    away: str
    topic: str
    category: str
    hours: str


def session_record_docx(record: SessionRecord, *, day: dt.date) -> bytes:
    """The record in Word."""
    return fill("session_record", {"s": record, "votes": VOTES}, title=record.title, day=day)


def session_record_pdf(record: SessionRecord, *, day: dt.date, fonts: Path | None = None) -> bytes:
    """The record as PDF/A, one page where the list of the absent is not long."""
    form = Sheet(
        title=record.title,
        under=record.under,
        code=record.code,
        widths=(24, 54, 24, 54),
        fields=(
            named(("会议类型", record.form), ("时    间", record.when)),
            named(("主办组织", record.organiser), ("地    点", "")),
            named(("主 持 人", ""), ("记 录 人", "")),
            named(("应    到", record.expected), ("实    到", record.present)),
            across("请假、缺席名单及原因", record.away, tall=14),
            across("列    席", tall=8),
            across("议    题", record.topic, tall=8),
            named(("内容类别", record.category), ("计学时", record.hours)),
            across("学习材料", tall=9),
            across("发言要点（含不同意见）", tall=70),
            across("表决情况", VOTES),
            across("决    议", tall=26),
            across("责任人及完成时限", tall=14),
        ),
        sign=_SIGN,
    )
    return sheet_pdf(form, day=day, fonts=fonts)

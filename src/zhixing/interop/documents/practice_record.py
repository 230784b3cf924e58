"""调研、下基层记录 (L16): a visit as the ledger knows it; answers, handing over and return visits by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from zhixing.interop.documents.sheet import Sheet, across, named, sheet_pdf
from zhixing.interop.documents.word import fill

TITLE = "调研（下基层）记录"
_SIGN = "记录人签字：              负责人签字：              年   月   日"


@dataclass(frozen=True, slots=True)
class PracticeRecord:
    """A visit; `settled` is 已办结, 未办结 or empty."""

    under: str
    when: str
    place: str
    companions: str
    problem: str
    settled: str


def practice_docx(record: PracticeRecord, *, day: dt.date) -> bytes:
    """The record in Word."""
    return fill("practice_record", {"s": record, "title": TITLE}, title=TITLE, day=day)


def practice_pdf(record: PracticeRecord, *, day: dt.date, fonts: Path | None = None) -> bytes:
    """The record as PDF/A, one page."""
    form = Sheet(
        title=TITLE,
        under=record.under,
        widths=(26, 52, 26, 52),
        fields=(
            named(("日    期", record.when), ("地    点", record.place)),
            across("同行人员", record.companions, tall=14),
            across("走访对象类别与人次", tall=14),
            across("反映问题", record.problem, tall=58),
            across("现场答复", tall=50),
            named(("交办单位", ""), ("时    限", "")),
            named(("办    结", record.settled), ("办结日期", "")),
            across("回    访", tall=36),
        ),
        sign=_SIGN,
    )
    return sheet_pdf(form, day=day, fonts=fonts)

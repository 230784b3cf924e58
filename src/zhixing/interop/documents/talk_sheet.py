"""谈心谈话记录表 (L8): the fact is printed; what was said is written by hand and never stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from zhixing.interop.documents.sheet import Sheet, across, named, sheet_pdf
from zhixing.interop.documents.word import fill

TITLE = "谈心谈话记录表"
KINDS = "□必谈    □提醒    □日常"
_FOOT = "谈话内容只写在本表上，由党支部保管；系统只记日期、谈话人、谈话对象和方式，不存内容。"
_SIGN = "谈话人签字：                    谈话对象签字：                    年   月   日"


@dataclass(frozen=True, slots=True)
class TalkSheet:
    """A talk: day, who with whom, and how; every text may be empty."""

    under: str
    when: str
    speaker: str
    partner: str
    way: str


def talk_docx(sheet: TalkSheet, *, day: dt.date) -> bytes:
    """The sheet in Word."""
    values = {"s": sheet, "title": TITLE, "kinds": KINDS, "foot": _FOOT}
    return fill("talk_sheet", values, title=TITLE, day=day)


def talk_pdf(sheet: TalkSheet, *, day: dt.date, fonts: Path | None = None) -> bytes:
    """The sheet as PDF/A, one page."""
    form = Sheet(
        title=TITLE,
        under=sheet.under,
        widths=(26, 52, 26, 52),
        fields=(
            named(("时    间", sheet.when), ("地    点", "")),
            named(("谈 话 人", sheet.speaker), ("谈话对象", sheet.partner)),
            named(("方    式", sheet.way), ("类    型", KINDS)),
            across("谈话内容要点", tall=96),
            across("意见建议", tall=46),
            across("答复与跟进", tall=34),
        ),
        foot=_FOOT,
        sign=_SIGN,
    )
    return sheet_pdf(form, day=day, fonts=fonts)

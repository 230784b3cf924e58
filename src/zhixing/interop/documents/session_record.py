"""三会一课记录 (L3): what the ledger knows of a session is printed, the rest is left to be written by hand.

Minutes, observers, votes with their base, decisions with who sees to them and by when are printed where they were
recorded; where they were not, there is room for the pen. Signatures are always by hand.
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
_NOTHING = ("",)
"""A field that is empty has one line all the same."""


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session; counts are empty texts where nobody has stated them, lines empty where nothing was recorded.

    `left` those not expected with the reason; `agenda`, `words` line by line; `votes`, `decisions`, `duties` one a
    line, numbered.
    """

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
    place: str = ""
    host: str = ""
    recorder: str = ""
    observers: str = ""
    left: str = ""
    materials: str = ""
    agenda: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    votes: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()

    @property
    def absent(self) -> tuple[str, ...]:
        """Who was away and why, then who was not expected and why."""
        return tuple(line for line in (self.away, self.left) if line) or _NOTHING

    @property
    def topics(self) -> tuple[str, ...]:
        """The topic and the agenda."""
        return (self.topic, *self.agenda)

    @property
    def ballots(self) -> tuple[str, ...]:
        """The votes; room for one where none was recorded."""
        return self.votes or (VOTES,)

    @property
    def spoken(self) -> tuple[str, ...]:
        """What was said."""
        return self.words or _NOTHING

    @property
    def decided(self) -> tuple[str, ...]:
        """What was decided."""
        return self.decisions or _NOTHING

    @property
    def owed(self) -> tuple[str, ...]:
        """Who sees to it, by when."""
        return self.duties or _NOTHING


def session_record_docx(record: SessionRecord, *, day: dt.date) -> bytes:
    """The record in Word."""
    return fill("session_record", {"s": record}, title=record.title, day=day)


def session_record_pdf(record: SessionRecord, *, day: dt.date, fonts: Path | None = None) -> bytes:
    """The record as PDF/A, one page where the list of the absent and the minutes are not long."""
    form = Sheet(
        title=record.title,
        under=record.under,
        code=record.code,
        widths=(24, 54, 24, 54),
        fields=(
            named(("会议类型", record.form), ("时    间", record.when)),
            named(("主办组织", record.organiser), ("地    点", record.place)),
            named(("主 持 人", record.host), ("记 录 人", record.recorder)),
            named(("应    到", record.expected), ("实    到", record.present)),
            across("请假、缺席名单及原因", record.absent, tall=14),
            across("列    席", record.observers, tall=8),
            across("议    题", record.topics, tall=8),
            named(("内容类别", record.category), ("计学时", record.hours)),
            across("学习材料", record.materials, tall=9),
            across("发言要点（含不同意见）", record.spoken, tall=_room(record.words, 70)),
            across("表决情况", record.ballots),
            across("决    议", record.decided, tall=_room(record.decisions, 26)),
            across("责任人及完成时限", record.owed, tall=_room(record.duties, 14)),
        ),
        sign=_SIGN,
    )
    return sheet_pdf(form, day=day, fonts=fonts)


def _room(told: tuple[str, ...], tall: float) -> float:
    """Millimetres kept for the pen; few where words are printed."""
    return 8 if told else tall

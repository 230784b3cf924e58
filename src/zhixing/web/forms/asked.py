"""What the form for a sign-in sheet asks, read and kept: nothing typed is lost."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from zhixing.actions.forms import Meeting

COMMITTEE = "committee"
"""Whom the sheet is for: the committee alone, a group by its id, or, with nothing said, everybody."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The form as it was sent."""

    org: str = ""
    title: str = ""
    day: str = ""
    start: str = ""
    place: str = ""
    whom: str = ""

    @classmethod
    def sent(cls, data: Mapping[str, str]) -> Asked:
        """What was typed, without the blanks around it."""
        return cls(
            *(data.get(name, "").strip() for name in ("org", "title", "day", "start", "place", "whom"))
        )

    def read(self) -> tuple[UUID, Meeting] | str:
        """The organisation and the meeting, or a sentence that says what is missing."""
        try:
            org = UUID(self.org)
        except ValueError:
            return "请选是哪个党组织开会。"
        if not self.title:
            return "请写活动名称，它印在签到表上。"
        try:
            day = dt.date.fromisoformat(self.day)
        except ValueError:
            return "请写开会的日期，例如 2026-03-05。"
        if self.start and not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", self.start):
            return f"时间“{self.start}”看不懂，请写成 15:00 的样子，或者空着手写。"
        meeting = Meeting(self.title[:100], day, self.start, self.place[:60])
        if self.whom == COMMITTEE:
            return org, replace(meeting, forms=("支委会",))
        if not self.whom:
            return org, meeting
        try:
            return org, replace(meeting, forms=("党小组会",), group=UUID(self.whom))
        except ValueError:
            return "谁来签请从所列的里面选。"

"""What a plan is asked before it is approved."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from zhixing.core.cells import Cell, Tier


class Sort(StrEnum):
    """What sort of finding it is, in the order of lists."""

    UNANSWERED = "unanswered"
    MUST = "must"
    PROBLEM = "problem"
    OWED = "owed"
    HOURS = "hours"
    TEACHING = "teaching"
    CLASH = "clash"
    PEOPLE = "people"
    CALENDAR = "calendar"


SORT_WORDS: dict[Sort, str] = {
    Sort.UNANSWERED: "没有对应问题或上级要求的课",
    Sort.MUST: "上级必学没有安排",
    Sort.PROBLEM: "还没有课的问题",
    Sort.OWED: "必学内容有缺的格子",
    Sort.HOURS: "学时超出或不足的层次",
    Sort.TEACHING: "教案不完整的课",
    Sort.CLASH: "时间冲突",
    Sort.PEOPLE: "层次或岗位认不准的人",
    Sort.CALENDAR: "日历和繁忙时段",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing: a sentence, what it concerns, what to do. `hard` blocks approval; anything else must be seen."""

    sort: Sort
    hard: bool
    words: str
    remedy: str = ""
    lesson: UUID | None = None
    problem: UUID | None = None
    cell: Cell | None = None
    tier: Tier | None = None
    people: int = 0

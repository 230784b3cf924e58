"""One thing that is due."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from zhixing.core.figures.figure import Cite


class Sort(StrEnum):
    """What sort of thing is due, in the order of lists; the value stands in addresses."""

    OPEN_ROW = "open-row"
    OBJECTION = "objection"
    CONFIRM = "confirm"
    WITHDRAWAL = "withdrawal"
    VOICE = "voice"
    ERASURE = "erasure"
    TRANSFER = "transfer"
    MEETING = "meeting"
    LEAVE = "leave"
    DECISION = "decision"
    MAKEUP = "makeup"
    NOTE = "note"
    PAPER = "paper"
    RETURN = "return"
    ARTICLE = "article"
    PLAN = "plan"
    PREPARE = "prepare"
    BATCH = "batch"
    CONTACT = "contact"
    NEED = "need"
    PROBLEM = "problem"
    PLEDGE = "pledge"
    GAP = "gap"
    TALK = "talk"
    TERM = "term"
    STRUCTURE = "structure"
    QUESTION = "question"
    RULE = "rule"


WORDS = {
    Sort.OPEN_ROW: "导入的行没认下来",
    Sort.OBJECTION: "本人异议等答复",
    Sort.CONFIRM: "更正等第二人确认",
    Sort.WITHDRAWAL: "撤回导入等第二人确认",
    Sort.VOICE: "意见建议等答复",
    Sort.ERASURE: "删除申请等确认",
    Sort.TRANSFER: "组织关系在途",
    Sort.MEETING: "法定组织生活",
    Sort.LEAVE: "请假等批复",
    Sort.DECISION: "会议决议等办结",
    Sort.MAKEUP: "没到会的可以补学",
    Sort.NOTE: "笔记待抽查",
    Sort.PAPER: "测验等收卷",
    Sort.ARTICLE: "文库等审稿、答复纠错",
    Sort.RETURN: "学习包回传待确认",
    Sort.PLAN: "学习计划等办理",
    Sort.PREPARE: "备课还没有备齐",
    Sort.BATCH: "批次和调换等办理",
    Sort.CONTACT: "偏远党员联系",
    Sort.NEED: "诉求未受理",
    Sort.PROBLEM: "突出问题到期",
    Sort.PLEDGE: "承诺到期",
    Sort.GAP: "本年学时还没学满",
    Sort.TALK: "本年还没谈过心",
    Sort.TERM: "任期和任职",
    Sort.STRUCTURE: "组织设置",
    Sort.QUESTION: "题库待核对条文",
    Sort.RULE: "规则待核对原文",
}


@dataclass(frozen=True, slots=True)
class Due:
    """Something due of an organisation (None: of the whole): a sentence, by when, whether that day has passed.

    `form` is the form of a meeting that is wanted; `person` whom it concerns; `thing` what is to be settled.
    `count` stands for several of a kind told as one. `basis` says what it rests on where no rule does.
    """

    sort: Sort
    org: UUID | None
    org_name: str
    sentence: str
    late: bool
    deadline: dt.date | None = None
    cites: tuple[Cite, ...] = ()
    basis: str = ""
    form: str = ""
    person: UUID | None = None
    thing: UUID | None = None
    count: int = 1

    @property
    def article(self) -> str:
        """What it rests on, in words."""
        return "、".join(one.words for one in self.cites) or self.basis


def by_urgency(one: Due) -> tuple[object, ...]:
    """What is late first, then by the day it falls due, then in the order of sorts."""
    return (not one.late, one.deadline or dt.date.max, list(Sort).index(one.sort), one.org_name, one.sentence)

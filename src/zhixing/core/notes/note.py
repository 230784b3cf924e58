"""A note that a member hands in, and what a checker says of it. Its words are read by people; nothing weighs them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from zhixing.core.recording.base import Refused
from zhixing.core.recording.study import OUTPUTS, RESULTS

LONGEST, LONGEST_TITLE, LONGEST_WORD = 20_000, 100, 200
"""Characters of a note, of its title, of a checker's word."""
MOST_PICTURES = 9


class State(StrEnum):
    """How far a note has come."""

    HANDED = "handed"
    PASSED = "通过"
    EXCELLENT = "优"
    RETURNED = "退回"


STATE_WORDS: dict[State, str] = {
    State.HANDED: "待抽查",
    State.PASSED: "通过",
    State.EXCELLENT: "优",
    State.RETURNED: "退回修改",
}


@dataclass(frozen=True, slots=True)
class NoteForm:
    """What is handed in. `output` one of 读书笔记, 心得体会, 支部讲课, 典型学习; `read` the article it is about.

    `again`: the note that was sent back and is handed in once more.
    """

    output: str
    title: str
    words: str
    day: dt.date
    read: UUID | None = None
    pictures: int = 0
    again: UUID | None = None


def check_note(form: NoteForm, *, today: dt.date) -> NoteForm:
    """The note with tidy words. Raises Refused with the field and a sentence."""
    if form.output not in OUTPUTS:
        raise Refused("output", "请选是哪一种：" + "、".join(OUTPUTS))
    title, words = " ".join(form.title.split()), form.words.strip()
    if not title:
        raise Refused("title", "请写题目，如读的是哪一篇、讲的是哪一课")
    if len(title) > LONGEST_TITLE:
        raise Refused("title", f"题目最多 {LONGEST_TITLE} 字，现有 {len(title)} 字")
    if not words and not form.pictures:
        raise Refused("words", "请写正文，或附手写笔记的图片；有一样就行")
    if len(words) > LONGEST:
        raise Refused("words", f"正文最多 {LONGEST} 字，现有 {len(words)} 字；太长的请摘要写")
    if form.pictures > MOST_PICTURES:
        raise Refused("pictures", f"图片最多 {MOST_PICTURES} 张")
    if form.day > today:
        raise Refused("day", f"{form.day} 还没有到，请核对日期")
    return NoteForm(form.output, title, words, form.day, form.read, form.pictures, form.again)


def check_check(result: str, words: str) -> None:
    """What a checker says. Raises Refused: sent back, one says what is to be bettered."""
    if result not in RESULTS:
        raise Refused("result", "请选通过、优或退回")
    if result == State.RETURNED and not words.strip():
        raise Refused("words", "退回请写一句话：哪里要补、要改")
    if len(words.strip()) > LONGEST_WORD:
        raise Refused("words", f"评语最多 {LONGEST_WORD} 字")

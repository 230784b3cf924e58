"""A small pack to test with."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from zhixing.core.packs.pack import Pack, Part, PartSort
from zhixing.core.packs.wire import digest_of, versioned
from zhixing.core.questions.question import Cited, Form, Question

PACK = UUID(int=0x77)
PERSON, OTHER = UUID(int=0xA1), UUID(int=0xA2)
KEY = b"a key of this installation"
BODY = "<p>集体领导、民主集中、个别酝酿、会议决定。</p>"


def a_question(nth: int, form: Form, **more: object) -> Question:
    """A question of a form."""
    plain: dict[str, object] = {
        "id": UUID(int=0x100 + nth),
        "version": 1,
        "code": f"T{nth:03}",
        "form": form,
        "stem": f"第 {nth} 题的题干",
        "why": "条例有明确规定。",
        "cites": (Cited("中国共产党支部工作条例（试行）", "第十一条"),),
    }
    return Question(**{**plain, **more})  # type: ignore[arg-type]


def questions() -> tuple[Question, ...]:
    """One of each form."""
    four = ("每月一次", "每季度一次", "每半年一次", "每年一次")
    return (
        a_question(1, Form.SINGLE, options=four, right=frozenset({1})),
        a_question(2, Form.MULTIPLE, options=four, right=frozenset({0, 1})),
        a_question(3, Form.TRUE_FALSE, right=frozenset({0})),
        a_question(4, Form.FILL_IN, blanks=(("民主集中制",), ("党小组", "小组"))),
        a_question(5, Form.SHORT, model="结合岗位谈。"),
    )


def a_pack(**more: object) -> Pack:
    """A pack of one text, one recording and five questions."""
    raw = BODY.encode()
    text = Part(
        PartSort.TEXT, UUID(int=0x200), "组织生活的制度", len(raw), digest_of(raw), BODY, "机关党委办公室"
    )
    sound = Part(
        PartSort.AUDIO, UUID(int=0x201), "组织生活的制度", 4, digest_of(b"beep"), ending="mp3", of=text.id
    )
    plain: dict[str, object] = {
        "id": PACK,
        "version": "",
        "title": "组织生活怎么过",
        "made_on": dt.date(2026, 3, 2),
        "session": UUID(int=0x300),
        "lesson": None,
        "parts": (text, sound),
        "questions": questions(),
        "asks": "结合岗位写一写",
    }
    return versioned(Pack(**{**plain, **more}))  # type: ignore[arg-type]

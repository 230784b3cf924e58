"""改后再发: what of each thing in an outbox can be changed by hand, and that nothing else of it is."""

from __future__ import annotations

import copy
import json
from typing import Any
from uuid import uuid4

import pytest
from tests.actions.outbox_code import things_js

from zhixing.core.recording.meetings import MeetingForm
from zhixing.core.sync.envelope import Verb
from zhixing.core.sync.reading import read_form

WHO = str(uuid4())
MEETING = {
    "session": {
        "org": str(uuid4()),
        "day": "2026-03-02",
        "minutes": 90,
        "forms": ["党课"],
        "title": "学习党章",
        "roll": {WHO: "leave"},
    },
    "papers": {
        "minutes": {"words": "学第一章"},
        "decisions": [
            {"text": "走访", "owner": WHO, "due": None},
            {"text": "抽查", "owner": None, "due": None},
        ],
    },
    "reasons": {WHO: "unreached"},
}
ANSWER = {
    "uid": str(uuid4()),
    "question": str(uuid4()),
    "version": 1,
    "rating": 3,
    "at": "2026-03-02T01:00:00Z",
}
BODIES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "meeting": (
        {"values": MEETING},
        [
            "日期",
            "主题",
            "时长（分钟）",
            "会议记录",
            "决议",
            "决议 2",
            "办结期限",
            "办结期限 2",
            "迟到的理由",
        ],
    ),
    "visit": (
        {"values": {"org": WHO, "day": "2026-03-02", "place": "二号隧道", "people": [WHO], "problem": ""}},
        ["日期", "地点", "反映的问题", "迟到的理由"],
    ),
    "note": (
        {"output": "心得体会", "day": "2026-03-02", "title": "读党章", "words": "今天"},
        ["日期", "题目", "正文"],
    ),
    "slip": ({"article": WHO, "version": 3, "words": "错字", "suggestion": "正字"}, ["建议改成"]),
    "pack": (
        {
            "pack": WHO,
            "version": "0" * 64,
            "answers": ["A", ["0", "1"]],
            "note": "",
            "finished": "2026-03-02",
        },
        ["写的话", "学完的日期"],
    ),
    "leave": ({"date": WHO, "reason": "duty"}, []),
    "review": ({"answers": [ANSWER]}, []),
}


def _call(script: str) -> Any:
    return json.loads(str(things_js().eval(f"JSON.stringify({script})")))


def test_every_verb_says_what_of_it_can_be_changed() -> None:
    assert set(BODIES) == set(Verb)
    for verb, (said, labels) in BODIES.items():
        fields = _call(f"fieldsOf({json.dumps(verb)}, {json.dumps(said)})")
        assert [one["label"] for one in fields] == labels, verb


@pytest.mark.parametrize("verb", BODIES)
def test_untouched_it_is_as_it_was(verb: str) -> None:
    said, labels = BODIES[verb]
    call = "((said) => { const all = fieldsOf(%s, said); return changed(said, all, all.map((one) => one.value)); })(%s)"
    assert _call(call % (json.dumps(verb), json.dumps(said))) == said
    assert bool(labels) is (verb not in ("leave", "review"))


def test_only_what_was_changed_is_another() -> None:
    """A number stays one, an emptied date is none, and the form is read as before."""
    said = copy.deepcopy(BODIES["meeting"][0])
    values = ["2026-03-01", "学习党章", "60", "学第一章", "走访", "抽查", "", "2026-04-01", "病了"]
    call = "((said) => changed(said, fieldsOf('meeting', said), %s))(%s)"
    found = _call(call % (json.dumps(values), json.dumps(said)))
    said["values"]["session"].update(day="2026-03-01", minutes=60)
    said["values"]["papers"]["decisions"][1]["due"] = "2026-04-01"
    assert found == {**said, "late": "病了"}
    assert read_form(MeetingForm, found["values"]).session.minutes == 60

"""What stands in a fact's place: the few fields an officer may put right, and one spelling of the drafts.

A form's words are read here, so that a proposal made by hand and one read back from the ledger are the same.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from zhixing.core.facts.body import Kind
from zhixing.core.facts.record import Draft, Fact, FactError, Source, decode, encode
from zhixing.core.facts.telling import decimal

_CHOICES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "state": (("present", "实到"), ("duty", "值班"), ("leave", "请假"), ("absent", "缺席")),
    "way": (("video", "视频补学"), ("delivered", "送学")),
    "result": (("通过", "通过"), ("优", "优"), ("退回", "退回")),
    "flag": (("no", "否"), ("yes", "是")),
    "ledgers": (
        ("A", "A 集中学习培训"),
        ("B", "B 干部集中培训"),
        ("A+B", "A+B 一课双记"),
        ("C", "C 网络自学"),
    ),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """A field that may be put right: its name, its word, how it is written, its choices."""

    name: str
    label: str
    how: str
    choices: tuple[tuple[str, str], ...] = ()
    longest: int = 200


@dataclass(frozen=True, slots=True)
class Filled:
    """A field with its value as the form shows it."""

    shape: Shape
    value: str


_DAY = Shape("day", "日期", "day")
_TITLE = Shape("title", "主题", "text")
_VOID = Shape("void", "作废", "flag", _CHOICES["flag"])
_LEDGERS = Shape("ledgers", "学时账", "choice", _CHOICES["ledgers"])
_MINUTES = Shape("minutes", "时长（分钟）", "whole")
SHAPES: Mapping[Kind, tuple[Shape, ...]] = {
    Kind.ATTENDANCE: (Shape("state", "在哪份名单", "choice", _CHOICES["state"]),),
    Kind.MAKEUP: (_DAY, Shape("way", "补学方式", "choice", _CHOICES["way"])),
    Kind.SESSION_HELD: (_DAY, _TITLE, Shape("form", "形式", "text"), _MINUTES, _LEDGERS, _VOID),
    Kind.TRAINING: (
        _DAY,
        Shape("end", "结束日期", "day"),
        _TITLE,
        Shape("hours", "学时（不写则按天数）", "hours"),
        _LEDGERS,
        _VOID,
    ),
    Kind.SELF_STUDY: (_DAY, Shape("output", "成果", "text")),
    Kind.SELF_STUDY_CHECKED: (Shape("result", "抽查结果", "choice", _CHOICES["result"]),),
    Kind.PRACTICE_VISIT: (_DAY, Shape("place", "地点", "text"), _MINUTES),
    Kind.TALK: (_DAY, Shape("way", "谈话方式", "text", (), 20)),
    Kind.TEST_TAKEN: (_DAY, _TITLE, Shape("score", "得分", "hours")),
}
"""By kind: what may be put right. Facts of other kinds are taken back and recorded anew."""
ONLY_REPLACED = (Kind.SESSION_HELD, Kind.PRACTICE_VISIT)
"""Others stand on these: they are voided or changed, never taken away from under them."""


def shapes_filled(fact: Fact) -> tuple[Filled, ...]:
    """The fields of a fact that may be put right, with what they say now."""
    return tuple(Filled(shape, _shown(shape, fact)) for shape in SHAPES.get(fact.kind, ()))


def replaced(fact: Fact, values: Mapping[str, str]) -> Draft:
    """The fact with these words in its fields. Raises FactError naming the field that cannot be read."""
    changes: dict[str, object] = {}
    day = fact.day
    for shape in SHAPES.get(fact.kind, ()):
        if shape.name not in values:
            continue
        text = values[shape.name].strip()
        if text == _shown(shape, fact):
            continue
        value = _READ[shape.how](shape, text)
        if isinstance(value, dt.date) and shape.name == "day":
            day = value
        else:
            changes[shape.name] = value
    body = replace(fact.body, **changes)  # type: ignore[type-var]
    return Draft(body, fact.chain, Source(), fact.subject, fact.about, day)


def spell(drafts: Sequence[Draft]) -> tuple[str, dict[str, str]]:
    """Drafts as canonical text, and the words of each (by its number) that stay outside the chain."""
    rows = [
        {
            "kind": one.kind.value,
            "body": encode(one.body),
            "chain": one.chain.hex,
            "subject": one.subject.hex if one.subject else "",
            "about": one.about.hex if one.about else "",
            "day": one.day.isoformat() if one.day else "",
        }
        for one in drafts
    ]
    words = {str(nth): dict(one.private) for nth, one in enumerate(drafts) if one.private}
    text = json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if rows else ""
    return text, {"words": json.dumps(words, ensure_ascii=False, sort_keys=True)} if words else {}


def read(text: str, words: Mapping[str, str] | None = None) -> tuple[Draft, ...]:
    """The drafts spelled in a proposal; without `words` what stays outside the chain is left out."""
    private = json.loads(words["words"]) if words and "words" in words else {}
    found = []
    for nth, row in enumerate(json.loads(text) if text else ()):
        found.append(
            Draft(
                decode(Kind(row["kind"]), row["body"]),
                UUID(row["chain"]),
                Source(),
                UUID(row["subject"]) if row["subject"] else None,
                UUID(row["about"]) if row["about"] else None,
                dt.date.fromisoformat(row["day"]) if row["day"] else None,
                private.get(str(nth)),
            )
        )
    return tuple(found)


def _shown(shape: Shape, fact: Fact) -> str:
    value = fact.day if shape.name == "day" else getattr(fact.body, shape.name)
    if value is None:
        return ""
    if shape.how == "flag":
        return "yes" if value else "no"
    if isinstance(value, int) and shape.how == "hours":
        return decimal(value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _read_choice(shape: Shape, text: str) -> object:
    if text not in {code for code, _ in shape.choices}:
        raise FactError(f"{shape.label}请从所列的里面选")
    return text


def _read_flag(shape: Shape, text: str) -> object:
    return _read_choice(shape, text) == "yes"


def _read_day(shape: Shape, text: str) -> object:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as wrong:
        raise FactError(f"{shape.label}认不出“{text}”，写成 2025-03-09 这样") from wrong


def _read_whole(shape: Shape, text: str) -> object:
    if not re.fullmatch(r"\d{1,4}", text) or not int(text):
        raise FactError(f"{shape.label}要写大于 0 的整数，写的是“{text}”")
    return int(text)


def _read_hours(shape: Shape, text: str) -> object:
    if not text and shape.name == "hours":
        return None
    if not re.fullmatch(r"\d{1,4}(\.\d{1,2})?", text):
        raise FactError(f"{shape.label}要写数字，最多两位小数，写的是“{text}”")
    whole, _, rest = text.partition(".")
    return int(whole) * 100 + int((rest + "00")[:2])


def _read_text(shape: Shape, text: str) -> object:
    if not text:
        raise FactError(f"{shape.label}不能空着")
    if len(text) > shape.longest:
        raise FactError(f"{shape.label}最多 {shape.longest} 个字")
    return text


_READ: Mapping[str, Callable[[Shape, str], object]] = {
    "choice": _read_choice,
    "flag": _read_flag,
    "day": _read_day,
    "whole": _read_whole,
    "hours": _read_hours,
    "text": _read_text,
}

"""The answer to a wish as JSON: numbers only; names are put in where it is told, for whom may be told them."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import Any

from zhixing.core.timetable import wishes
from zhixing.core.timetable.instance import Plan
from zhixing.core.timetable.wishes import Answer, Conflict, Possible, Unknown

_KINDS: dict[str, type[Any]] = {
    name: kind for name, kind in vars(wishes).items() if isinstance(kind, type) and is_dataclass(kind)
}


def wish_answer_text(answer: Answer) -> str:
    """The answer; the plan of a possible wish is left out, it seats only those the wish is about."""
    told = Possible(Plan((), ())) if isinstance(answer, Possible) else answer
    return json.dumps(_plain(told), ensure_ascii=False, separators=(",", ":"))


def wish_answer_of(text: str) -> Answer:
    """As written. Raises ValueError for what is no such text."""
    found = _value(json.loads(text))
    if not isinstance(found, Possible | Conflict | Unknown):
        raise ValueError("答复读不出来")
    return found


def _plain(value: object) -> Any:
    if isinstance(value, Plan):
        return None
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        told = {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
        return {"is": type(value).__name__, **told}
    return value


def _value(told: Any) -> Any:
    if told is None:
        return Plan((), ())
    if isinstance(told, list):
        return tuple(_value(one) for one in told)
    if isinstance(told, dict):
        kind = _KINDS.get(told.get("is", ""))
        if kind is None:
            raise ValueError("答复读不出来")
        return kind(**{name: _value(value) for name, value in told.items() if name != "is"})
    return told

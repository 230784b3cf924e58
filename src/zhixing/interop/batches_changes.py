"""Results of replanning and answers to wishes as JSON text, as they are stored beside a plan and read again for a page.

Every value carries the name of its kind; what doesn't fit is a BatchesError that names the place.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from enum import Enum
from typing import Any, TypeVar

from zhixing.core.timetable.changes import Event
from zhixing.core.timetable.changes_told import Move, Replanned, RunChange, Unserved
from zhixing.core.timetable.instance import Plan, Run, Seat
from zhixing.core.timetable.wishes import Answer, Conflict, Item, Possible, Repair, Step, Unknown, Wish
from zhixing.interop.batches_reading import BatchesError

Kept = Replanned | Answer | Event | Wish | Move | Conflict | Plan
"""What may be written and read."""
T = TypeVar("T")
_KINDS: dict[str, type[Any]] = {
    one.__name__: one
    for one in (
        *typing.get_args(Event), *typing.get_args(Item), *typing.get_args(Step),
        Replanned, Move, RunChange, Unserved, Plan, Run, Seat, Repair, Possible, Conflict, Unknown,
    )
}  # fmt: skip
_HINTS = {name: typing.get_type_hints(kind) for name, kind in _KINDS.items()}


def write_kept(value: Kept | tuple[Kept, ...]) -> str:
    """The value (or several) as JSON text."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def read_kept(text: str, kind: type[T]) -> T:
    """The value of a stored text, of the kind expected; raises BatchesError."""
    value = _read(text)
    if not isinstance(value, kind):
        raise BatchesError(f"存下的结果不是所要的“{kind.__name__}”，请重新计算一次。")
    return value


def read_several(text: str, kind: type[T] | types.UnionType) -> tuple[T, ...]:
    """The values of a stored list, each of the kind (or one of the kinds) expected; raises BatchesError."""
    value = _read(text)
    if not isinstance(value, tuple) or not all(isinstance(one, kind) for one in value):
        raise BatchesError("存下的清单里有不认识的项，请重新计算一次。")
    return value


def _read(text: str) -> Any:
    try:
        return _value(json.loads(text))
    except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise BatchesError(f"存下的结果读不出来（{error}），请重新计算一次。") from error


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.name
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {one.name: _plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
        return {"kind": type(value).__name__, **fields}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_value(one) for one in plain)
    if not isinstance(plain, dict):
        return plain
    name = plain["kind"]
    if name not in _KINDS or set(plain) != {"kind", *_HINTS[name]}:
        raise ValueError(f"不认识的“{name}”")
    fields = {}
    for key, hint in _HINTS[name].items():
        is_enum = isinstance(hint, type) and issubclass(hint, Enum)
        fields[key] = hint[plain[key]] if is_enum else _value(plain[key])
    return _KINDS[name](**fields)

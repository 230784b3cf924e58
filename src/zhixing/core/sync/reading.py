"""Forms as JSON: a form's dataclass says which values it takes and of what type; nothing else is taken."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from zhixing.core.sync.rules import Unreadable

T = TypeVar("T")
_DATED = (UUID, dt.date, dt.datetime, dt.time)


def read_form(shape: type[T], values: object) -> T:
    """The form that these values make. Raises Unreadable with a sentence that names the value."""
    hints, fields = _hints(shape), {one.name: one for one in dataclasses.fields(shape)}  # type: ignore[arg-type]
    if not isinstance(values, dict) or not set(values) <= set(fields):
        raise Unreadable(f"可以写的项：{'、'.join(fields)}")
    missing = [
        name
        for name, one in fields.items()
        if name not in values
        and one.default is dataclasses.MISSING
        and one.default_factory is dataclasses.MISSING
    ]
    if missing:
        raise Unreadable(f"缺少：{'、'.join(missing)}")
    return shape(**{name: _value(name, value, hints[name]) for name, value in values.items()})


@cache
def _hints(shape: type) -> dict[str, Any]:
    return typing.get_type_hints(shape)


def _value(name: str, value: object, hint: Any) -> object:  # noqa: PLR0911 - one way out a type
    """A value as the form's field declares it."""
    if isinstance(hint, types.UnionType):
        inner = next(one for one in typing.get_args(hint) if one is not type(None))
        return None if value is None else _value(name, value, inner)
    if typing.get_origin(hint) in (tuple, frozenset):
        if not isinstance(value, list):
            raise Unreadable(f"{name} 要写成清单")
        return typing.get_origin(hint)(_value(name, one, typing.get_args(hint)[0]) for one in value)
    if typing.get_origin(hint) is Mapping and isinstance(value, dict):
        left, right = typing.get_args(hint)
        return {_value(name, key, left): _value(name, one, right) for key, one in value.items()}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return read_form(hint, value)
    if hint in _DATED and isinstance(value, str):
        try:
            return UUID(value) if hint is UUID else hint.fromisoformat(value)
        except ValueError as broken:
            raise Unreadable(f"{name} 写的是 {value[:40]}，认不出") from broken
    if isinstance(hint, type) and type(value) is hint:
        return value
    if isinstance(hint, type) and issubclass(hint, str) and isinstance(value, str):
        try:
            return hint(value)
        except ValueError as broken:
            raise Unreadable(f"{name} 写的是 {value[:40]}，不在可选之内") from broken
    raise Unreadable(f"{name} 的类型不对")

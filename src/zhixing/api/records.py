"""Recording one form as JSON: `{"uid": …, "values": {…}}`, the values as the form's dataclass names them.

Answers after the commit: 200 with what was new; 400 for what cannot be read, 404 for what is not the sender's,
409 for what contradicts the ledger, 413 for too much, 422 for a wrong field. Sent again with its uid a record is
known and not doubled. A session and its CSRF token are needed as for every form.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from zhixing.actions import recording
from zhixing.actions.recording import Ask, Booked, NotYours
from zhixing.core.facts.record import FactError
from zhixing.core.recording import care, study
from zhixing.core.recording.base import Refused

LARGEST = 64 * 1024
"""Bytes of a record."""

FORMS: Mapping[str, tuple[type, Callable[[Any, Ask], Booked]]] = {
    "session": (study.SessionForm, recording.record_session),
    "training": (study.TrainingForm, recording.record_training),
    "self-study": (study.SelfStudyForm, recording.record_self_study),
    "test": (study.TestForm, recording.record_test),
    "visit": (care.VisitForm, recording.record_visit),
    "talk": (care.TalkForm, recording.record_talk),
    "pledge": (care.PledgeForm, recording.record_pledge),
}
"""By the word in the address. What holds confidential words goes through the pages only."""


class Unreadable(ValueError):
    """A record that is not written as its form asks."""


@require_POST
def record(request: HttpRequest, form: str) -> JsonResponse:
    """Takes one record."""
    if form not in FORMS:
        raise Http404
    shape, enter = FORMS[form]
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return _no(413, "", f"一条记录最多 {LARGEST // 1024} KB")
    try:
        uid, values = _read(request.body, shape)
        ask = Ask(request.actor, timezone.now(), timezone.localdate(), uid)  # type: ignore[attr-defined]
        booked = enter(values, ask)
    except Unreadable as broken:
        return _no(400, "", str(broken))
    except NotYours as hidden:
        raise Http404 from hidden
    except Refused as refusal:
        return _no(422, refusal.field, str(refusal))
    except FactError as refusal:
        return _no(409, "", str(refusal))
    return JsonResponse({"uid": str(uid), "new": len(booked.entered.facts), "known": booked.entered.known})


record.allowed_roles = frozenset({"branch", "secretary", "superior"})  # type: ignore[attr-defined]


def _no(status: int, field: str, reason: str) -> JsonResponse:
    return JsonResponse({"field": field, "reason": reason}, status=status)


def _read(raw: bytes, shape: type) -> tuple[UUID, Any]:
    """The uid and the form. Raises Unreadable with a sentence."""
    try:
        said = json.loads(raw)
        uid, values = UUID(said["uid"]), said["values"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as broken:
        raise Unreadable('要写成 {"uid": 编号, "values": {…}}') from broken
    hints, fields = _hints(shape), {one.name: one for one in dataclasses.fields(shape)}
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
    return uid, shape(**{name: _value(name, value, hints[name]) for name, value in values.items()})


def _hints(shape: type) -> dict[str, Any]:
    if shape not in _KNOWN:
        _KNOWN[shape] = typing.get_type_hints(shape)
    return _KNOWN[shape]


_KNOWN: dict[type, dict[str, Any]] = {}


def _value(name: str, value: object, hint: Any) -> object:
    """A value as the form's field declares it."""
    if isinstance(hint, types.UnionType):
        inner = next(one for one in typing.get_args(hint) if one is not type(None))
        return None if value is None else _value(name, value, inner)
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise Unreadable(f"{name} 要写成清单")
        return tuple(_value(name, one, typing.get_args(hint)[0]) for one in value)
    if typing.get_origin(hint) is Mapping and isinstance(value, dict):
        left, right = typing.get_args(hint)
        return {_value(name, key, left): _value(name, one, right) for key, one in value.items()}
    if dataclasses.is_dataclass(hint) and isinstance(value, dict):
        inner_hints = _hints(typing.cast(type, hint))
        if set(value) != set(inner_hints):
            raise Unreadable(f"{name} 要写明：{'、'.join(inner_hints)}")
        return typing.cast(type, hint)(
            **{key: _value(key, one, inner_hints[key]) for key, one in value.items()}
        )
    if hint in (UUID, dt.date) and isinstance(value, str):
        try:
            return UUID(value) if hint is UUID else dt.date.fromisoformat(value)
        except ValueError as broken:
            raise Unreadable(f"{name} 写的是 {value[:40]}，认不出") from broken
    if isinstance(hint, type) and type(value) is hint:
        return value
    raise Unreadable(f"{name} 的类型不对")

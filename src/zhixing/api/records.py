"""Recording one form as JSON: `{"uid": …, "values": {…}}`, the values as the form's dataclass names them.

Answers after the commit: 200 with what was new; 400 for what cannot be read, 404 for what is not the sender's,
409 for what contradicts the ledger, 413 for too much, 422 for a wrong field. Sent again with its uid a record is
known and not doubled. A session and its CSRF token are needed as for every form.
"""

from __future__ import annotations

import json
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
from zhixing.core.sync.reading import read_form
from zhixing.core.sync.rules import Unreadable

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
    return uid, read_form(shape, values)

"""Own dates written as JSON and read back: what was told, kept as it was told."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from zhixing.core.plan.dates import Change, Manner, OwnDate, Turn


def written(dates: Iterable[OwnDate], changes: Iterable[Change]) -> str:
    """Dates and changes as one text."""
    body = {
        "dates": [_packed(one) for one in dates],
        "changes": [
            [change.turn.value, *(_packed(one) if one else None for one in (change.before, change.after))]
            for change in changes
        ],
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def read_dates(text: str) -> tuple[OwnDate, ...]:
    """The dates of a text that `written` made."""
    return tuple(_unpacked(one) for one in json.loads(text)["dates"])


def read_changes(text: str) -> tuple[Change, ...]:
    """The changes of a text that `written` made."""
    return tuple(
        Change(Turn(turn), _unpacked(before) if before else None, _unpacked(after) if after else None)
        for turn, before, after in json.loads(text)["changes"]
    )


def _packed(one: OwnDate) -> list[Any]:
    return [
        *(one.start.isoformat(), one.end.isoformat(), one.code.hex, one.title, one.place, one.speaker),
        *(one.manner.value, one.lesson.hex if one.lesson else "", one.run.hex if one.run else ""),
        *(one.revision, one.cancelled),
    ]


def _unpacked(said: list[Any]) -> OwnDate:
    start, end, code, title, place, speaker, manner, lesson, run, revision, cancelled = said
    return OwnDate(
        dt.datetime.fromisoformat(start),
        dt.datetime.fromisoformat(end),
        UUID(code),
        title,
        place,
        speaker,
        Manner(manner),
        UUID(lesson) if lesson else None,
        UUID(run) if run else None,
        revision,
        cancelled,
    )

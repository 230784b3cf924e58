"""Answers as a phone's outbox brings them: JSON text, read strictly; whatever it says beside is dropped at the door."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from uuid import UUID

from zhixing.core.memory.answer import CardAnswer, Rating
from zhixing.core.sync.rules import Unreadable

MOST = 2000
"""Answers in one envelope."""


def read_answers(text: str) -> tuple[CardAnswer, ...]:
    """`{"answers": [{uid, question, version, rating, at}, …]}`. Raises Unreadable."""
    try:
        told = json.loads(text)
    except ValueError as why:
        raise Unreadable("复习记录不是有效的 JSON") from why
    rows = told.get("answers") if isinstance(told, dict) else None
    if not isinstance(rows, list) or len(rows) > MOST:
        raise Unreadable(f"复习记录里要有答题清单，一次不超过 {MOST} 条")
    return tuple(_answers(rows))


def _answers(rows: list[object]) -> Iterator[CardAnswer]:
    for nth, row in enumerate(rows, 1):
        try:
            yield _answer(row)
        except (KeyError, TypeError, ValueError, OverflowError) as why:
            raise Unreadable(f"第 {nth} 条答题缺项或写法不对") from why


def _answer(row: object) -> CardAnswer:
    if not isinstance(row, dict):
        raise TypeError("not an object")
    at = dt.datetime.fromisoformat(str(row["at"]))
    version = row["version"]
    if at.tzinfo is None or isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise ValueError("no zone or no version")
    return CardAnswer(
        UUID(str(row["uid"])),
        UUID(str(row["question"])),
        version,
        Rating(row["rating"]),
        at.astimezone(dt.UTC),
    )

"""What an officer asks of a batch beyond the plan, as JSON: from which day, after which event, with which wish."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Happened:
    """An event: what (`speaker`, `venue`, `station`, `person`, `run`), which, from the first to the last day."""

    what: str
    which: tuple[UUID, ...]
    since: dt.date
    until: dt.date


@dataclass(frozen=True, slots=True)
class Wished:
    """A wish: what (`finish`, `most`, `venue`, `speaker`, `runs`), for which station, branch or lesson, until when,
    how many.
    """

    what: str
    lesson: UUID | None = None
    place: UUID | None = None
    means: tuple[UUID, ...] = ()
    until: dt.date | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """All of it. `answer`: what came of a wish, as JSON; `repair`: which of its repairs a plan is to follow (from 0)."""

    start: dt.date | None = None
    happened: Happened | None = None
    wish: Wished | None = None
    answer: str = ""
    repair: int = -1


def order_text(order: Order) -> str:
    """As JSON."""
    happened, wish = order.happened, order.wish
    told: dict[str, Any] = {
        "start": order.start,
        "happened": [happened.what, list(happened.which), happened.since, happened.until]
        if happened
        else None,
        "wish": [wish.what, wish.lesson, wish.place, list(wish.means), wish.until, wish.count]
        if wish
        else None,
        "answer": order.answer,
        "repair": order.repair,
    }
    return json.dumps(told, ensure_ascii=False, default=str)


def order_of(text: str) -> Order:
    """As written; empty for an empty text."""
    if not text:
        return Order()
    told: dict[str, Any] = json.loads(text)
    happened, wish = told["happened"], told["wish"]
    return Order(
        _day(told["start"]),
        Happened(happened[0], _ids(happened[1]), _sure(happened[2]), _sure(happened[3]))
        if happened
        else None,
        Wished(wish[0], _id(wish[1]), _id(wish[2]), _ids(wish[3]), _day(wish[4]), wish[5]) if wish else None,
        told["answer"],
        told["repair"],
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _sure(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _ids(those: list[str]) -> tuple[UUID, ...]:
    return tuple(UUID(one) for one in those)

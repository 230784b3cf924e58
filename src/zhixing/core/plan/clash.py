"""A lesson that lies in a busy season, on a holiday or on another: what is wrong, and three other times."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another time: the days in place of those that clash, or another window, and why it is offered."""

    words: str
    reason: str
    days: tuple[dt.date, ...] = ()
    window: tuple[dt.date, dt.date] | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """`lesson` cannot well be held when it is planned: a sentence, the days concerned, exactly three alternatives."""

    lesson: UUID
    words: str
    days: tuple[dt.date, ...]
    alternatives: tuple[Alternative, Alternative, Alternative]

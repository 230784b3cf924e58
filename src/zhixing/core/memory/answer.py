"""An answer to a review card, and the memory of a card that answers leave behind.

Kept of an answer: which question, whether it was known, when. Neither what was chosen nor how long it took.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol
from uuid import UUID


class Rating(IntEnum):
    """How well it was known (记得程度), in FSRS's own numbers. Wrong is AGAIN, right is GOOD unless he says more."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


RATING_WORDS: dict[Rating, str] = {
    Rating.AGAIN: "没记住",
    Rating.HARD: "吃力",
    Rating.GOOD: "记得",
    Rating.EASY: "轻松",
}


def rating_of(right: bool) -> Rating:
    """What an answer says of memory where its giver says no more."""
    return Rating.GOOD if right else Rating.AGAIN


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """One answer, under an id made by the phone or the form. `at`: when, by the corrected clock, with its zone."""

    uid: UUID
    question: UUID
    version: int
    rating: Rating
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory of one card: FSRS's stability (days) and difficulty (1–10), the day last asked, the day it is due.

    A model's guess of when somebody will have forgotten something, for choosing what to ask him next; it is a
    figure about a card, is kept nowhere and is shown to nobody.
    """

    stability: float
    difficulty: float
    last: dt.date
    due: dt.date
    version: int


class Engine(Protocol):
    """A model of memory, in whole days and without chance."""

    def after(self, memory: Memory | None, rating: Rating, day: dt.date, version: int) -> Memory:
        """The memory of a card after an answer on a day, at least one day after the last; None: never asked."""
        ...

    def recall(self, memory: Memory, day: dt.date) -> float:
        """How likely it is still known on that day, 0 to 1, rounded to eight places."""
        ...

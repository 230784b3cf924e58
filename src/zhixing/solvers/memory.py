"""FSRS 6 behind the core's `Engine`: in whole days, without its clock, its sleep and its chance.

`fsrs.Card()` reads the wall clock and sleeps where id and due day are left out, and the scheduler draws from the
global random numbers where fuzz is on: all three are given here. No learning steps: every interval is a number of
days, so that a phone comes to the same due day (`memory/review.js`).
"""

from __future__ import annotations

import datetime as dt

from fsrs import Card, Rating, Scheduler, State
from fsrs.scheduler import DEFAULT_PARAMETERS

from zhixing.core.memory.answer import Memory
from zhixing.core.memory.answer import Rating as Known

PLACES = 8
"""Digits kept of stability and difficulty, as ts-fsrs keeps them."""
LONGEST = 36500
PARAMETERS: tuple[float, ...] = tuple(DEFAULT_PARAMETERS)
_NOON = dt.time(12, tzinfo=dt.UTC)


class Fsrs:
    """The engine with the published default parameters. `retention`: the share still known on the due day."""

    def __init__(self, *, retention: float = 0.9) -> None:
        self._scheduler = Scheduler(
            PARAMETERS,
            desired_retention=retention,
            learning_steps=(),
            relearning_steps=(),
            maximum_interval=LONGEST,
            enable_fuzzing=False,
        )

    def after(self, memory: Memory | None, rating: Known, day: dt.date, version: int) -> Memory:
        """The memory of a card after an answer on a day."""
        when = _noon(day)
        card, _ = self._scheduler.review_card(_card(memory, when), Rating(int(rating)), when)
        assert card.stability is not None
        assert card.difficulty is not None
        stability, difficulty = round(card.stability, PLACES), round(card.difficulty, PLACES)
        return Memory(stability, difficulty, day, card.due.date(), version)

    def recall(self, memory: Memory, day: dt.date) -> float:
        """How likely it is still known on that day."""
        when = _noon(day)
        return round(self._scheduler.get_card_retrievability(_card(memory, when), when), PLACES)


def _card(memory: Memory | None, when: dt.datetime) -> Card:
    if memory is None:
        return Card(card_id=0, state=State.Learning, step=0, due=when)
    return Card(
        card_id=0,
        state=State.Review,
        step=None,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_noon(memory.due),
        last_review=_noon(memory.last),
    )


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, _NOON)

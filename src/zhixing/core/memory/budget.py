"""What is asked today: at most the day's budget, what is most forgotten first, new cards only in what is left.

A day's budget is seconds by a fixed estimate per form of question (`memory.budget`), never a person's own time.
A week away costs nothing: there is no backlog, each day again holds its budget and no more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.memory.answer import CardAnswer, Engine, Memory
from zhixing.core.memory.folding import answered_on
from zhixing.core.questions.question import Form
from zhixing.core.rules.book import Rulebooks

BUDGET = "memory.budget"
CLOSE = 4
"""Places after which two likelihoods of recall are the same: the order on phone and server must not hang on a bit."""


@dataclass(frozen=True, slots=True)
class Limits:
    """A day's seconds, the most new cards, the seconds a question of each form is taken to need.

    `ahead`: for how many days a phone is given cards; `recent`: how many days the 错题本 looks back.
    """

    seconds: int
    most_new: int
    costs: Mapping[Form, int]
    retention: int
    ahead: int
    recent: int


@dataclass(frozen=True, slots=True)
class Card:
    """What the choice needs of a question."""

    question: UUID
    version: int
    form: Form


@dataclass(frozen=True, slots=True)
class Spent:
    """What a day has taken already: estimated seconds, new cards."""

    seconds: int = 0
    new: int = 0


def limits_on(rules: Rulebooks, day: dt.date) -> Limits:
    """The limits in force. Raises RulebookError."""
    rule = rules.need(BUDGET, day)
    return Limits(
        rule.whole("seconds"),
        rule.whole("most_new"),
        {form: rule.whole(f"{form.value}_seconds") for form in Form},
        rule.whole("retention_percent"),
        rule.whole("ahead_days"),
        rule.whole("recent_days"),
    )


def spent_on(
    answers: Collection[CardAnswer],
    cards: Mapping[UUID, Card],
    day: dt.date,
    *,
    limits: Limits,
    zone: dt.tzinfo,
) -> Spent:
    """What the answers of a day took, each at its form's estimate; a question that is gone counts as the dearest."""
    dearest = max(limits.costs.values())
    today = answered_on(answers, day, zone)
    before = {one.question for one in answers if one.at.astimezone(zone).date() < day}
    seconds = sum(
        limits.costs[cards[one.question].form] if one.question in cards else dearest for one in today
    )
    return Spent(seconds, len({one.question for one in today} - before))


def pick(
    cards: Iterable[Card],
    memories: Mapping[UUID, Memory],
    day: dt.date,
    *,
    engine: Engine,
    limits: Limits,
    spent: Spent = Spent(),
) -> tuple[Card, ...]:
    """Today's cards in their order. A card whose question has changed since it was last asked is due at once."""
    each = list(cards)
    due = sorted(
        (one for one in each if one.question in memories and is_due(one, memories[one.question], day)),
        key=lambda one: (round(engine.recall(memories[one.question], day), CLOSE), one.question),
    )
    fresh = [one for one in each if one.question not in memories]
    chosen, left = _fill(due, limits.seconds - spent.seconds, limits, len(due))
    new, _ = _fill(fresh, left, limits, max(0, limits.most_new - spent.new))
    return (*chosen, *new)


def is_due(card: Card, memory: Memory, day: dt.date) -> bool:
    """Whether a card that was asked before is to be asked again: not twice on one day."""
    return memory.last < day and (memory.due <= day or memory.version != card.version)


def seconds_of(cards: Iterable[Card], limits: Limits) -> int:
    """What these cards are taken to need."""
    return sum(limits.costs[one.form] for one in cards)


def _fill(cards: Iterable[Card], left: int, limits: Limits, most: int) -> tuple[list[Card], int]:
    """Cards in their order as long as they fit; a dear one that does not fit lets a cheaper one pass."""
    chosen: list[Card] = []
    for one in cards:
        cost = limits.costs[one.form]
        if cost <= left and len(chosen) < most:
            chosen.append(one)
            left -= cost
    return chosen, left

"""Cards for a phone (复习卡组): all it needs to go on alone, and the JSON in which it gets them.

`review.js` reads this: from the same answers it comes to the same due days and the same cards of a day.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.memory.answer import Memory
from zhixing.core.memory.budget import Card, Limits, Spent
from zhixing.core.questions.question import FORM_WORDS, TRUE_FALSE, Form, Question

FORMAT = 1
UNREVIEWED = "待核对"
"""The mark of a question nobody has compared with its article yet."""


@dataclass(frozen=True, slots=True)
class Model:
    """The parameters of FSRS, the share to be known still on a due day, the longest interval in days."""

    parameters: tuple[float, ...]
    retention: float
    longest: int


@dataclass(frozen=True, slots=True)
class DeckCard:
    """A question and what is left of it in memory; None: never asked."""

    question: Question
    memory: Memory | None

    @property
    def card(self) -> Card:
        """What the choice needs of it."""
        return Card(self.question.id, self.question.version, self.question.form)


@dataclass(frozen=True, slots=True)
class Deck:
    """Cards of one person from `day` on. `today`: what is asked on that day, in order; `utc_minutes` of the organ.

    `paused`: he wants no cards for now; then there are none.
    """

    person: UUID
    day: dt.date
    made_at: dt.datetime
    utc_minutes: int
    limits: Limits
    model: Model
    spent: Spent
    cards: tuple[DeckCard, ...]
    today: tuple[UUID, ...]
    paused: bool = False

    def card(self, question: UUID) -> DeckCard | None:
        """The card of a question."""
        return next((one for one in self.cards if one.question.id == question), None)

    @property
    def order(self) -> tuple[DeckCard, ...]:
        """Today's cards in their order."""
        by_id = {one.question.id: one for one in self.cards}
        return tuple(by_id[one] for one in self.today)

    @property
    def seconds(self) -> int:
        """What today's cards are taken to need."""
        return sum(self.limits.costs[one.question.form] for one in self.order)


def deck_json(deck: Deck) -> str:
    """The deck as canonical JSON."""
    return json.dumps(_deck(deck), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _deck(deck: Deck) -> Mapping[str, object]:
    limits = deck.limits
    return {
        "format": FORMAT,
        "person": str(deck.person),
        "day": deck.day.isoformat(),
        "made_at": deck.made_at.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "utc_minutes": deck.utc_minutes,
        "ahead": limits.ahead,
        "budget": {
            "seconds": limits.seconds,
            "new": limits.most_new,
            "costs": {form.value: limits.costs[form] for form in Form},
        },
        "model": {
            "w": list(deck.model.parameters),
            "retention": deck.model.retention,
            "longest": deck.model.longest,
        },
        "spent": {"seconds": deck.spent.seconds, "new": deck.spent.new},
        "paused": deck.paused,
        "today": [str(one) for one in deck.today],
        "cards": [{**_question(one.question), "memory": _memory(one.memory)} for one in deck.cards],
    }


def _question(one: Question) -> Mapping[str, object]:
    """All of a question, its answer too: the one who learns checks himself."""
    return {
        "question": str(one.id),
        "version": one.version,
        "form": one.form.value,
        "form_words": FORM_WORDS[one.form],
        "stem": one.stem,
        "options": list(one.options or (TRUE_FALSE if one.form is Form.TRUE_FALSE else ())),
        "right": sorted(one.right),
        "blanks": [list(each) for each in one.blanks],
        "model": one.model,
        "why": one.why,
        "rests_on": [cited.words for cited in one.cites],
        "mark": "" if one.reviewed else UNREVIEWED,
    }


def _memory(one: Memory | None) -> Mapping[str, object] | None:
    if one is None:
        return None
    return {
        "stability": one.stability,
        "difficulty": one.difficulty,
        "last": one.last.isoformat(),
        "due": one.due.isoformat(),
        "version": one.version,
    }

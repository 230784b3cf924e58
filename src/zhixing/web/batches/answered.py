"""What became of a wish: possible, or which conditions stand against each other, and what would do."""

from __future__ import annotations

from dataclasses import dataclass

from zhixing.actions.batches_reading import Names, Sight, Situation, naming
from zhixing.actions.batches_wishes import wish_words
from zhixing.core.timetable.wishes import Conflict, Possible
from zhixing.core.timetable.wishes_words import tell_item, tell_repair
from zhixing.interop.batch_orders import order_of
from zhixing.interop.batch_wishes import wish_answer_of


@dataclass(frozen=True, slots=True)
class RepairLine:
    """A way out: its number from 1, in words."""

    number: int
    words: str
    best: bool


@dataclass(frozen=True, slots=True)
class WishAnswer:
    """The answer. `items`: the smallest set of conditions that can't all hold."""

    asked: str
    possible: bool
    unknown: bool
    items: tuple[str, ...]
    minimal: bool
    repairs: tuple[RepairLine, ...]


def wish_answer(found: Situation, called: Names, eyes: Sight) -> WishAnswer:
    """The answer of a batch that was a wish."""
    order, told = order_of(found.row.wish), naming(found, called, eyes)
    asked = wish_words(order.wish, called) if order.wish else found.row.reason
    answer = wish_answer_of(order.answer)
    if isinstance(answer, Possible):
        return WishAnswer(asked, True, False, (), True, ())
    if not isinstance(answer, Conflict):
        return WishAnswer(asked, False, True, (), False, ())
    return WishAnswer(
        asked,
        False,
        False,
        tuple(tell_item(one, found.instance, told) for one in answer.core),
        answer.minimal,
        tuple(
            RepairLine(number, tell_repair(one, found.instance, told), one.best)
            for number, one in enumerate(answer.repairs, 1)
        ),
    )

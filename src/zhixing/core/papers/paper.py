"""A drawn paper as a value, and the order in which one sitter sees it.

The paper keeps each question whole, in the version that was drawn: it reads the same after the bank has moved on.
Answers always name options by their place in the bank, so that no shuffling can change a mark.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from zhixing.core.papers.blueprint import Blueprint
from zhixing.core.questions.question import Form, Question

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FIXED = ("以上", "上述", "都对", "都不")
"""An option with one of these tells of those above it: its question keeps its order."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question of a paper, worth `marks` hundredths of a point, in part number `part` (from 0)."""

    question: Question
    marks: int
    part: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A drawn paper; items stand in the order in which it is printed."""

    blueprint: Blueprint
    items: tuple[Item, ...]
    seed: int

    @property
    def full(self) -> int:
        """Full marks in hundredths of a point."""
        return sum(item.marks for item in self.items)

    @property
    def by_hand(self) -> tuple[int, ...]:
        """The places of items that a person marks (简答)."""
        return tuple(n for n, item in enumerate(self.items) if item.question.form is Form.SHORT)

    @property
    def anchors(self) -> tuple[int, ...]:
        """The places of anchor items."""
        return tuple(n for n, item in enumerate(self.items) if item.question.anchor)


@dataclass(frozen=True, slots=True)
class Placed:
    """An item as somebody sees it: its place in the paper, and the places of its options in the order shown."""

    item: int
    options: tuple[int, ...]

    def letter(self, option: int) -> str:
        """The letter under which an option is shown."""
        return LETTERS[self.options.index(option)]


def laid_out(paper: Paper, *, seed: int | None = None) -> tuple[Placed, ...]:
    """The order for one sitter; None for the printed paper, whose items stay as they are drawn."""
    places = list(range(len(paper.items)))
    own = paper.seed if seed is None else seed
    if seed is not None and paper.blueprint.shuffle_items:
        places.sort(key=lambda n: (paper.items[n].part, _digest(own, "item", n)))
    return tuple(Placed(n, _options(paper, n, own)) for n in places)


def _options(paper: Paper, item: int, seed: int) -> tuple[int, ...]:
    question = paper.items[item].question
    order = list(range(len(question.options)))
    loose = question.form in (Form.SINGLE, Form.MULTIPLE)
    if paper.blueprint.shuffle_options and loose and not _fixed(question):
        order.sort(key=lambda n: _digest(seed, f"option{item}", n))
    return tuple(order)


def _fixed(question: Question) -> bool:
    return any(word in option for option in question.options for word in _FIXED)


def _digest(seed: int, what: str, nth: int) -> bytes:
    return hashlib.sha256(f"{seed}|{what}|{nth}".encode()).digest()

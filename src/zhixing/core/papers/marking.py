"""Marking: what an answer is worth, and when a sheet is marked through.

Choices and blanks are marked by the question itself; a short answer only by a person, whose marks come along.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhixing.core.papers.paper import Item, Paper
from zhixing.core.questions.question import Answer, Form, is_right

Answers = Mapping[int, Answer]
"""By the place of the item in the paper; an item left out has no entry, or an empty answer."""
HandMarks = Mapping[int, int]
"""Marks that a person gave, in hundredths of a point, by the place of the item."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer to an item is worth; `score` and `right` None while a person has not marked it.

    `right`: full marks. `given`: whether anything was answered at all.
    """

    item: int
    score: int | None
    right: bool | None
    given: bool


def answered(answer: Answer | None) -> bool:
    """Whether anything stands in an answer."""
    return answer is not None and (bool(answer.chosen) or any(text.strip() for text in answer.texts))


def mark(
    item: Item, place: int, answer: Answer | None, *, half: bool = False, by_hand: int | None = None
) -> Mark:
    """One item. What was left out has no marks, a short answer too, without anybody looking."""
    if answer is None or not answered(answer):
        return Mark(place, 0, False, given=False)
    question = item.question
    right = is_right(question, answer)
    if right is None:
        if by_hand is None:
            return Mark(place, None, None, given=True)
        kept = min(max(by_hand, 0), item.marks)
        return Mark(place, kept, kept == item.marks, given=True)
    fewer = half and question.form is Form.MULTIPLE and answer.chosen < question.right
    return Mark(place, item.marks if right else item.marks // 2 if fewer else 0, right, given=True)


def marks(paper: Paper, answers: Answers, by_hand: HandMarks | None = None) -> tuple[Mark, ...]:
    """Every item of the paper, in its order."""
    half, hand = paper.blueprint.half, by_hand or {}
    return tuple(
        mark(item, place, answers.get(place), half=half, by_hand=hand.get(place))
        for place, item in enumerate(paper.items)
    )


def score(marked: tuple[Mark, ...]) -> int | None:
    """The marks in all; None while something waits for a person."""
    total = 0
    for one in marked:
        if one.score is None:
            return None
        total += one.score
    return total

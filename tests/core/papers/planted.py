"""Banks and sheets made for tests: questions by number, sitters of a known ability before items of known difficulty."""

from __future__ import annotations

import math
import random
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from zhixing.core.papers.blueprint import Blueprint, Part
from zhixing.core.papers.marking import Mark
from zhixing.core.papers.paper import Item, Paper
from zhixing.core.questions.question import TRUE_FALSE, Cited, Form, Question

WORTH = 200


def question(
    number: int,
    form: Form = Form.SINGLE,
    *,
    category: str = "",
    topics: tuple[str, ...] = (),
    document: str = "",
    anchor: bool = False,
    checked: bool = True,
) -> Question:
    """A question whose number is its id; the first option is right, of multiple choice the first two."""
    options = {Form.SINGLE: ("甲", "乙", "丙", "丁"), Form.MULTIPLE: ("甲", "乙", "丙", "丁")}
    return Question(
        id=UUID(int=number),
        version=1,
        code=f"T{number:04d}",
        form=form,
        stem=f"第 {number} 题",
        options=TRUE_FALSE if form is Form.TRUE_FALSE else options.get(form, ()),
        right=frozenset({0, 1} if form is Form.MULTIPLE else {0}),
        blanks=(("三会一课",),) if form is Form.FILL_IN else (),
        model="要点" if form is Form.SHORT else "",
        category=category,
        topics=topics,
        cites=(Cited(document, "第一条"),) if document else (),
        checked_by="甲（jia）" if checked else "",
        anchor=anchor,
    )


def paper(numbers: Collection[int], anchors: Collection[int] = ()) -> Paper:
    """A paper of single choices, two points each."""
    items = tuple(Item(question(n, anchor=n in anchors), WORTH, 0) for n in numbers)
    return Paper(Blueprint((Part(Form.SINGLE, len(items), WORTH),)), items, 1)


def chance(ability: float, difficulty: float) -> float:
    """The Rasch model, written apart from the one under test."""
    return math.exp(ability - difficulty) / (1 + math.exp(ability - difficulty))


def sat(
    which: Paper, difficulty: Mapping[int, float], people: int, rng: random.Random, *, mean: float
) -> list[tuple[Mark, ...]]:
    """Sheets of so many people, their abilities normal around `mean`."""
    found = []
    for _ in range(people):
        ability, marks = rng.gauss(mean, 1), []
        for n, item in enumerate(which.items):
            right = rng.random() < chance(ability, difficulty[item.question.id.int])
            marks.append(Mark(n, WORTH if right else 0, right, given=True))
        found.append(tuple(marks))
    return found


def expected(numbers: Sequence[int], difficulty: Mapping[int, float], mean: float) -> float:
    """The mean marks that people around `mean` truly have on these items, in hundredths."""
    steps = [mean - 4 + 0.1 * n for n in range(81)]
    weights = [math.exp(-((one - mean) ** 2) / 2) for one in steps]
    marks = [sum(WORTH * chance(one, difficulty[n]) for n in numbers) for one in steps]
    return sum(w * m for w, m in zip(weights, marks, strict=True)) / sum(weights)

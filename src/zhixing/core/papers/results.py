"""What the sheets of a sitting tell of its items: never of a person.

Facility (难度系数，答对率): mean marks of an item by its full marks. Discrimination two ways: the upper 27 % of
sheets against the lower 27 % (Kelley 1939), and the correlation of the item with the marks of all other items
(point-biserial, the item itself left out). A figure over fewer than `FEWEST` sheets is not shown, so the upper and
lower groups only where 27 % are five or more.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from zhixing.core.papers.marking import Answers, HandMarks, Mark, marks
from zhixing.core.papers.paper import Paper

FEWEST = 5
"""Sheets below which nothing is told."""
EXTREME = 27
"""Percent of sheets in the upper and in the lower group."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A sheet that counts, without its person: answers, and marks that people gave."""

    answers: Answers
    by_hand: HandMarks


@dataclass(frozen=True, slots=True)
class ItemResult:
    """An item: sheets marked, how many answered it, how many right; permille figures, None where too few.

    `facility`: mean marks by full marks. `upper_lower`, `biserial`: discrimination in permille, -1000 to 1000.
    `options`: how many chose each option, in the bank's order (empty for questions without options).
    """

    item: int
    sheets: int
    given: int
    right: int
    facility: int
    upper_lower: int | None
    biserial: int | None
    options: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """The items of a sitting; `items` empty and `mean` None where fewer than FEWEST sheets count.

    `mean`: marks in hundredths. `waiting`: sheets in which a short answer is not marked yet.
    """

    sheets: int
    waiting: int
    mean: int | None
    items: tuple[ItemResult, ...]


def results(paper: Paper, sheets: Sequence[Answered]) -> Results:
    """Folds the sheets. Those that wait for a person's marks are counted and left out."""
    marked = [marks(paper, one.answers, one.by_hand) for one in sheets]
    whole = [
        (one, found)
        for one, found in zip(sheets, marked, strict=True)
        if all(mark.score is not None for mark in found)
    ]
    waiting = len(sheets) - len(whole)
    if len(whole) < FEWEST:
        return Results(len(sheets), waiting, None, ())
    rows = [[mark.score or 0 for mark in found] for _, found in whole]
    totals = [sum(row) for row in rows]
    items = tuple(
        _item(paper, n, [found[n] for _, found in whole], [one.answers for one, _ in whole], totals)
        for n in range(len(paper.items))
    )
    return Results(len(sheets), waiting, round(sum(totals) / len(totals)), items)


def _item(
    paper: Paper, n: int, found: Sequence[Mark], answers: Sequence[Answers], totals: Sequence[int]
) -> ItemResult:
    item = paper.items[n]
    scores = [one.score or 0 for one in found]
    chosen = [one[n].chosen if n in one else frozenset() for one in answers]
    return ItemResult(
        item=n,
        sheets=len(found),
        given=sum(one.given for one in found),
        right=sum(one.right is True for one in found),
        facility=round(1000 * sum(scores) / (item.marks * len(scores))),
        upper_lower=_upper_lower(scores, totals, item.marks),
        biserial=correlation(scores, [total - own for total, own in zip(totals, scores, strict=True)]),
        options=tuple(sum(place in one for one in chosen) for place in range(len(item.question.options))),
    )


def _upper_lower(scores: Sequence[int], totals: Sequence[int], full: int) -> int | None:
    """Sheets with the same total share the places of a group, so that their order changes nothing."""
    size = len(totals) * EXTREME // 100
    if size < FEWEST:
        return None
    upper = _extreme(scores, totals, size, top=True)
    lower = _extreme(scores, totals, size, top=False)
    return round(1000 * (upper - lower) / (size * full))


def _extreme(scores: Sequence[int], totals: Sequence[int], size: int, *, top: bool) -> float:
    """Marks of the `size` highest (or lowest) sheets, those on the edge counted in parts."""
    edge = sorted(totals, reverse=top)[size - 1]
    inside = [
        score for score, total in zip(scores, totals, strict=True) if (total > edge if top else total < edge)
    ]
    tied = [score for score, total in zip(scores, totals, strict=True) if total == edge]
    return sum(inside) + (size - len(inside)) * sum(tied) / len(tied)


def correlation(one: Sequence[int], other: Sequence[int]) -> int | None:
    """Pearson's, in permille; None where one of them never varies, or for fewer than FEWEST."""
    count = len(one)
    if count < FEWEST:
        return None
    # Whole numbers to the end, so that the order of sheets changes nothing.
    left, right = sum(one), sum(other)
    both = count * sum(a * b for a, b in zip(one, other, strict=True)) - left * right
    spread = (count * sum(a * a for a in one) - left**2) * (count * sum(b * b for b in other) - right**2)
    return round(1000 * both / math.sqrt(spread)) if spread else None

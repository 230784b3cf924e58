"""Which questions somebody has as cards (复习范围): those of what he chose, else what his post's lessons are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from zhixing.core.cells import Cell
from zhixing.core.plan.plan import Lesson
from zhixing.core.questions.question import Question


@dataclass(frozen=True, slots=True)
class Subject:
    """A category of the seven or a topic, with how many questions there are."""

    word: str
    count: int
    chosen: bool


def subjects_of_cell(lessons: Iterable[Lesson], cell: Cell | None) -> frozenset[str]:
    """The categories that a year's lessons for a cell are about; a lesson without cells is for everybody."""
    mine = [one for one in lessons if not one.cells or cell in one.cells]
    words = {one.category for one in mine} | {theme.category for one in mine for theme in one.themes}
    return frozenset(words - {""})


def cards_for(bank: Iterable[Question], subjects: Collection[str]) -> tuple[Question, ...]:
    """The questions of these subjects (none named: all), checked ones first, the categories in turn.

    Anchor items (锚题) are left out: they compare tests, and nobody is to have learnt them by heart.
    """
    wanted = set(subjects)
    mine = [one for one in bank if not one.anchor and (not wanted or wanted & {one.category, *one.topics})]
    turn: Counter[tuple[bool, str]] = Counter()
    keyed = []
    for one in sorted(mine, key=lambda each: each.code):
        turn[(one.reviewed, one.category)] += 1
        keyed.append(((not one.reviewed, turn[(one.reviewed, one.category)], one.category, one.code), one))
    return tuple(one for _, one in sorted(keyed, key=lambda pair: pair[0]))


def subjects_in(bank: Iterable[Question], chosen: Collection[str]) -> tuple[tuple[Subject, ...], ...]:
    """The categories, then the topics of the bank, each with its count; the larger first."""
    each = [one for one in bank if not one.anchor]
    categories = Counter(one.category for one in each if one.category)
    topics = Counter(topic for one in each for topic in one.topics if topic not in categories)
    return tuple(
        tuple(Subject(word, count, word in chosen) for word, count in _by_size(counts))
        for counts in (categories, topics)
    )


def _by_size(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))

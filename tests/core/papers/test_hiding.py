"""What is shown of groups: no combination of shown numbers is about fewer people than the rule says."""

from __future__ import annotations

import datetime as dt
import itertools
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from tests.core.papers.planted import question

from zhixing.core.papers.blueprint import Blueprint, Part
from zhixing.core.papers.paper import Item, Paper
from zhixing.core.papers.topics import Sat, weak_topics
from zhixing.core.problems.hiding import Cell, shown_together
from zhixing.core.questions.question import Answer, Form

FEWEST = 5
CELLS = st.lists(
    st.tuples(st.sampled_from([None, "A", "B", "C"]), st.sampled_from([None, "x", "y", "z"])),
    min_size=FEWEST,
    max_size=60,
)


def sums(cells: list[Cell[str]], shown: frozenset[str], side: int) -> list[frozenset[int]]:
    """Whom unions of a division's shown groups are about, and the whole less each: by brute force."""
    groups = [
        frozenset(n for n, cell in enumerate(cells) if cell[side] == one)
        for one in sorted({cell[side] for cell in cells if cell[side] in shown}, key=str)
    ]
    whole = frozenset(range(len(cells)))
    unions = [
        frozenset().union(*some)
        for count in range(len(groups) + 1)
        for some in itertools.combinations(groups, count)
    ]
    return [*unions, *(whole - one for one in unions)]


@given(CELLS)
def test_no_difference_of_shown_numbers_is_about_a_few(cells: list[Cell[str]]) -> None:
    sizes = {one: sum(one in cell for cell in cells) for one in "ABCxyz"}
    wanted = sorted((one for one in sizes if sizes[one] >= FEWEST), key=lambda one: sizes[one])
    shown = shown_together(cells, wanted, FEWEST)
    for one, other in itertools.product(sums(cells, shown, 0), sums(cells, shown, 1)):
        assert len(one ^ other) == 0 or len(one ^ other) >= FEWEST
    if not any(0 < sizes[one] < FEWEST for one in "ABC") and all(
        cell[0] and cell[1] is None for cell in cells
    ):
        assert shown == frozenset(wanted), "where nobody stands alone nothing is hidden"


def test_a_branch_too_small_does_not_follow_from_the_others() -> None:
    """Three of one branch, six and nine of others: with six and nine shown the three were the rest of the whole."""
    sizes = {UUID(int=1): 3, UUID(int=2): 6, UUID(int=3): 9}
    branches = {UUID(int=100 * branch.int + n): branch for branch, size in sizes.items() for n in range(size)}
    items = tuple(Item(question(n, topics=("组织生活",)), 200, 0) for n in (1, 2))
    sheet = Paper(Blueprint((Part(Form.SINGLE, 2, 200),)), items, 1)
    sat = [
        Sat(one, dt.date(2026, 3, 1), sheet, {n: Answer(frozenset({1})) for n in range(2)}, {})
        for one in branches
    ]
    found = weak_topics(sat, branches, {}, percent=60, fewest=FEWEST)
    assert [one.people for one in found] == [9]

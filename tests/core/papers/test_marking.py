"""Marking: the truth table of forms and answers; no shuffling changes a mark; nothing is told of fewer than five."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.papers.planted import paper, question

from zhixing.core.papers.blueprint import Blueprint, Part
from zhixing.core.papers.marking import Mark, mark, marks, score
from zhixing.core.papers.paper import Item, Paper, laid_out
from zhixing.core.papers.results import Answered, correlation, results
from zhixing.core.questions.question import Answer, Form

A, B, C = frozenset({0}), frozenset({0, 1}), frozenset({0, 2})


@pytest.mark.parametrize(
    ("form", "answer", "half", "by_hand", "expected"),
    [
        (Form.SINGLE, Answer(A), False, None, (200, True, True)),
        (Form.SINGLE, Answer(frozenset({1})), False, None, (0, False, True)),
        (Form.SINGLE, None, False, None, (0, False, False)),
        (Form.MULTIPLE, Answer(B), False, None, (200, True, True)),
        (Form.MULTIPLE, Answer(A), False, None, (0, False, True)),
        (Form.MULTIPLE, Answer(A), True, None, (100, False, True)),
        (Form.MULTIPLE, Answer(C), True, None, (0, False, True)),
        (Form.MULTIPLE, Answer(), True, None, (0, False, False)),
        (Form.TRUE_FALSE, Answer(A), False, None, (200, True, True)),
        (Form.FILL_IN, Answer(texts=("三会 一课。",)), False, None, (200, True, True)),
        (Form.FILL_IN, Answer(texts=("三会",)), False, None, (0, False, True)),
        (Form.FILL_IN, Answer(texts=("  ",)), False, None, (0, False, False)),
        (Form.SHORT, Answer(texts=("要点",)), False, None, (None, None, True)),
        (Form.SHORT, Answer(texts=("要点",)), False, 150, (150, False, True)),
        (Form.SHORT, Answer(texts=("要点",)), False, 200, (200, True, True)),
        (Form.SHORT, Answer(texts=("要点",)), False, 900, (200, True, True)),
        (Form.SHORT, None, False, None, (0, False, False)),
    ],
)
def test_an_answer_is_worth(
    form: Form, answer: Answer | None, *, half: bool, by_hand: int | None, expected: tuple[object, ...]
) -> None:
    item = Item(question(1, form), 200, 0)
    assert mark(item, 3, answer, half=half, by_hand=by_hand) == Mark(3, *expected)  # type: ignore[arg-type]


def test_a_sheet_has_no_score_while_a_short_answer_waits() -> None:
    items = (Item(question(1), 200, 0), Item(question(2, Form.SHORT), 500, 1))
    held = Paper(Blueprint((Part(Form.SINGLE, 1, 200), Part(Form.SHORT, 1, 500))), items, 1)
    answers = {0: Answer(A), 1: Answer(texts=("要点",))}
    assert score(marks(held, answers)) is None
    assert score(marks(held, answers, {1: 300})) == 500
    assert held.by_hand == (1,)


@given(st.integers(0, 2**63), st.lists(st.frozensets(st.integers(0, 3)), min_size=6, max_size=6))
@settings(max_examples=200, deadline=None)
def test_no_shuffling_changes_a_mark(seed: int, chosen: list[frozenset[int]]) -> None:
    forms = [Form.SINGLE, Form.SINGLE, Form.SINGLE, Form.MULTIPLE, Form.MULTIPLE, Form.TRUE_FALSE]
    items = tuple(Item(question(n, form), 100, n // 3) for n, form in enumerate(forms))
    held = Paper(Blueprint((Part(Form.SINGLE, 3, 100), Part(Form.MULTIPLE, 3, 100))), items, 7)
    seen = laid_out(held, seed=seed)
    assert sorted(one.item for one in seen) == list(range(6))
    assert [held.items[one.item].part for one in seen] == [0, 0, 0, 1, 1, 1]
    for one in seen:
        assert sorted(one.options) == list(range(len(held.items[one.item].question.options)))
    told = {n: Answer(frozenset(one)) for n, one in enumerate(chosen)}
    # As it comes back from the page: letters of the order shown, turned into places of the bank.
    back = {
        one.item: Answer(
            frozenset(
                one.options[one.letter(place).encode()[0] - 65]
                for place in told[one.item].chosen
                if place in one.options
            )
        )
        for one in seen
    }
    kept = {
        n: Answer(frozenset(p for p in one.chosen if p < len(items[n].question.options)))
        for n, one in told.items()
    }
    assert back == kept
    assert marks(held, back) == marks(held, kept)


def test_true_false_and_options_that_tell_of_others_keep_their_order() -> None:
    loose = question(1)
    fixed = replace(loose, options=("甲", "乙", "丙", "以上都对"))
    items = (Item(question(2, Form.TRUE_FALSE), 100, 0), Item(fixed, 100, 0))
    held = Paper(Blueprint((Part(Form.SINGLE, 2, 100),)), items, 1)
    for seed in range(50):
        assert all(list(one.options) == sorted(one.options) for one in laid_out(held, seed=seed))


def sheets(rows: list[list[bool]]) -> list[Answered]:
    """Sheets of a paper of single choices: right or the second option."""
    return [
        Answered({n: Answer(A if right else frozenset({1})) for n, right in enumerate(row)}, {})
        for row in rows
    ]


def test_nothing_is_told_of_fewer_than_five() -> None:
    found = results(paper([1, 2]), sheets([[True, False]] * 4))
    assert (found.sheets, found.mean, found.items) == (4, None, ())
    found = results(paper([1, 2]), sheets([[True, False]] * 5))
    assert found.mean == 200
    assert [one.facility for one in found.items] == [1000, 0]
    assert [one.upper_lower for one in found.items] == [None, None], "27 % of five are one person"
    assert found.items[1].options == (0, 5, 0, 0)


def test_discrimination_tells_items_that_part_strong_from_weak() -> None:
    # 40 sheets; the first item goes with the rest, the second against it, the third is a coin.
    rng = random.Random(5)
    rows = [
        [n >= 20, n < 20, rng.random() < 0.5, *(rng.random() < 0.2 + 0.015 * n for _ in range(20))]
        for n in range(40)
    ]
    found = results(paper(range(1, 24)), sheets(rows)).items
    assert found[0].upper_lower is not None
    assert found[0].upper_lower > 700
    assert found[1].upper_lower is not None
    assert found[1].upper_lower < -700
    assert (found[0].biserial or 0) > 400 > -400 > (found[1].biserial or 0)
    assert abs(found[2].biserial or 0) < 400


@given(st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=5, max_size=40), st.randoms())
@settings(max_examples=150, deadline=None)
def test_the_order_of_sheets_changes_nothing(rows: list[list[bool]], rng: random.Random) -> None:
    before = results(paper([1, 2, 3, 4]), sheets(rows))
    shuffled = list(rows)
    rng.shuffle(shuffled)
    assert results(paper([1, 2, 3, 4]), sheets(shuffled)) == before
    for one in before.items:
        assert one.upper_lower is None or -1000 <= one.upper_lower <= 1000
        assert one.biserial is None or -1000 <= one.biserial <= 1000
        assert sum(one.options) == one.given == len(rows)


def test_correlation_agrees_with_the_textbook() -> None:
    assert correlation([1, 2, 3, 4, 5], [2, 4, 6, 8, 10]) == 1000
    assert correlation([1, 2, 3, 4, 5], [5, 4, 3, 2, 1]) == -1000
    assert correlation([1, 1, 1, 1, 1], [5, 4, 3, 2, 1]) is None
    assert correlation([0, 0, 1, 1, 1], [1, 2, 2, 4, 6]) == 685

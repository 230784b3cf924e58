"""Simulated batches of known difficulty: the adjustment finds the shift, Rasch the difficulties, both with their error.

Seeds are fixed, so what is stated here is what comes out on every machine.
"""

from __future__ import annotations

import math
import random

import pytest
from tests.core.papers.planted import WORTH, expected, paper, sat
from tests.core.papers.planted import chance as planted_chance

from zhixing.core.papers.equating import Adjustment, Apart, Batch, Method, equate
from zhixing.core.papers.rasch import Group, calibrate


def batches(seed: int, people: int, items: int, anchors: int, ability: float) -> tuple[Batch, Batch, float]:
    """This batch, the other, and by how many hundredths its paper is truly harder for its own people.

    This paper's own items are half a logit harder, and its people may be abler or weaker.
    """
    rng = random.Random(seed)
    common = list(range(anchors))
    here = [*common, *range(100, 100 + items - anchors)]
    there = [*common, *range(300, 300 + items - anchors)]
    difficulty = {n: rng.gauss(-0.5, 1) for n in common}
    difficulty |= {n: rng.gauss(0, 1) for n in here if n >= 100}
    difficulty |= {n: rng.gauss(-0.5, 1) for n in there if n >= 300}
    one, other = paper(here, common), paper(there, common)
    first = Batch(one, sat(one, difficulty, people, rng, mean=ability))
    second = Batch(other, sat(other, difficulty, people, rng, mean=0))
    return first, second, expected(there, difficulty, ability) - expected(here, difficulty, ability)


@pytest.mark.parametrize(
    ("people", "items", "anchors", "ability", "method", "bias", "error"),
    [
        (50, 30, 6, 0.0, Method.CHAINED, 60, 240),
        (50, 30, 10, 0.7, Method.CHAINED, 60, 200),
        (100, 50, 10, -0.5, Method.CHAINED, 60, 220),
        (200, 40, 8, 0.7, Method.RASCH, 60, 120),
    ],
)
def test_the_adjustment_finds_how_much_harder_a_paper_was(
    people: int, items: int, anchors: int, ability: float, method: Method, bias: int, error: int
) -> None:
    misses, stated = [], []
    for seed in range(40 if method is Method.CHAINED else 8):
        this, other, truth = batches(seed, people, items, anchors, ability)
        found = equate(this, other)
        assert isinstance(found, Adjustment)
        assert found.method is method
        misses.append(found.amount - truth)
        stated.append(found.error)
    mean = sum(misses) / len(misses)
    spread = math.sqrt(sum(one * one for one in misses) / len(misses))
    assert abs(mean) < bias, "no bias to speak of, though the people differ"
    assert spread < error
    assert 0.6 < spread / (sum(stated) / len(stated)) < 1.6, "the error stated is the error made"


def test_papers_that_are_alike_need_no_adjustment() -> None:
    rng, numbers = random.Random(3), list(range(20))
    one = paper(numbers, numbers)
    sheets = sat(one, dict.fromkeys(numbers, 0.0), 60, rng, mean=0)
    found = equate(Batch(one, sheets), Batch(one, sheets))
    assert isinstance(found, Adjustment)
    assert (found.amount, found.error) == (0, 0)
    assert found.words == "本批平均 +0 分（锚题 20 道）"


def test_the_sentence_and_its_warning() -> None:
    found = Adjustment(Method.CHAINED, 183, 40, 7_000, 7_200, 50, 60, ((0, 0, 600, 700),) * 6)
    assert found.words == "本批平均 +1.8 分（锚题 6 道）"
    assert found.warning == ""
    few = Adjustment(Method.CHAINED, -183, 40, 7_000, 7_200, 50, 60, ((0, 0, 600, 700),) * 3)
    assert few.words == "本批平均 -1.8 分（锚题 3 道）"
    assert "只能粗看" in few.warning
    near = Adjustment(Method.CHAINED, 50, 40, 7_000, 7_200, 50, 60, ((0, 0, 600, 700),) * 6)
    assert "一样难" in near.warning


def test_what_cannot_be_compared_says_why() -> None:
    rng = random.Random(1)
    one, other = paper([1, 2, 3], [1]), paper([4, 5, 6], [4])
    sheets = sat(one, dict.fromkeys(range(9), 0.0), 6, rng, mean=0)
    apart = equate(Batch(one, sheets), Batch(other, sheets))
    assert isinstance(apart, Apart)
    assert "没有共同的锚题" in apart.reason
    apart = equate(Batch(one, sheets[:4]), Batch(one, sheets))
    assert isinstance(apart, Apart)
    assert "不满 5 份" in apart.reason


@pytest.mark.parametrize(("people", "rmse"), [(150, 0.28), (500, 0.15), (1000, 0.11)])
def test_rasch_finds_the_difficulties_within_its_stated_error(people: int, rmse: float) -> None:
    rng = random.Random(people)
    planted = [rng.gauss(0, 1.2) for _ in range(70)]
    planted = [one - sum(planted) / 70 for one in planted]
    forms, means = [], []
    for numbers, mean, spread in ((range(40), 0.0, 1.0), (range(30, 70), 0.8, 1.3)):
        people_of = [rng.gauss(mean, spread) for _ in range(people)]
        means.append(sum(people_of) / people)
        rows = [[rng.random() < planted_chance(a, planted[n]) for n in numbers] for a in people_of]
        forms.append(Group(tuple(str(n) for n in numbers), rows))
    found = calibrate(forms)
    misses = [found.difficulty[str(n)] - planted[n] for n in range(70)]
    assert math.sqrt(sum(one * one for one in misses) / 70) < rmse
    parted = [miss / found.error[str(n)] for n, miss in enumerate(misses)]
    assert 0.8 < math.sqrt(sum(one * one for one in parted) / 70) < 1.25, "errors are as large as stated"
    assert abs(found.ability(1) - found.ability(0) - (means[1] - means[0])) < 0.25
    assert abs(sum(found.weights[0]) - 1) < 1e-6


def test_rasch_bears_items_that_all_or_none_have_right() -> None:
    rows = [[True, False, n % 2 == 0, n % 3 == 0] for n in range(30)]
    found = calibrate([Group(("easy", "hard", "a", "b"), rows)])
    assert found.difficulty["easy"] < found.difficulty["a"] < found.difficulty["b"] < found.difficulty["hard"]
    assert all(math.isfinite(one) for one in found.difficulty.values())
    with pytest.raises(ValueError, match="没有可以标定"):
        calibrate([Group((), [])])


def test_marks_are_hundredths() -> None:
    assert paper([1, 2]).full == 2 * WORTH

"""A sample of the simulated year (benchmarks/memory.py): the budget holds every day, and the model remembers."""

from __future__ import annotations

import pytest
from benchmarks.memory import SCENES, year
from tests.core.memory.made import LIMITS


@pytest.mark.parametrize("seed", [0, 1])
def test_a_year_of_400_cards_stays_in_its_budget_and_is_remembered(seed: int) -> None:
    found = year(LIMITS, seed=seed)
    assert found.fullest <= 300
    assert found.met == 400
    assert found.end >= 0.9


@pytest.mark.parametrize("scene", SCENES, ids=lambda one: one[0])
def test_no_way_of_life_exceeds_a_day(scene: tuple[str, object, int]) -> None:
    _, away, forgets = scene
    found = year(LIMITS, seed=5, cards=150, days=120, away=away, forgets=forgets)  # type: ignore[arg-type]
    assert found.fullest <= 300
    assert found.of_met >= 0.75

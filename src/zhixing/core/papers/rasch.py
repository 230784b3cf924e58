"""The Rasch model over several forms with common items: marginal maximum likelihood, nothing assumed of abilities.

Abilities of each form's sitters are weights on a fixed grid, found together with the difficulties (de Leeuw and
Verhelst 1986; the estimate of difficulties is then that of conditional likelihood but for the grid). The number of
right answers is sufficient, so the work grows with items, not with people, and needs no numeric library.

Difficulties are in logits, their mean over all items 0. An item that everybody or nobody has right has none of its
own and stands at the bound.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

GRID = tuple(-6 + 0.25 * n for n in range(49))
"""Abilities, in logits."""
BOUND = 6.0
ROUNDS = 400
CLOSE = 1e-4
"""Logits: the search ends when no difficulty moves more."""


@dataclass(frozen=True, slots=True)
class Group:
    """Those who sat one form: names of its items, and for each sitter which of them were right. What was left out is wrong."""

    items: tuple[str, ...]
    rows: Sequence[Sequence[bool]]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Difficulty of each item with its standard error, in logits; for each form the weights of abilities on GRID."""

    difficulty: Mapping[str, float]
    error: Mapping[str, float]
    weights: tuple[tuple[float, ...], ...]
    rounds: int

    def expected(self, form: int, worth: Mapping[str, int]) -> float:
        """The mean marks that a form's sitters would have on items worth so much each."""
        return sum(
            weight * sum(marks * chance(ability, self.difficulty[name]) for name, marks in worth.items())
            for ability, weight in zip(GRID, self.weights[form], strict=True)
        )

    def ability(self, form: int) -> float:
        """The mean ability of a form's sitters."""
        return sum(a * w for a, w in zip(GRID, self.weights[form], strict=True))


def chance(ability: float, difficulty: float) -> float:
    """The chance of a right answer."""
    return 1 / (1 + math.exp(difficulty - ability))


def calibrate(forms: Sequence[Group], *, near: Calibration | None = None) -> Calibration:
    """Difficulties and abilities, by EM to convergence; `near`: an answer of almost the same, to begin with.

    ValueError where a form has neither items nor sitters.
    """
    if any(not form.items or not form.rows for form in forms):
        raise ValueError("没有可以标定的题或者答卷")
    right, seen = _counts(forms)
    totals = [_totals(form) for form in forms]
    difficulty = {name: _bounded(_logit(right[name], seen[name])) for name in right}
    weights = [_start() for _ in forms]
    if near is not None:
        difficulty, weights = dict(near.difficulty), [list(one) for one in near.weights]
    rounds, change = 0, math.inf
    while rounds < ROUNDS and change >= CLOSE:
        rounds += 1
        expected = [_expect(form, totals[n], difficulty, weights[n]) for n, form in enumerate(forms)]
        weights = [[one / len(forms[n].rows) for one in mass] for n, mass in enumerate(expected)]
        moved = _move(forms, right, expected, difficulty)
        middle = sum(moved.values()) / len(moved)
        change = max(abs(moved[name] - middle - difficulty[name]) for name in moved)
        difficulty = {name: value - middle for name, value in moved.items()}
        weights = [_shifted(one, middle) for one in weights]
    error = _errors(forms, expected, difficulty)
    return Calibration(difficulty, error, tuple(tuple(one) for one in weights), rounds)


def _counts(forms: Sequence[Group]) -> tuple[dict[str, int], dict[str, int]]:
    right: dict[str, int] = {}
    seen: dict[str, int] = {}
    for form in forms:
        for n, name in enumerate(form.items):
            right[name] = right.get(name, 0) + sum(row[n] for row in form.rows)
            seen[name] = seen.get(name, 0) + len(form.rows)
    return right, seen


def _totals(form: Group) -> list[int]:
    """How many sitters have so many items right."""
    found = [0] * (len(form.items) + 1)
    for row in form.rows:
        found[sum(row)] += 1
    return found


def _logit(right: int, seen: int) -> float:
    return math.log((seen - right + 0.5) / (right + 0.5))


def _bounded(value: float) -> float:
    return min(max(value, -BOUND), BOUND)


def _start() -> list[float]:
    found = [math.exp(-ability * ability / 4) for ability in GRID]
    return [one / sum(found) for one in found]


def _expect(
    form: Group, totals: Sequence[int], difficulty: Mapping[str, float], weights: Sequence[float]
) -> list[float]:
    """How many sitters are expected at each ability."""
    # The likelihood of a number of right answers r at ability a is exp(r a) / prod(1 + exp(a - b)), but for a factor
    # that is the same for all abilities.
    base = [
        math.log(max(weight, 1e-300)) - sum(_softplus(ability - difficulty[name]) for name in form.items)
        for ability, weight in zip(GRID, weights, strict=True)
    ]
    found = [0.0] * len(GRID)
    for r, people in enumerate(totals):
        if people:
            logs = [one + r * ability for one, ability in zip(base, GRID, strict=True)]
            top = max(logs)
            shares = [math.exp(one - top) for one in logs]
            scale = people / sum(shares)
            for q, share in enumerate(shares):
                found[q] += share * scale
    return found


def _softplus(value: float) -> float:
    return max(value, 0.0) + math.log1p(math.exp(-abs(value)))


def _move(
    forms: Sequence[Group],
    right: Mapping[str, int],
    expected: Sequence[Sequence[float]],
    difficulty: Mapping[str, float],
) -> dict[str, float]:
    """One Newton step for each item towards as many right answers as there are."""
    moved = {}
    for name, mass in _masses(forms, expected).items():
        old = difficulty[name]
        chances = [chance(ability, old) for ability in GRID]
        hits = sum(one * p for one, p in zip(mass, chances, strict=True))
        slope = sum(one * p * (1 - p) for one, p in zip(mass, chances, strict=True))
        step = (hits - right[name]) / max(slope, 1e-9)
        moved[name] = _bounded(old + min(max(step, -1.0), 1.0))
    return moved


def _masses(forms: Sequence[Group], expected: Sequence[Sequence[float]]) -> dict[str, list[float]]:
    """For each item the expected sitters at each ability, over all forms that hold it."""
    found: dict[str, list[float]] = {}
    for form, mass in zip(forms, expected, strict=True):
        for name in form.items:
            held = found.get(name)
            found[name] = [a + b for a, b in zip(held, mass, strict=True)] if held else list(mass)
    return found


def _shifted(weights: Sequence[float], by: float) -> list[float]:
    """The weights after the scale has moved: read between the points of the grid."""
    step = GRID[1] - GRID[0]
    found = [0.0] * len(GRID)
    for q, weight in enumerate(weights):
        place = q - by / step
        low = math.floor(place)
        for at, share in ((low, 1 - (place - low)), (low + 1, place - low)):
            found[min(max(at, 0), len(GRID) - 1)] += weight * share
    return found


def _errors(
    forms: Sequence[Group], expected: Sequence[Sequence[float]], difficulty: Mapping[str, float]
) -> dict[str, float]:
    """Standard errors from the information of the answers; a little too small, abilities being estimated as well."""
    found = {}
    for name, mass in _masses(forms, expected).items():
        chances = [chance(ability, difficulty[name]) for ability in GRID]
        told = sum(one * p * (1 - p) for one, p in zip(mass, chances, strict=True))
        found[name] = 1 / math.sqrt(told) if told > 0 else math.inf
    return found

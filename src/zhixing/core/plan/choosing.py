"""Which topics a year can hold: problems of one category and the same cells make a topic, in one of several sizes.

What a topic is worth is counted in problems: weight × people reached × how far its size goes. Each cell's people
have the hours of their tier, less what the rhythm and the duties take.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from zhixing.core.cells import Cell, Tier
from zhixing.core.plan.answering import Asked
from zhixing.core.plan.audience import Audience
from zhixing.core.plan.knapsack import NONE, Best, Option, TooTight, solve
from zhixing.core.plan.templates import Scope, Size, Templates

UNIT = 50
"""Hundredths of an hour that the budgets are counted in."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A topic in one size for one scope: cells, people reached, benefit in hundredths, the sum in words."""

    size: Size
    scope: Scope
    cells: tuple[Cell, ...]
    people: int
    benefit: int
    formula: str

    @property
    def words(self) -> str:
        """半天讲座（支委和一线）."""
        return f"{self.size.name}（{self.scope.name}）"


@dataclass(frozen=True, slots=True)
class Topic:
    """Problems of one category in the same cells. `id` stays the same as long as these do."""

    id: UUID
    category: str
    problems: tuple[Asked, ...]
    choices: tuple[Choice, ...]
    must: bool

    @property
    def due(self) -> dt.date:
        """The first day on which one of its problems falls due."""
        return min((one.due for one in self.problems if one.due), default=dt.date.max)


@dataclass(frozen=True, slots=True)
class Task:
    """The knapsack: topics, the cells in order, and what each cell has left in hundredths of an hour."""

    topics: tuple[Topic, ...]
    cells: tuple[Cell, ...]
    room: Mapping[Cell, int]
    people: Mapping[Cell, int]

    def options(self) -> list[list[Option]]:
        """The topics as the solver takes them."""
        return [[self._option(one) for one in topic.choices] for topic in self.topics]

    def _option(self, one: Choice) -> Option:
        need = one.size.hundredths // UNIT
        use = tuple(need if cell in one.cells else 0 for cell in self.cells)
        price = need * one.people
        return Option(one.benefit, use, price)

    def capacities(self) -> list[int]:
        """What each cell has left, in the solver's units; never negative."""
        return [max(0, self.room[cell] // UNIT) for cell in self.cells]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The best choice of a task, and the best ones without each chosen topic and with each topic left out."""

    task: Task
    best: Best
    without: Mapping[int, Best]
    forced: Mapping[int, Best | None]
    over: frozenset[int] = frozenset()

    def choice(self, topic: int, best: Best | None = None) -> Choice | None:
        """The size taken of a topic."""
        pick = (best or self.best).picks[topic]
        return None if pick == NONE else self.task.topics[topic].choices[pick]


def topics(
    asked: Iterable[Asked], audience: Audience, words: Templates, *, year: int, org: UUID, fewest: int = 1
) -> tuple[Topic, ...]:
    """The topics, in an order that does not depend on that of the problems.

    No topic where fewer than `fewest` would be reached; a duty is one in any case.
    """
    together: dict[tuple[str, frozenset[Cell], bool], list[Asked]] = {}
    for one in asked:
        together.setdefault((one.category, one.cells, one.must), []).append(one)
    found = []
    for (category, cells, must), problems in together.items():
        mine = tuple(sorted(problems, key=lambda one: one.order))
        choices = _choices(mine, cells, audience, words, 1 if must else fewest)
        if must:
            choices = _for_all(choices)
        if choices:
            key = f"{year} {category} {must} {sorted(cells)}"
            found.append(Topic(uuid5(org, key), category, mine, choices, must))
    return tuple(sorted(found, key=lambda one: (not one.must, one.problems[0].order, one.id)))


def _choices(
    problems: Sequence[Asked], cells: frozenset[Cell], audience: Audience, words: Templates, fewest: int
) -> tuple[Choice, ...]:
    found: dict[tuple[str, tuple[Cell, ...]], Choice] = {}
    weight = sum(one.weight for one in problems)
    told = "＋".join(str(one.weight) for one in problems)
    for scope in words.scopes:
        reached = tuple(
            sorted(cell for cell in cells if cell.tier in scope.tiers and audience.expected(cell))
        )
        people = sum(audience.expected(cell) for cell in reached)
        for size in words.sizes if people >= fewest else ():
            benefit = weight * people * size.effect
            summed = told if len(problems) == 1 else f"（{told}）"
            formula = f"权重 {summed} × {people} 人 × 成效 {size.effect}% = {_points(benefit)}"
            found.setdefault((size.name, reached), Choice(size, scope, reached, people, benefit, formula))
    return tuple(found.values())


def _for_all(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """上级必学 is for everybody whom it concerns: only choices that reach all of them."""
    most = max((one.people for one in choices), default=0)
    return tuple(one for one in choices if one.people == most)


def _points(hundredths: int) -> str:
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


points = _points


def choose(task: Task) -> Chosen:
    """The best choice. A topic that must be studied is taken in its smallest size even where it goes beyond."""
    options, room = task.options(), task.capacities()
    must = [n for n, topic in enumerate(task.topics) if topic.must]
    over: list[int] = []
    while True:
        try:
            best = solve(options, room, must=must)
            break
        except TooTight:
            over.append(must.pop())
    out = set(over)
    if over:
        best = solve(options, room, must=must, without=over)
    without = {
        n: solve(options, room, must=[m for m in must if m != n], without=[*over, n], prices=best.prices)
        for n, pick in enumerate(best.picks)
        if pick != NONE
    }
    forced = {
        n: _forced(options, room, must, over, n, best.prices)
        for n, pick in enumerate(best.picks)
        if pick == NONE and n not in out
    }
    return Chosen(task, best, without, forced, frozenset(over))


def _forced(
    options: list[list[Option]],
    room: list[int],
    must: list[int],
    over: list[int],
    topic: int,
    prices: tuple[tuple[int, ...], ...],
) -> Best | None:
    try:
        return solve(options, room, must=[*must, topic], without=over, prices=prices)
    except TooTight:
        return None


def tight(task: Task, best: Best, topic: int) -> tuple[Tier, ...]:
    """The tiers whose hours do not suffice for the smallest size of a topic beside the best choice."""
    options, room = task.options(), task.capacities()
    for n, pick in enumerate(best.picks):
        if pick != NONE:
            room = [r - u for r, u in zip(room, options[n][pick].use, strict=True)]
    smallest = min(options[topic], key=lambda one: (sum(one.use), one.price))
    short = [cell.tier for cell, r, u in zip(task.cells, room, smallest.use, strict=True) if u > r]
    return tuple(sorted(set(short), key=list(Tier).index))

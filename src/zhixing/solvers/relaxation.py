"""A lower bound by prices on needs (Lagrangian relaxation): every need pays for its seat, each run decides alone.

The condition "a need is met once" is given up for a price `lam`, the cap of a period for a toll `toll` (between 0 and
the weight of bunching). What is left falls apart into single runs, which the oracle prices exactly, stations' limits,
split, strain and capacity included. Prices are whole numbers (scaled), so the bound is exact. What the components
have in common besides (rooms, teachers, people in two places, strain of two runs together) only adds to the cost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from zhixing.core.timetable.instance import PERIODS
from zhixing.solvers.oracle import gains, setting, takers
from zhixing.solvers.tables import SCALE, Index, Ints, Longs, Tables

PATIENCE = 20
"""Steps without a better bound before steps become shorter."""
FIRST_PACE, SLOWER, LEAST_PACE = 0.08, 0.7, 3e-3
MEMORY = 0.8
"""Share of the last direction in the next: without it prices swing from side to side."""


class Relaxed:
    """The relaxation of one component: its prices, its best bound (scaled, tolls' rebate not taken off)."""

    def __init__(self, tables: Tables, number: int) -> None:
        self.tables, self.component = tables, tables.components[number]
        given = tables.instance
        self.inside = [tables.courses[each] for each in self.component.courses]
        self.settings = [setting(tables, each) for each in self.inside]
        covered = {q for one in self.inside for q in one.course.covers}
        members = {one.member for one in self.component.units}
        self.needs = [(m, q) for m in sorted(members) for q in given.members[m].needs if q in covered]
        self.top: Longs = np.array(
            [given.weights.unmet * given.requirements[q].priority * SCALE for _, q in self.needs],
            dtype=np.int64,
        )
        self.links = [self._link(each.members, set(each.course.covers)) for each in self.inside]
        self.lam: Longs = self.top // 4
        self.best_lam = self.lam.copy()
        self.bound = -1 << 60
        self.goal = int(self.top.sum())
        self.pace, self.idle = FIRST_PACE, 0
        self.direction = np.zeros(len(self.needs))
        self.load: Longs = np.zeros(PERIODS, dtype=np.int64)

    def _link(self, members: Index, covers: set[int]) -> tuple[Index, Index]:
        place = {int(m): at for at, m in enumerate(members)}
        pairs = [(n, place[m]) for n, (m, q) in enumerate(self.needs) if q in covers]
        found = np.array(pairs, dtype=np.intp).reshape(len(pairs), 2)
        return found[:, 0], found[:, 1]

    def begin(self, paid: Longs) -> None:
        """First prices: what each unit's attendance comes to, shared among its needs."""
        at = {need: number for number, need in enumerate(self.needs)}
        for unit, price in zip(self.component.units, paid, strict=True):
            for q in unit.needs:
                number = at[unit.member, q]
                self.lam[number] = min(int(self.top[number]), int(price) // len(unit.needs))
        self.best_lam = self.lam.copy()

    def worth(self, inner: int, lam: Longs) -> Ints:
        """What a seat is worth to each member of a course at these prices."""
        need, place = self.links[inner]
        size = len(self.inside[inner].members)
        return np.bincount(place, weights=lam[need], minlength=size).astype(np.int32)

    def values(self, inner: int, lam: Longs, toll: Longs) -> Longs:
        """[J] scaled cost of a run there, less what its seats are worth."""
        course = self.inside[inner]
        price = self.tables.instance.weights.run * SCALE + toll[course.period] * course.length
        found: Longs = price - gains(course, self.settings[inner], self.worth(inner, lam))
        return found

    def solve(self, lam: Longs, toll: Longs) -> tuple[int, list[tuple[int, int]]]:
        """The relaxation's value at these prices, and its runs (course within the component, row)."""
        total, runs = int(lam.sum()), []
        for inner, course in enumerate(self.inside):
            if not len(course.start):
                continue
            value = self.values(inner, lam, toll)
            most = min(course.course.max_runs, len(value))
            good = np.argpartition(value, most - 1)[:most] if most else np.zeros(0, dtype=np.intp)
            good = good[value[good] < 0]
            total += int(value[good].sum())
            runs += [(inner, int(row)) for row in good]
        return total, runs

    def step(self, toll: Longs) -> int:
        """One step of the prices along the needs left over or met too often; returns the value found."""
        value, runs = self.solve(self.lam, toll)
        if value > self.bound:
            self.idle = 0 if value - self.bound > abs(value) // 100_000 else self.idle + 1
            self.bound, self.best_lam = value, self.lam.copy()
        else:
            self.idle += 1
        if self.idle >= PATIENCE:
            self.pace, self.idle = self.pace * SLOWER, 0
        met = np.zeros(len(self.needs))
        self.load = np.zeros(PERIODS, dtype=np.int64)
        for inner, row in runs:
            course = self.inside[inner]
            self.load[course.period[row]] += course.length
            inside = np.zeros(len(course.members), dtype=np.bool_)
            inside[takers(course, self.settings[inner], self.worth(inner, self.lam), row)] = True
            need, place = self.links[inner]
            met[need[inside[place]]] += 1
        slope = 1.0 - met
        # A price at its top (or at nothing) can't go further: it has no say in the length of the step.
        slope[((self.lam >= self.top) & (slope > 0)) | ((self.lam <= 0) & (slope < 0))] = 0.0
        self.direction = (1.0 - MEMORY) * slope + MEMORY * self.direction
        length = float(self.direction @ self.direction)
        if length > 0:
            far = max(self.goal - value, abs(value) // 500, SCALE)
            move = self.pace * far / length * self.direction
            self.lam = np.clip(self.lam + np.rint(move).astype(np.int64), 0, self.top)
        return value

    def forget(self) -> None:
        """The best bound was for other tolls: begin again from the best prices."""
        self.bound, self.lam, self.idle = -1 << 60, self.best_lam.copy(), 0
        self.direction = np.zeros(len(self.needs))
        self.pace = FIRST_PACE

    @property
    def settled(self) -> bool:
        """Whether further steps promise nothing: the goal is reached, or the steps have become too short."""
        return self.bound >= self.goal or self.pace < LEAST_PACE


class Relaxation:
    """All components with common tolls."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.parts = [Relaxed(tables, number) for number in range(len(tables.components))]
        self.toll: Longs = np.zeros(PERIODS, dtype=np.int64)
        self.top = tables.instance.weights.bunch * SCALE
        self.load = np.zeros(PERIODS)
        self.best: int | None = None

    def aim(self, goals: Sequence[int]) -> None:
        """What each component costs in a plan at hand, under the present tolls (scaled): how far prices should reach."""
        for part, goal in zip(self.parts, goals, strict=True):
            part.goal = goal

    def begin(self, known: Known) -> None:
        """First prices from a plan at hand: what its seats come to, and tolls where its periods are full."""
        for part, prices in zip(self.parts, known.paid, strict=True):
            part.begin(prices)
        self.toll = np.where(known.load >= self.tables.instance.month_cap, self.top, 0).astype(np.int64)
        self.load = known.load.astype(np.float64)

    def rebate(self) -> int:
        """What tolls take off: every period may be used up to its cap."""
        return int(self.toll.sum()) * self.tables.instance.month_cap

    def bound(self) -> int:
        """The cost no plan falls below, in whole units."""
        return self.whole([part.bound for part in self.parts])

    def whole(self, bounds: Sequence[int]) -> int:
        """Bounds of the components for the present tolls, as a bound of the whole."""
        return max(0, -(-(sum(bounds) - self.rebate() + self.tables.base) // SCALE))

    def tolled_round(self, share: float) -> None:
        """A step of every component and one of the tolls; `share` of the way gone so far, the steps shrink with it."""
        load = np.zeros(PERIODS)
        for part in self.parts:
            part.step(self.toll)
            load += part.load
        self.load = 0.9 * self.load + 0.1 * load if self.load.any() else load
        over = self.load - self.tables.instance.month_cap
        move = np.rint(over * self.top * 0.02 * (1.0 - share)).astype(np.int64)
        self.toll = np.clip(self.toll + move, 0, self.top)

    def settle(self) -> None:
        """Tolls stay from here on; bounds begin anew."""
        for part in self.parts:
            part.forget()


@dataclass(frozen=True, slots=True)
class Known:
    """A plan at hand, seen under tolls: by component its scaled `costs` and what each unit's attendance comes to
    (`paid`), and its half-days of runs in each period."""

    costs: Sequence[int]
    paid: Sequence[Longs]
    load: Longs


Knows: TypeAlias = Callable[[Longs], Known]
"""The plan at hand under given tolls."""


def by_rounds(tables: Tables, knows: Knows, rounds: int) -> int:
    """The bound after so many steps, no clock looked at."""
    relaxation = Relaxation(tables)
    relaxation.begin(knows(relaxation.toll))
    relaxation.aim(knows(relaxation.toll).costs)
    for turn in range(rounds // 4):
        relaxation.tolled_round(4 * turn / rounds)
    best = relaxation.bound()
    relaxation.settle()
    relaxation.aim(knows(relaxation.toll).costs)
    for _ in range(rounds):
        for part in relaxation.parts:
            if not part.settled:
                part.step(relaxation.toll)
    return max(best, relaxation.bound())

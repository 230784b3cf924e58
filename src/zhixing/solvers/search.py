"""Local search over the runs of one component at a time, everything else fixed, every seating exact.

A step closes some runs, asks the oracle where a run would be worth most to those it left, opens there, and keeps
the result where the whole costs no more. The random generator and the count of work decide, never a clock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from zhixing.solvers.oracle import Setting, gains
from zhixing.solvers.seating import Seated
from zhixing.solvers.state import Held, Opened, State
from zhixing.solvers.tables import NEVER, SCALE, Bools, CourseTable, Ints, Longs
from zhixing.solvers.weighing import evaluate

Stop = Callable[[], bool]
LARGE = 4_000
"""Arcs of a seating from which on estimates decide what is weighed."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A set of runs with its objective and seating."""

    runs: tuple[Opened, ...]
    value: int
    seated: Seated


class Bench:
    """A component taken out of the state: tries sets of runs in its place."""

    def __init__(self, state: State, number: int, rng: np.random.Generator) -> None:
        self.state, self.number, self.rng = state, number, rng
        self.component = state.tables.components[number]
        held = state.take(number)
        self.settings: list[Setting] = state.settings(number)
        self.good: list[Bools] = [
            state.open_places(state.tables.courses[each]) for each in self.component.courses
        ]
        self.work = 0
        self.best = self.weigh(held.runs)

    def course(self, inner: int) -> CourseTable:
        """The table of the component's course."""
        return self.state.tables.courses[self.component.courses[inner]]

    def weigh(self, runs: Sequence[Opened]) -> Kept:
        """The exact objective of a set of runs."""
        value, seated = evaluate(self.state, self.number, runs, self.settings)
        self.work += seated.arcs + 500
        return Kept(tuple(runs), value, seated)

    def suggest(self, places: Sequence[tuple[int, int]]) -> None:
        """Takes runs proposed from elsewhere if they can be had here and cost less. Locked runs stay anyhow."""
        runs = [one for one in self.best.runs if one.locked]
        for inner, row in places:
            course = self.course(inner)
            mine = sum(one.inner == inner for one in runs)
            if mine >= course.course.max_runs or not self.good[inner][row]:
                continue
            run = self.taught(Opened(inner, row, -1))
            if run is not None and self._apart(course, runs)[row]:
                runs.append(run)
        found = self.weigh(runs)
        if found.value < self.best.value:
            self.best = found

    def put_back(self) -> None:
        """The best into the state."""
        self.state.put(self.number, Held(self.best.runs, self.best.seated.run))

    def promising(
        self, runs: Sequence[Opened], paid: Longs, most: int, noise: float = 0.0
    ) -> list[tuple[float, Opened]]:
        """Places where one run more than `runs` would save most, by estimate, and how much; best first.

        `paid[u]`: what each unit costs as it is; whoever gains by moving to the new run does.
        """
        found: list[tuple[float, Opened]] = []
        price = self.state.tables.instance.weights.run * SCALE
        before = self._bunch(runs)
        for inner, each in enumerate(self.component.courses):
            course = self.state.tables.courses[each]
            mine = sum(one.inner == inner for one in runs)
            if mine >= course.course.max_runs:
                continue
            rows = np.nonzero(self.good[inner] & self._apart(course, runs))[0]
            if not len(rows):
                continue
            worth = self._worth(inner, paid)
            value = gains(course, self.settings[inner], worth, rows) - price
            self.work += len(rows) * len(worth) // 8
            more = np.zeros(len(self.state.load), dtype=np.int64)
            for period in np.unique(course.period[rows]):
                more[period] = self._bunch(runs, int(period), course.length) - before
            guess = (value - more[course.period[rows]]).astype(np.float64)
            if noise:
                guess += self.rng.normal(0.0, noise, len(guess))
            top = np.argsort(-guess, kind="stable")[: 3 * most]
            for at in top:
                found.append((float(guess[at]), Opened(inner, int(rows[at]), -1)))
        found.sort(key=lambda one: -one[0])
        return self._varied(found, most)

    def _varied(self, places: list[tuple[float, Opened]], most: int) -> list[tuple[float, Opened]]:
        """At most two rooms of the same start: others deserve a look too."""
        seen: dict[tuple[int, int], int] = {}
        result = []
        for guess, one in places:
            key = one.inner, int(self.course(one.inner).start[one.row])
            seen[key] = seen.get(key, 0) + 1
            if seen[key] <= 2:
                result.append((guess, one))
            if len(result) == most:
                break
        return result

    def _worth(self, inner: int, paid: Longs) -> Ints:
        place = self.component.place[inner]
        units = np.nonzero(place >= 0)[0]
        worth = np.zeros(len(self.course(inner).members), dtype=np.int64)
        np.maximum.at(worth, place[units], (paid - self.component.missed[inner])[units])
        return worth.astype(np.int32)

    def _apart(self, course: CourseTable, runs: Sequence[Opened]) -> Bools:
        good = np.ones(len(course.start), dtype=np.bool_)
        for one in runs:
            other = self.course(one.inner)
            begin = int(other.start[one.row])
            good &= (course.start >= begin + other.length) | (course.start + course.length <= begin)
        return good

    def _bunch(self, runs: Sequence[Opened], period: int = -1, length: int = 0) -> int:
        load = self.state.load.copy()
        for one in runs:
            course = self.course(one.inner)
            load[course.period[one.row]] += course.length
        if period >= 0:
            load[period] += length
        return self.state.bunched(load)

    def taught(self, one: Opened) -> Opened | None:
        """The run with a teacher."""
        teacher = self.state.teacher(self.course(one.inner), one.row)
        return None if teacher is None else Opened(one.inner, one.row, teacher)

    def add_best(self, kept: Kept, tries: int, noise: float = 0.0) -> Kept | None:
        """One run more where it helps most, or None where none helps by exact count."""
        best: Kept | None = None
        for _, place in self.promising(kept.runs, kept.seated.paid, tries, noise):
            run = self.taught(place)
            if run is None:
                continue
            found = self.weigh((*kept.runs, run))
            if best is None or found.value < best.value:
                best = found
        return best

    def grow(self, tries: int, stop: Stop) -> bool:
        """One run more, if one helps."""
        more = None if stop() else self.add_best(self.best, tries)
        if more is None or more.value >= self.best.value:
            return False
        self.best = more
        return True

    def swap_pass(self, tries: int, stop: Stop) -> bool:
        """Each run in turn: without it, or moved to a better place; then one more. True where something improved."""
        improved = False
        for run in self._order():
            if stop() or run not in self.best.runs:
                continue
            if self.best.seated.arcs > LARGE:
                improved |= self._guessed_swap(run, tries)
                continue
            without = self.weigh(tuple(one for one in self.best.runs if one is not run))
            if without.value <= self.best.value:
                improved = improved or without.value < self.best.value
                self.best = without
                continue
            moved = self.add_best(without, tries)
            if moved is not None and moved.value < self.best.value:
                self.best, improved = moved, True
        while self.grow(tries, stop):
            improved = True
        return improved

    def _guessed_swap(self, run: Opened, tries: int) -> bool:
        """A swap in a large component: exact seatings only for what an estimate makes look better."""
        index, seated = self.best.runs.index(run), self.best.seated
        rest = tuple(one for one in self.best.runs if one is not run)
        paid = self._elsewhere(index)
        price = self.state.tables.instance.weights.run * SCALE
        without = self.best.value - price - self._bunch(self.best.runs) + self._bunch(rest)
        without += int((paid - seated.paid).sum())
        candidates = [(float(without), rest)]
        for guess, place in self.promising(rest, paid, tries):
            opened = self.taught(place)
            if opened is not None:
                candidates.append((without - guess, (*rest, opened)))
        better = False
        for guess, runs in sorted(candidates, key=lambda one: one[0])[:2]:
            if guess >= self.best.value:
                break
            found = self.weigh(runs)
            if found.value < self.best.value:
                self.best, better = found, True
        return better

    def _elsewhere(self, index: int) -> Longs:
        """What units cost if those of a run go where another has a seat to spare (or nowhere)."""
        seated, paid = self.best.seated, self.best.seated.paid.copy()
        units = np.nonzero(seated.run == index)[0]
        other = self.component.unmet[units].copy()
        for number, one in enumerate(self.best.runs):
            course, place = self.course(one.inner), self.component.place[one.inner][units]
            if number == index or int((seated.run == number).sum()) >= int(course.room[one.row]):
                continue
            at, around = int(course.at[one.row]), self.settings[one.inner]
            price = (
                np.where(place >= 0, course.cost[one.row][place], NEVER)
                + self.component.missed[one.inner][units]
            )
            price[around.left[at][self.component.station[units]] <= 0] = NEVER
            if around.blocked is not None:
                price[around.blocked[at][place]] = NEVER
            other = np.minimum(other, price)
        paid[units] = other
        return paid

    def _order(self) -> list[Opened]:
        loose = [one for one in self.best.runs if not one.locked]
        return [loose[int(at)] for at in self.rng.permutation(len(loose))]

    def close(self, count: int) -> int:
        """Closes some runs whatever that costs; returns what it costs."""
        before, closed = self.best.value, self._order()[:count]
        self.best = self.weigh(tuple(one for one in self.best.runs if one not in closed))
        return self.best.value - before

    def ruin(self, count: int, tries: int, stop: Stop, slack: int = 0) -> bool:
        """Closes some runs at once and opens anew; kept where the whole costs no more than `slack` (scaled) above."""
        loose = self._order()[:count]
        if not loose:
            return False
        now = self.weigh(tuple(one for one in self.best.runs if one not in loose))
        noise = float(self.rng.choice([0.0, 20.0, 60.0])) * SCALE
        for _ in range(count + 1):
            if stop():
                return False
            more = self.add_best(now, tries, noise)
            if more is None or more.value >= now.value:
                break
            now = more
        if now.value > self.best.value + slack:
            return False
        changed = now.value != self.best.value
        self.best = now
        return changed

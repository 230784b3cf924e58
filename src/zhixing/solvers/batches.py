"""The planner of batches: a good plan within the time given, and how far from the best it may at most be.

Two processes at once: this one searches (`search`), a child proves bounds (`prover`). In deterministic mode
there is no child and nothing depends on a clock: the same instance, seed and seconds give the same plan,
whatever the members' order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from zhixing.core.timetable.checking import judge
from zhixing.core.timetable.instance import Instance, Plan
from zhixing.solvers.answers import Bound, OnProgress, Progress, Solved
from zhixing.solvers.greedy import fill
from zhixing.solvers.locking import around
from zhixing.solvers.opening import Unlockable, begin, canonical, renamed
from zhixing.solvers.pace import Pace
from zhixing.solvers.proving import Proving
from zhixing.solvers.relaxation import Known, by_rounds
from zhixing.solvers.search import Bench
from zhixing.solvers.state import Held, State, plan_of
from zhixing.solvers.tables import SCALE, Longs, build
from zhixing.solvers.weighing import alone

__all__ = ["Bound", "Progress", "Solved", "lower_bound", "solve"]

ROUNDS_A_SECOND, MOST_ROUNDS = 20, 600
"""Steps of the relaxation in deterministic mode."""
WARMTH, FARTHEST = 5.0, 0.01
"""Cost a step may lose on the average, and how far above the best the search may stray (as a share)."""
PAIRS = 0.2
"""Share of the steps that give one component's places to another first."""


def solve(
    instance: Instance,
    *,
    seed: int,
    seconds: float,
    deterministic: bool = False,
    start: Plan | None = None,
    locked: Sequence[int] = (),
    locked_seats: bool = False,
    on_progress: OnProgress | None = None,
) -> Solved:
    """The best plan found in `seconds` of wall time (of counted work, if `deterministic`).

    `start`: a plan to begin with; `locked`: its runs (by number) that stay where, when and with whom they are,
    their seats may change, unless `locked_seats`. `on_progress` is called at least every second; False stops, the best so far is kept.
    Raises `opening.Unlockable` where a locked run can't stand.
    """
    if locked_seats and start is not None and locked:
        return _around(
            instance,
            start,
            locked,
            seed=seed,
            seconds=seconds,
            deterministic=deterministic,
            on_progress=on_progress,
        )
    pace = Pace(seconds, deterministic=deterministic, on_progress=on_progress)
    search, names = _begun(instance, pace, seed, start, locked)
    if deterministic:
        search.run()
        rounds = min(MOST_ROUNDS, int(ROUNDS_A_SECOND * seconds) + 50)
        pace.proven(by_rounds(search.state.tables, search.known, rounds))
    else:
        with Proving(search.state.tables.instance, seconds - pace.spent, search.known) as proving:
            search.proving = proving
            pace.hear(proving.listen)
            search.run()
    plan = renamed(search.best, names)
    verdict = judge(instance, plan)
    if start is not None:
        # Where nothing better was found, what stands stays as it is, seat by seat.
        known = judge(instance, start)
        if not known.broken and known.cost.total <= verdict.cost.total:
            plan, verdict = start, known
    pace.incumbent = verdict.cost.total
    pace.tell(plan=plan)
    return Solved(plan, verdict, pace.bound, pace.spent, pace.stopped)


def _around(
    instance: Instance,
    start: Plan,
    locked: Sequence[int],
    *,
    seed: int,
    seconds: float,
    deterministic: bool,
    on_progress: OnProgress | None,
) -> Solved:
    """Plans around runs that stay with everybody in them; nothing is proven about the whole then."""
    if unknown := sorted(one for one in locked if not 0 <= one < len(start.runs)):
        raise Unlockable(f"要保留的期号 {unknown[0]} 不在原计划里；原计划共 {len(start.runs)} 期，从 0 数起")
    left = around(instance, start, locked)

    def listen(told: Progress) -> bool:
        if on_progress is None:
            return True
        plan = None if told.plan is None else left.whole(told.plan)
        cost = told.incumbent if plan is None else judge(instance, plan).cost.total
        return on_progress(Progress(told.seconds, cost, None, plan))

    pace = Pace(seconds, deterministic=deterministic, on_progress=listen)
    search, names = _begun(left.instance, pace, seed, left.start, (), left.load)
    search.run()
    plan = left.whole(renamed(search.best, names))
    return Solved(plan, judge(instance, plan), None, pace.spent, pace.stopped)


def lower_bound(instance: Instance, *, seconds: float) -> Bound:
    """The highest bound proven in `seconds` of wall time; the search goes along to say what is worth proving."""
    pace = Pace(seconds, deterministic=False, on_progress=None)
    search, _ = _begun(instance, pace, 0, None, ())
    components = search.state.tables.components
    with Proving(search.state.tables.instance, seconds - pace.spent, search.known) as proving:
        search.proving = proving
        pace.hear(proving.listen)
        search.run()
        return Bound(pace.bound or 0, len(components), proving.proven, pace.spent)


def _begun(
    instance: Instance,
    pace: Pace,
    seed: int,
    start: Plan | None,
    locked: Sequence[int],
    load: Sequence[int] = (),
) -> tuple[Search, tuple[int, ...]]:
    given, names = canonical(instance)
    back = {name: at for at, name in enumerate(names)}
    known = None if start is None else renamed(start, [back[m] for m in range(len(back))])
    state = begin(build(given), known, locked)
    if load:
        state.load += np.array(load, dtype=np.int64)
    fill(state, pace.stop)
    # Whoever listens knows the members by their own numbers.
    pace.as_asked = lambda plan: renamed(plan, names)
    return Search(state, pace, np.random.default_rng(seed)), names


class Search:
    """Components in random order, again and again: first until no single run wants to move, then by ruin."""

    def __init__(self, state: State, pace: Pace, rng: np.random.Generator) -> None:
        self.state, self.pace, self.rng = state, pace, rng
        self.proving: Proving | None = None
        began = pace.spent
        self.best = plan_of(state)
        self.cost = judge(state.tables.instance, self.best).cost.total
        # What judging takes is kept for the end: the time is wall time, answer included.
        pace.reserve(3.0 * (pace.spent - began))
        self.now = self.cost
        self.held: list[Held | None] = list(state.held)
        pace.better(self.cost, self.best)

    def known(self, toll: Longs) -> Known:
        """What the best plan's components cost alone under tolls."""
        return alone(self.state.tables, self.held, toll)

    def run(self) -> None:
        """Searches until the pace says stop; `best` is the answer."""
        turn = 0
        while not self.pace.stop() and self.state.tables.components:
            for number in self._order():
                if turn > 2 and len(self.held) > 1 and self.rng.random() < PAIRS:
                    self._pair(number)
                else:
                    self._visit(number, turn)
            self._note()
            if self.now > self.cost * (1.0 + FARTHEST):
                self._return()
            turn += 1
            self.pace.tell_plan()
        self._note()

    def _order(self) -> list[int]:
        return [int(one) for one in self.rng.permutation(len(self.state.tables.components))]

    def _visit(self, number: int, turn: int) -> None:
        if self.pace.stop():
            return
        bench = Bench(self.state, number, self.rng)
        if self.proving is not None:
            for place in [one for one in self.proving.suggested if one[0] == number]:
                self.proving.suggested.remove(place)
                bench.suggest(place[1])
        if turn < 2:
            bench.swap_pass(4, self.pace.stop)
        elif bench.ruin(int(self.rng.integers(1, 4)), 3, self.pace.stop, self._slack()):
            while bench.swap_pass(4, self.pace.stop):
                continue
        self.pace.work += bench.work
        bench.put_back()

    def _pair(self, first: int) -> None:
        """Another component closes some runs, this one looks what it can do with the places, then the other again."""
        if self.pace.stop():
            return
        second = (first + int(self.rng.integers(1, len(self.held)))) % len(self.held)
        old = self.state.held[first], self.state.held[second]
        giving = Bench(self.state, second, self.rng)
        lost = giving.close(int(self.rng.integers(1, 3)))
        giving.put_back()
        taking = Bench(self.state, first, self.rng)
        lost -= taking.best.value
        taking.ruin(int(self.rng.integers(0, 3)), 3, self.pace.stop)
        taking.swap_pass(4, self.pace.stop)
        lost += taking.best.value
        taking.put_back()
        again = Bench(self.state, second, self.rng)
        lost -= again.best.value
        again.swap_pass(4, self.pace.stop)
        lost += again.best.value
        again.put_back()
        self.pace.work += giving.work + taking.work + again.work
        if lost > 0:
            self.state.take(first)
            self.state.take(second)
            for number, held in zip((first, second), old, strict=True):
                if held is not None:
                    self.state.put(number, held)

    def _slack(self) -> int:
        """How much worse a step may be: mostly nothing, less and less towards the end."""
        if self.rng.random() < 0.5:
            return 0
        return int(self.rng.exponential(WARMTH * SCALE * (1.0 - min(1.0, self.pace.share))))

    def _return(self) -> None:
        """Back to the best plan."""
        for number in range(len(self.held)):
            self.state.take(number)
        for number, held in enumerate(self.held):
            if held is not None:
                self.state.put(number, held)

    def _note(self) -> None:
        plan = plan_of(self.state)
        self.now = judge(self.state.tables.instance, plan).cost.total
        if self.now < self.cost:
            self.best, self.cost, self.held = plan, self.now, list(self.state.held)
            self.pace.better(self.now, plan)

"""The planner of batches: a good plan within the time given, and how far from the best it may at most be.

Two processes at once: this one searches (`search`), a child proves bounds (`prover`). In deterministic mode
nothing depends on a clock: the same instance, seed and seconds give the same plan, whatever the members' order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from zhixing.core.timetable.checking import judge
from zhixing.core.timetable.instance import Instance, Plan
from zhixing.solvers.answers import Bound, OnProgress, Progress, Solved
from zhixing.solvers.greedy import fill
from zhixing.solvers.opening import begin, canonical, renamed
from zhixing.solvers.pace import Pace
from zhixing.solvers.search import Bench
from zhixing.solvers.state import State, plan_of
from zhixing.solvers.tables import build

__all__ = ["Bound", "Progress", "Solved", "solve"]


def solve(
    instance: Instance,
    *,
    seed: int,
    seconds: float,
    deterministic: bool = False,
    start: Plan | None = None,
    locked: Sequence[int] = (),
    on_progress: OnProgress | None = None,
) -> Solved:
    """The best plan found in `seconds` of wall time (of counted work, if `deterministic`).

    `start`: a plan to begin with; `locked`: its runs (by number) that stay where, when and with whom they are,
    their seats may change. `on_progress` is called at least every second; False stops, the best so far is kept.
    Raises `opening.Unlockable` where a locked run can't stand.
    """
    pace = Pace(seconds, deterministic=deterministic, on_progress=on_progress)
    given, names = canonical(instance)
    back = {name: at for at, name in enumerate(names)}
    tables = build(given)
    state = begin(
        tables, None if start is None else renamed(start, [back[m] for m in range(len(back))]), locked
    )
    fill(state)
    rng = np.random.default_rng(seed)
    found = _search(state, pace, rng)
    plan = renamed(found, names)
    verdict = judge(instance, plan)
    pace.incumbent = verdict.cost.total
    pace.tell(plan=plan)
    return Solved(plan, verdict, pace.bound, pace.spent, pace.stopped)


def _search(state: State, pace: Pace, rng: np.random.Generator) -> Plan:
    """Components in random order, again and again: first until no single run wants to move, then by ruin."""
    best = plan_of(state)
    cost = judge(state.tables.instance, best).cost.total
    pace.better(cost, best)
    turn = 0
    while not pace.stop() and state.tables.components:
        improved = False
        for number in rng.permutation(len(state.tables.components)):
            if pace.stop():
                break
            bench = Bench(state, int(number), rng)
            if turn < 2:
                improved |= bench.swap_pass(4, pace.stop)
            elif bench.ruin(int(rng.integers(1, 4)), 3, pace.stop):
                improved = True
                while bench.swap_pass(4, pace.stop):
                    continue
            pace.work += bench.work
            bench.put_back()
        turn += 1
        if improved:
            plan = plan_of(state)
            now = judge(state.tables.instance, plan).cost.total
            if now < cost:
                best, cost = plan, now
                pace.better(cost, best)
        pace.tell_plan()
    return best

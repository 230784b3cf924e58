"""The engine: best on what can be proven, never worse for more room, the same whoever comes first, and obedient."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace

import pytest
from tests.solvers.micro import WAYS, eased, micro, public, shuffled
from tests.solvers.whole_model import best_cost

from zhixing.core.timetable.checking import judge
from zhixing.core.timetable.instance import EMPTY, Instance, Plan
from zhixing.solvers import proving
from zhixing.solvers.batches import Progress, Solved, lower_bound, solve
from zhixing.solvers.greedy import careful
from zhixing.solvers.opening import Unlockable, canonical
from zhixing.solvers.relaxation import by_rounds
from zhixing.solvers.state import State
from zhixing.solvers.tables import build
from zhixing.solvers.weighing import alone


def _fixed(instance: Instance, *, seconds: float = 0.25, seed: int = 0, start: Plan | None = None) -> Solved:
    return solve(instance, seed=seed, seconds=seconds, deterministic=True, start=start)


def test_on_what_can_be_proven_the_engine_is_near_the_best_and_the_bound_below_it() -> None:
    best, found = [], []
    for seed in (0, 1, 2, 3, 6, 7, 9):
        instance = micro(seed)
        best.append(best_cost(instance))
        solved = _fixed(instance)
        assert solved.verdict.broken == ()
        assert solved.bound is not None
        assert solved.bound <= best[-1] <= solved.cost
        found.append(solved.cost)
    print("best", best, "found", found)
    assert sum(found) <= 1.02 * sum(best)
    assert sum(a == b for a, b in zip(best, found, strict=True)) >= 5


@pytest.mark.parametrize("how", range(WAYS))
def test_what_is_easier_never_costs_more(how: int) -> None:
    for seed in (22,):
        instance = micro(seed, members=6)
        easier = eased(instance, how)
        assert best_cost(easier) <= best_cost(instance)
        plan = _fixed(instance, seconds=0.2).plan
        assert judge(easier, plan).broken == ()
        assert _fixed(easier, seconds=0.2, start=plan).cost <= judge(instance, plan).cost.total


def test_members_in_another_order_change_nothing() -> None:
    instance = public("tiny-0")
    first = _fixed(instance)
    for seed in range(3):
        other, order = shuffled(instance, seed)
        again = _fixed(other)
        assert (again.cost, again.bound, again.plan.runs) == (first.cost, first.bound, first.plan.runs)
        seats = {(order[one.member], one.requirement, one.run) for one in again.plan.seats}
        # Members alike in everything may stand for each other; the rest sit where they sat.
        alike = len({(m.station, m.tier, m.needs, m.free, m.rest) for m in instance.members})
        if alike == len(instance.members):
            assert seats == {(one.member, one.requirement, one.run) for one in first.plan.seats}


def test_the_same_seed_gives_the_same_plan_and_another_another() -> None:
    instance = public("tiny-0")
    once, again = _fixed(instance, seed=5), _fixed(instance, seed=5)
    assert (once.plan, once.bound) == (again.plan, again.bound)
    assert len({_fixed(instance, seed=seed, seconds=0.1).plan for seed in range(4)}) > 1


def test_a_bureau_in_a_few_seconds() -> None:
    """Far below the careful planner and near what is proven, already with a small part of the time."""
    instance = public("bureau-0")
    solved = _fixed(instance, seconds=1.5)
    hand = judge(instance, careful(instance)).cost.total
    assert solved.verdict.broken == ()
    assert solved.cost <= 0.85 * hand
    assert solved.gap is not None
    assert solved.gap <= 0.10


def test_the_child_proves_and_the_search_keeps_its_time() -> None:
    told: list[Progress] = []

    def listen(progress: Progress) -> bool:
        told.append(progress)
        return True

    instance, _ = shuffled(public("tiny-0"), 1)
    solved = solve(instance, seed=0, seconds=4, on_progress=listen)
    assert solved.seconds < 6
    assert solved.bound is not None
    assert 1000 < solved.bound <= solved.cost
    times = [0.0, *(one.seconds for one in told)]
    assert max(b - a for a, b in zip(times, times[1:], strict=False)) < 2.0
    plans = [one for one in told if one.plan is not None]
    assert plans
    assert plans[-1].plan == solved.plan
    for one in plans:
        assert one.plan is not None
        verdict = judge(instance, one.plan)
        assert (verdict.cost.total, verdict.broken) == (one.incumbent, ())
    assert plans[-1].incumbent == solved.cost


def test_it_stops_when_told_and_keeps_the_best() -> None:
    began = time.monotonic()
    solved = solve(public("bureau-0"), seed=0, seconds=60, on_progress=lambda one: one.seconds < 1)
    assert time.monotonic() - began < 10
    assert solved.stopped
    assert solved.verdict.broken == ()
    assert solved.plan.seats


def test_a_killed_child_takes_nothing_along(monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[int] = []
    start = proving._start

    def starting():  # type: ignore[no-untyped-def]  # noqa: ANN202
        child = start()
        children.append(child.pid)
        return child

    monkeypatch.setattr(proving, "_start", starting)

    def listen(progress: Progress) -> bool:
        if progress.seconds > 0.5 and len(children) == 1:
            os.kill(children[0], signal.SIGKILL)
            children.append(0)
        return True

    solved = solve(public("tiny-0"), seed=0, seconds=2, on_progress=listen)
    assert children[1:] == [0]
    assert solved.verdict.broken == ()
    assert solved.seconds < 5
    with pytest.raises(ProcessLookupError):
        os.kill(children[0], 0)


def test_locked_runs_stay_and_unlockable_ones_are_said() -> None:
    instance = public("tiny-0")
    plan = careful(instance)
    locked = tuple(range(0, len(plan.runs), 2))
    solved = solve(instance, seed=1, seconds=0.5, deterministic=True, start=plan, locked=locked)
    assert {plan.runs[one] for one in locked} <= set(solved.plan.runs)
    assert solved.verdict.broken == ()
    assert solved.cost <= judge(instance, plan).cost.total
    closed = replace(
        instance,
        venues=tuple(replace(one, free="0" * instance.half_days) for one in instance.venues),
    )
    with pytest.raises(Unlockable, match="第 0 期要保留"):
        solve(closed, seed=1, seconds=0.1, deterministic=True, start=plan, locked=(0,))
    with pytest.raises(Unlockable, match="不在原计划里"):
        solve(instance, seed=1, seconds=0.1, deterministic=True, start=plan, locked=(999,))


def test_locked_runs_may_keep_everybody_in_them() -> None:
    instance = public("tiny-0")
    plan = careful(instance)
    locked = (0, 3, 5)
    told: list[Progress] = []

    def listen(progress: Progress) -> bool:
        told.append(progress)
        return True

    solved = solve(
        instance,
        seed=1,
        seconds=0.4,
        deterministic=True,
        start=plan,
        locked=locked,
        locked_seats=True,
        on_progress=listen,
    )
    assert solved.verdict.broken == ()
    assert solved.cost <= judge(instance, plan).cost.total
    for number in locked:
        at = solved.plan.runs.index(plan.runs[number])
        assert {(s.member, s.requirement) for s in plan.seats if s.run == number} == {
            (s.member, s.requirement) for s in solved.plan.seats if s.run == at
        }
    assert all(one.plan is None or judge(instance, one.plan).broken == () for one in told)


def test_nothing_to_do_is_done() -> None:
    empty = replace(micro(1), members=(), courses=())
    solved = _fixed(empty)
    assert (solved.plan, solved.cost, solved.bound) == (EMPTY, 0, 0)
    idle = replace(micro(1), courses=())
    assert _fixed(idle).cost == best_cost(idle) == _fixed(idle).bound


def test_every_step_of_the_prices_is_a_bound() -> None:
    instance, _ = canonical(micro(3))
    best = best_cost(instance)
    tables = build(instance)
    for rounds in (4, 20, 100):
        assert by_rounds(tables, lambda toll: alone(tables, State(tables).held, toll), rounds) <= best


def test_the_bound_alone() -> None:
    found = lower_bound(public("tiny-0"), seconds=3)
    assert found.components == 5
    assert 1000 < found.value <= 1260
    assert 0 <= found.proven <= found.components

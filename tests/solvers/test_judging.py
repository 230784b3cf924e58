"""Three that judge plans agree: the core's judge, a second checker written apart, the engine's own arithmetic."""

from __future__ import annotations

import json
import random

import numpy as np
import pytest
from tests.solvers.micro import micro, public
from tests.solvers.second_checker import verdict

from zhixing.core.timetable.checking import judge
from zhixing.core.timetable.instance import Instance, Plan, Run, Seat
from zhixing.interop.batches import write_instance, write_plan
from zhixing.solvers.greedy import careful, even, savings
from zhixing.solvers.state import Held, Opened, State, plan_of
from zhixing.solvers.tables import SCALE, build
from zhixing.solvers.weighing import evaluate


def _told(instance: Instance, plan: Plan) -> tuple[int, int]:
    return verdict(json.loads(write_instance(instance)), json.loads(write_plan(plan)))


def _wild(instance: Instance, rng: random.Random) -> Plan:
    """Runs and seats at random: most rules broken somewhere."""
    runs = tuple(
        Run(
            rng.randrange(len(instance.courses)),
            rng.randrange(instance.half_days),
            rng.randrange(len(instance.venues)),
            rng.randrange(len(instance.instructors)),
        )
        for _ in range(rng.randint(0, 6))
    )
    seats = tuple(
        Seat(
            rng.randrange(len(instance.members)),
            rng.randrange(len(instance.requirements)),
            rng.randint(-1, len(runs)),
        )
        for _ in range(rng.randint(0, 30))
    )
    return Plan(runs, seats)


def test_both_judges_agree_on_a_thousand_wild_plans() -> None:
    rng = random.Random(7)
    instances = [micro(seed) for seed in range(10)]
    broken = 0
    for turn in range(1000):
        instance = instances[turn % len(instances)]
        plan = _wild(instance, rng)
        core = judge(instance, plan)
        assert _told(instance, plan) == (core.cost.total, len(core.broken)), (turn, core)
        broken += len(core.broken)
    assert broken > 5000


def _random_state(instance: Instance, rng: np.random.Generator) -> tuple[State, int]:
    """Random runs in open places, each component seated exactly in its turn; what the engine says it costs."""
    state = State(build(instance))
    cost = state.tables.base
    for number in rng.permutation(len(state.tables.components)):
        component, runs = state.tables.components[int(number)], list[Opened]()
        settings = state.settings(int(number))
        for inner, each in enumerate(component.courses):
            course = state.tables.courses[each]
            rows = np.nonzero(state.open_places(course))[0]
            for row in rng.permutation(rows)[: int(rng.integers(0, course.course.max_runs + 1))]:
                taken = [_span(state, int(number), one) for one in runs]
                start, stop = int(course.start[row]), int(course.start[row]) + course.length
                if all(stop <= begin or end <= start for begin, end in taken):
                    teacher = state.teacher(course, int(row))
                    assert teacher is not None
                    runs.append(Opened(inner, int(row), teacher))
        before = state.bunch()
        value, seated = evaluate(state, int(number), runs, settings)
        cost += value - before
        state.put(int(number), Held(tuple(runs), seated.run))
    assert cost % SCALE == 0
    return state, cost // SCALE


def _span(state: State, number: int, run: Opened) -> tuple[int, int]:
    course = state.course(number, run.inner)
    start = int(course.start[run.row])
    return start, start + course.length


@pytest.mark.parametrize(("count", "seeds"), [(990, 30)])
def test_the_engine_counts_as_the_judges_do_on_a_thousand_random_plans(count: int, seeds: int) -> None:
    rng = np.random.default_rng(11)
    instances = [micro(seed, members=20) for seed in range(seeds)]
    for turn in range(count):
        instance = instances[turn % seeds]
        state, cost = _random_state(instance, rng)
        plan = plan_of(state)
        core = judge(instance, plan)
        assert (core.cost.total, core.broken) == (cost, ())
        assert _told(instance, plan) == (cost, 0)


@pytest.mark.parametrize("name", ["tiny-0", "bureau-0", "bureau-3"])
def test_the_engine_counts_as_the_judges_do_on_public_instances(name: str) -> None:
    instance, rng = public(name), np.random.default_rng(3)
    for _ in range(3):
        state, cost = _random_state(instance, rng)
        plan = plan_of(state)
        assert judge(instance, plan).cost.total == cost
        assert _told(instance, plan) == (cost, 0)


def test_plans_made_by_hand_keep_every_rule() -> None:
    for name in ("tiny-0", "bureau-0"):
        instance = public(name)
        for make in (careful, even, savings):
            plan = make(instance)
            assert _told(instance, plan) == (judge(instance, plan).cost.total, 0)

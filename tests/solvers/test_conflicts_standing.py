"""What is in force can always be kept: the repair that a plan at hand is a witness of."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from zhixing.core.timetable.checking import judge
from zhixing.core.timetable.instance import Instance, Plan
from zhixing.core.timetable.wishes import (
    AtMostRuns,
    AwayAtMost,
    CompleteBy,
    Drop,
    MoreThan,
    NoRuns,
    Prices,
    Repair,
    Wish,
)
from zhixing.core.timetable.wishes_met import loosen, unmet
from zhixing.interop.batches import read_instance
from zhixing.solvers.conflicts_standing import as_it_stands, beside
from zhixing.solvers.greedy import careful

DATA = Path(__file__).resolve().parents[1] / "data" / "batches"


@pytest.fixture(scope="module")
def given() -> Instance:
    return read_instance(DATA / "tiny-0.json")


@pytest.fixture(scope="module")
def plan(given: Instance) -> Plan:
    return careful(given)


def drawn(given: Instance, rng: random.Random) -> Wish:
    """A wish, most likely against the plan."""
    course = rng.choice(given.courses)
    first = rng.randrange(given.half_days - 20)
    members = tuple(sorted(rng.sample(range(len(given.members)), 12)))
    return rng.choice(
        (
            AtMostRuns(course.id, rng.randrange(2)),
            AwayAtMost(rng.randrange(len(given.stations)), 0),
            CompleteBy(course.covers[0], members, first),
            NoRuns(first, first + 20),
        )
    )


def test_it_makes_the_plan_meet_every_wish(given: Instance, plan: Plan) -> None:
    for seed in range(60):
        rng = random.Random(seed)
        wishes = tuple({drawn(given, rng) for _ in range(rng.randint(1, 3))})
        repair = as_it_stands(given, wishes, plan, Prices())
        assert repair is not None, seed
        problem, asked = loosen(given, wishes, repair.steps)
        assert not unmet(problem, plan, asked), seed
        assert not judge(problem, plan).broken, seed
        assert (repair.price > 0) == bool(unmet(given, plan, wishes)), seed


def test_a_number_is_raised_to_what_there_is(given: Instance, plan: Plan) -> None:
    course = plan.runs[0].course
    held = sum(run.course == course for run in plan.runs)
    repair = as_it_stands(given, [AtMostRuns(course, 0)], plan, Prices())
    assert repair is not None
    assert repair.steps == (MoreThan(AtMostRuns(course, 0), held),)
    assert repair.price == held * Prices().run


def test_a_broken_plan_is_no_witness(given: Instance, plan: Plan) -> None:
    doubled = Plan((*plan.runs, plan.runs[0]), plan.seats)
    assert as_it_stands(given, [AtMostRuns(0, 0)], doubled, Prices()) is None


def test_it_stands_among_the_others_by_its_price() -> None:
    wish = AtMostRuns(0, 1)
    cheap, dear = Repair((MoreThan(wish, 1),), 30, True), Repair((Drop(wish),), 600, False)
    standing = Repair((MoreThan(wish, 4),), 120, False)
    assert beside([], standing, 3) == (standing,)
    assert beside([cheap, dear], standing, 3) == (cheap, standing, dear)
    assert beside([cheap, cheap, cheap], standing, 3) == (cheap, cheap, standing)
    assert beside([cheap, dear], None, 3) == (cheap, dear)
    assert beside([standing], standing, 3) == (standing,)

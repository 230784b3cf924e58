"""Replanning: nothing broken, few moved, everything told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from tests.solvers.micro import by_hand, public
from tests.solvers.upsets import KINDS, drawn

from zhixing.core.timetable.changes import InstructorIll, MembersAway, RunCancelled, VenueClosed, apply_all
from zhixing.core.timetable.changes_told import (
    Cause,
    Replanned,
    RunDeed,
    Why,
)
from zhixing.core.timetable.checking import judge
from zhixing.core.timetable.instance import (
    Course,
    Instance,
    Member,
    Plan,
    Run,
    Seat,
    Station,
)
from zhixing.solvers.greedy import careful
from zhixing.solvers.replanning import replan

SAMPLE, WHOLE = 4, 20


@cache
def given(name: str) -> tuple[Instance, Plan]:
    """A public instance with the plan of the careful greedy."""
    instance = public(name)
    return instance, careful(instance)


def where(plan: Plan) -> dict[tuple[int, int], tuple[int, int]]:
    """By (member, requirement) the course and half-day of the seat."""
    return {
        (seat.member, seat.requirement): (plan.runs[seat.run].course, plan.runs[seat.run].start)
        for seat in plan.seats
    }


def honest(before: Plan, done: Replanned) -> None:
    """Moves tell exactly the difference between the plans; whoever lost a seat is told why."""
    old, new = where(before), where(done.plan)
    told = {(move.member, move.requirement): move for move in done.moves}
    assert len(told) == len(done.moves) == done.changes
    assert set(new) <= set(old)
    assert {pair for pair in old if old[pair] != new.get(pair)} <= set(told)
    for pair, move in told.items():
        run = before.runs[move.before]
        assert old[pair] == (run.course, run.start)
        assert (move.after is None) == (pair not in new)
        if move.after is not None:
            there = done.plan.runs[move.after]
            assert new[pair] == (there.course, there.start)
            assert done.kept[move.after] != move.before
    lost = {pair for pair in old if pair not in new}
    assert {(one.member, one.requirement) for one in done.unserved} == lost
    kept = [number for number in done.kept if number is not None]
    told_runs = {change.before for change in done.runs} | {
        number
        for new, number in enumerate(done.kept)
        if number is not None and done.plan.runs[new] == before.runs[number]
    }
    assert told_runs - {None} == set(range(len(before.runs)))
    assert kept == sorted(set(kept))


def sound(name: str, seed: int, kind: str | None = None) -> Replanned:
    """One drawn event, replanned and judged."""
    instance, plan = given(name)
    event, now = drawn(instance, plan, seed, kind=kind)
    done = replan(instance, plan, [event], now_half_day=now, seconds=5.0)
    after = apply_all(instance, [event], now_half_day=now)
    assert judge(after, done.plan).broken == ()
    honest(plan, done)
    assert done.changes <= 1.2 * done.displaced
    past = [run for run in plan.runs if run.start < now]
    assert [run for run in done.plan.runs if run.start < now] == past
    return done


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_small_plan_is_mended(kind: str, seed: int) -> None:
    sound("tiny-0", seed, kind)


@pytest.mark.parametrize("seed", range(SAMPLE))
def test_a_bureaus_plan_is_mended(seed: int) -> None:
    sound(("bureau-0", "bureau-3")[seed % 2], seed)


@pytest.mark.drill
def test_many_events_at_a_bureau(rounds: Callable[[int, int], int]) -> None:
    """Twenty events at each of two bureaus, each within five seconds. The suite samples them above."""
    for seed in range(rounds(0, WHOLE)):
        for name in ("bureau-0", "bureau-3"):
            done = sound(name, seed)
            print(
                name,
                seed,
                done.displaced,
                done.stranded,
                done.changes,
                len(done.unserved),
                f"{done.seconds:.2f} s",
            )
            assert done.seconds < 5


def test_an_event_that_touches_nobody_changes_nothing() -> None:
    instance, plan = given("tiny-0")
    free = next(
        (i, t)
        for i in range(len(instance.instructors))
        for t in range(instance.half_days)
        if not any(r.instructor == i and r.start <= t < r.start + 4 for r in plan.runs)
    )
    done = replan(instance, plan, [InstructorIll(free[0], free[1], free[1] + 1)])
    assert done.plan == plan
    assert (done.moves, done.runs, done.unserved, done.changes) == ((), (), (), 0)
    assert replan(instance, plan, []).plan == plan


def test_the_same_seed_gives_the_same_plan() -> None:
    instance, plan = given("tiny-0")
    event = RunCancelled(3)
    assert replan(instance, plan, [event], seed=7).plan == replan(instance, plan, [event], seed=7).plan


def test_a_cancelled_run_is_not_held_again_in_the_same_half_day() -> None:
    instance, plan = given("tiny-0")
    for number, run in enumerate(plan.runs):
        done = replan(instance, plan, [RunCancelled(number)], seconds=1.0)
        assert number not in done.kept
        assert (run.course, run.start) not in {
            (r.course, r.start) for r, old in zip(done.plan.runs, done.kept, strict=True) if old is None
        }


def small() -> tuple[Instance, Plan]:
    """Four members of four stations, one course of one half-day, two venues, two instructors; two runs of two."""
    stations = tuple(Station(s, "站", (1,) * 20, (0, 0)) for s in range(4))
    members = tuple(Member(m, m, 3, (0,), "1" * 20, "0" * 20) for m in range(4))
    course = Course(0, 1, 2, 0, 20, (0, 1), (0, 1), (0,), 2, (9,) * 4)
    runs = (Run(0, 4, 0, 0), Run(0, 10, 0, 0))
    seats = (Seat(0, 0, 0), Seat(1, 0, 0), Seat(2, 0, 1), Seat(3, 0, 1))
    return by_hand(stations, members, (9, 9), 2, course, half_days=20, priority=3), Plan(runs, seats)


def test_the_instructor_is_swapped_first_then_the_room() -> None:
    instance, plan = small()
    ill = replan(instance, plan, [InstructorIll(0, 0, 6)])
    assert (ill.changes, ill.displaced, ill.stranded) == (0, 2, 0)
    assert ill.plan.runs == (Run(0, 4, 0, 1), Run(0, 10, 0, 0))
    assert [(one.deed, one.cause) for one in ill.runs] == [(RunDeed.TEACHER, Cause.INSTRUCTOR)]
    shut = replan(instance, plan, [VenueClosed(0, 0, 6)])
    assert shut.plan.runs[0] == Run(0, 4, 1, 0)
    assert [(one.deed, one.cause) for one in shut.runs] == [(RunDeed.ROOM, Cause.VENUE)]


def test_a_run_nobody_can_teach_is_shifted_with_its_people() -> None:
    instance, plan = small()
    done = replan(instance, plan, [InstructorIll(0, 3, 6), InstructorIll(1, 3, 6)])
    assert [one.deed for one in done.runs] == [RunDeed.SHIFTED]
    assert {move.member for move in done.moves} == {0, 1}
    assert done.changes == done.displaced == 2


def test_a_locked_run_that_cannot_be_held_is_left_to_be_settled_by_hand() -> None:
    instance, plan = small()
    events = [InstructorIll(0, 3, 6), InstructorIll(1, 3, 6)]
    done = replan(instance, plan, events, locked=[0])
    assert done.plan == plan
    assert done.held == (0,)
    assert replan(instance, plan, events, now_half_day=5).plan == plan


def test_others_give_way_only_at_a_price_and_as_far_as_allowed() -> None:
    instance, plan = small()
    bound = "".join("1" if t in (4, 10) else "0" for t in range(20))
    members = tuple(replace(one, free=bound) for one in instance.members)
    instance = replace(instance, members=members)
    away = MembersAway((0,), 4, 5)
    alone = replan(instance, plan, [away])
    assert [one.why for one in alone.unserved] == [Why.FULL]
    helped = replan(instance, plan, [away], others=1.0, now_half_day=1)
    assert helped.unserved == ()
    assert (helped.changes, helped.others) == (2, 1)
    assert {move.cause for move in helped.moves} == {Cause.AWAY, Cause.GIVES_WAY}

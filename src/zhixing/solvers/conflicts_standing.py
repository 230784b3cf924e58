"""The repair that a plan at hand is a witness of: each wish loosened just so far that this plan meets it.

It needs no search and is there even when time runs out: what is in force now can always be kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from zhixing.core.timetable.checking import judge
from zhixing.core.timetable.instance import Instance, Plan
from zhixing.core.timetable.wishes import (
    AtMostRuns,
    AwayAtMost,
    CompleteBy,
    Drop,
    LeaveOut,
    MoreThan,
    Prices,
    Repair,
    Step,
    Wish,
)
from zhixing.core.timetable.wishes_met import loosen, most_away, unmet
from zhixing.solvers.conflicts_policies import unit_price


def as_it_stands(given: Instance, wishes: Sequence[Wish], plan: Plan, prices: Prices) -> Repair | None:
    """The repair that leaves the plan as it is; None where the plan itself breaks a rule."""
    if judge(given, plan).broken:
        return None
    steps = tuple(_step(given, plan, wish) for wish in unmet(given, plan, wishes))
    problem, asked = loosen(given, wishes, steps)
    if unmet(problem, plan, asked):
        return None
    return Repair(steps, sum(_units(step) * unit_price(given, prices, step) for step in steps), False)


def _step(given: Instance, plan: Plan, wish: Wish) -> Step:
    match wish:
        case AtMostRuns():
            held = sum(run.course == wish.course for run in plan.runs)
            return MoreThan(wish, held - wish.runs)
        case AwayAtMost():
            return MoreThan(wish, most_away(given, plan, wish.station) - wish.away)
        case CompleteBy():
            late = _late(given, plan, wish)
            return LeaveOut(wish, late) if len(late) < len(wish.members) else Drop(wish)
        case _:
            return Drop(wish)


def _units(step: Step) -> int:
    match step:
        case MoreThan():
            return step.by
        case LeaveOut():
            return len(step.members)
    return 1


def _late(given: Instance, plan: Plan, wish: CompleteBy) -> tuple[int, ...]:
    """Those of the wish whom the plan doesn't serve in time: each tried alone."""
    return tuple(
        member
        for member in wish.members
        if unmet(given, plan, [CompleteBy(wish.requirement, (member,), wish.by)])
    )


def beside(found: Sequence[Repair], standing: Repair | None, most: int) -> tuple[Repair, ...]:
    """Repairs with the one that leaves the plan as it is among them, the cheapest first, so many at most."""
    if standing is None or any(set(one.steps) == set(standing.steps) for one in found):
        return tuple(found)
    kept = [one for one in found if one.price < standing.price][: most - 1]
    rest = [one for one in found if one.price >= standing.price]
    return (*kept, standing, *rest)[:most]

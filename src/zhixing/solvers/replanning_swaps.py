"""First step of replanning: another instructor, or another room, at the same time. Nobody is moved.

Broken runs and the runs that overlap them are assigned anew together (an instructor of a healthy run may be traded for
one who is free), at a price that prefers the fewest and mildest changes. Exact by CP-SAT: a few dozen yes-or-no choices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from zhixing.core.timetable.changes import can_hold, span_of
from zhixing.core.timetable.instance import Instance, Plan, Run

UNHELD = 100_000
"""What a run that stays broken weighs against any number of swaps."""
TEACHER, ROOM = 10, 40
"""Price of another instructor and of another room; doubled for a run that wasn't broken."""


@dataclass(frozen=True, slots=True)
class Swapped:
    """The plan with instructors and rooms swapped (runs keep their numbers), and the runs that stay broken."""

    plan: Plan
    broken: tuple[int, ...]


def swap(
    instance: Instance,
    plan: Plan,
    *,
    broken: Collection[int],
    dropped: Collection[int],
    fixed: Collection[int],
    seats: Mapping[int, int],
    seed: int,
    seconds: float,
) -> Swapped:
    """Instructor and room anew for the `broken` runs; `dropped` take nothing, `fixed` keep theirs, `seats`: people by run."""
    if not broken:
        return Swapped(plan, ())
    touched = {t for number in broken for t in span_of(instance, plan.runs[number])}
    others = {
        number
        for number, run in enumerate(plan.runs)
        if number not in broken
        and number not in dropped
        and number not in fixed
        and touched & set(span_of(instance, run))
    }
    mine = sorted({*broken, *others})
    model = cp_model.CpModel()
    options = {
        number: {
            one: model.new_bool_var("") for one in _options(instance, plan.runs[number], seats.get(number, 0))
        }
        for number in mine
    }
    lost = {number: model.new_bool_var("") for number in broken}
    for number in mine:
        model.add(sum(options[number].values()) + lost.get(number, 0) == 1)
    _once_at_a_time(instance, plan, model, options, dropped)
    price = [UNHELD * (1 + seats.get(n, 0)) * literal for n, literal in lost.items()]
    for number in mine:
        twice = 1 if number in broken else 2
        for one, literal in options[number].items():
            price.append(twice * _price(instance, plan, number, one, seats) * literal)
    model.minimize(sum(price))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.max_deterministic_time = 2.0
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Swapped(plan, tuple(sorted(broken)))
    runs = list(plan.runs)
    for number in mine:
        for one, literal in options[number].items():
            if solver.value(literal):
                runs[number] = one
    left = tuple(number for number in sorted(broken) if solver.value(lost[number]))
    return Swapped(replace(plan, runs=tuple(runs)), left)


def _options(instance: Instance, run: Run, people: int) -> list[Run]:
    """The same run with each venue that is free and large enough, and each instructor who is free."""
    course = instance.courses[run.course]
    found = []
    for venue in course.venues:
        if instance.venues[venue].capacity < people and venue != run.venue:
            continue
        for teacher in course.instructors:
            one = replace(run, venue=venue, instructor=teacher)
            if can_hold(instance, one):
                found.append(one)
    return found


def _once_at_a_time(
    instance: Instance,
    plan: Plan,
    model: cp_model.CpModel,
    options: Mapping[int, Mapping[Run, cp_model.IntVar]],
    dropped: Collection[int],
) -> None:
    """No venue and no instructor twice at a time, counting the runs that aren't assigned anew."""
    users: dict[tuple[str, int, int], list[cp_model.IntVar]] = defaultdict(list)
    for chosen in options.values():
        for one, literal in chosen.items():
            for t in span_of(instance, one):
                users["v", one.venue, t].append(literal)
                users["i", one.instructor, t].append(literal)
    taken = {
        key
        for number, run in enumerate(plan.runs)
        if number not in options and number not in dropped
        for t in span_of(instance, run)
        for key in (("v", run.venue, t), ("i", run.instructor, t))
    }
    for key, literals in users.items():
        if key in taken:
            model.add(sum(literals) == 0)
        elif len(literals) > 1:
            model.add_at_most_one(literals)


def _price(instance: Instance, plan: Plan, number: int, one: Run, seats: Mapping[int, int]) -> int:
    was = plan.runs[number]
    price = (TEACHER if one.instructor != was.instructor else 0) + (ROOM if one.venue != was.venue else 0)
    if one.venue != was.venue:
        here = {seat.member for seat in plan.seats if seat.run == number}
        roads = (instance.stations[instance.members[member].station].travel for member in sorted(here))
        price += max(0, sum(road[one.venue] - road[was.venue] for road in roads)) // 2
    return price

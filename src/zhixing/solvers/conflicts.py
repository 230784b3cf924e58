"""An impossible wish answered: the smallest set of conditions that stand against each other, and the cheapest repairs.

`explain` looks at the wishes by groups of courses, one after the other in what the ones before left free, and at all of
them together only where that fails; only whom they are about is modelled.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from zhixing.core.timetable.changes import span_of
from zhixing.core.timetable.checking import judge
from zhixing.core.timetable.instance import EMPTY, Instance, Plan
from zhixing.core.timetable.wishes import Answer, AwayAtMost, Conflict, Possible, Prices, Unknown, Wish
from zhixing.core.timetable.wishes_met import implied, unmet
from zhixing.solvers.conflicts_repairs import ALTERNATIVES, repairs
from zhixing.solvers.conflicts_search import EVERYTHING, Clock, Found, feasible, parts, smallest
from zhixing.solvers.conflicts_standing import as_it_stands, beside
from zhixing.solvers.greedy import careful


def explain(
    instance: Instance,
    wishes: Sequence[Wish],
    *,
    seed: int = 0,
    seconds: float = 20.0,
    prices: Prices | None = None,
    plan: Plan | None = None,
) -> Answer:
    """Whether the wishes can be met together on top of the hard rules; if not, why not and what would do.

    A wish that only forbids ("at most two runs") takes for granted that whoever has a seat now has one then: those of
    `plan`, or else of the careful greedy plan, are asked for beside the wishes (core.timetable.wishes_met.implied).
    """
    began = time.monotonic()
    clock = Clock(began + seconds, seed)
    asked = tuple(dict.fromkeys(wishes))
    held = plan or careful(instance)
    asked += implied(instance, held, asked)
    groups = parts(instance, asked)
    left, whole, complete = _capped(instance, asked), EMPTY, True
    for group in groups:
        found, made = feasible(left, group, EVERYTHING, clock.part(0.4))
        if found is not Found.YES and whole.runs:
            found, made = feasible(instance, group, EVERYTHING, clock.part(0.3))
            complete = False
        if found is Found.NO:
            return _conflict(instance, asked, group, prices or Prices(), clock, began, held)
        if made is None:
            complete = False
        elif complete:
            whole, left = joined(whole, made), without(left, made)
    if not complete and len(groups) > 1:
        found, made = feasible(instance, asked, EVERYTHING, clock.part(0.5))
        if found is Found.NO:
            return _conflict(instance, asked, asked, prices or Prices(), clock, began, held)
        whole, complete = (made, True) if made is not None else (whole, False)
    if not complete or judge(instance, whole).broken or unmet(instance, whole, asked):
        return Unknown(time.monotonic() - began)
    return Possible(whole)


def _conflict(
    instance: Instance,
    asked: Sequence[Wish],
    group: Sequence[Wish],
    prices: Prices,
    clock: Clock,
    began: float,
    held: Plan,
) -> Conflict | Unknown:
    """The smallest conflict within a group known to be impossible, and repairs for the group."""
    core = smallest(instance, group, clock.part(0.6))
    if core is None:
        return Unknown(time.monotonic() - began)
    wanted = asked if len(parts(instance, asked)) == 1 else group
    found = repairs(instance, wanted, core.items, prices, clock)
    found = beside(found, as_it_stands(instance, wanted, held, prices), ALTERNATIVES)
    return Conflict(core.items, core.minimal, found)


def _capped(instance: Instance, wishes: Sequence[Wish]) -> Instance:
    """The problem in which stations let no more go than wishes allow: the same, but it can be counted down."""
    stations = list(instance.stations)
    for wish in wishes:
        if isinstance(wish, AwayAtMost):
            station = stations[wish.station]
            may = tuple(min(n, wish.away) for n in station.may_leave)
            stations[wish.station] = replace(station, may_leave=may)
    return replace(instance, stations=tuple(stations))


def without(instance: Instance, plan: Plan) -> Instance:
    """What a plan leaves free of venues, instructors, members and cover."""
    shut: dict[str, dict[int, set[int]]] = {"v": {}, "i": {}, "m": {}}
    away: Counter[tuple[int, int]] = Counter()
    for run in plan.runs:
        shut["v"].setdefault(run.venue, set()).update(span_of(instance, run))
        shut["i"].setdefault(run.instructor, set()).update(span_of(instance, run))
    for member, number in {(seat.member, seat.run) for seat in plan.seats}:
        span = span_of(instance, plan.runs[number])
        shut["m"].setdefault(member, set()).update(span)
        away.update((instance.members[member].station, t) for t in span)
    return replace(
        instance,
        venues=tuple(replace(one, free=_less(one.free, shut["v"].get(one.id))) for one in instance.venues),
        instructors=tuple(
            replace(one, free=_less(one.free, shut["i"].get(one.id))) for one in instance.instructors
        ),
        members=tuple(replace(one, free=_less(one.free, shut["m"].get(one.id))) for one in instance.members),
        stations=tuple(
            replace(one, may_leave=tuple(n - away[one.id, t] for t, n in enumerate(one.may_leave)))
            for one in instance.stations
        ),
    )


def _less(free: str, shut: set[int] | None) -> str:
    return free if not shut else "".join("0" if t in shut else was for t, was in enumerate(free))


def joined(first: Plan, second: Plan) -> Plan:
    """Both plans as one."""
    more = len(first.runs)
    seats = (*first.seats, *(replace(seat, run=seat.run + more) for seat in second.seats))
    return Plan((*first.runs, *second.runs), tuple(sorted(seats)))

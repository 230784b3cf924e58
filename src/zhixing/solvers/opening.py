"""The state a search begins with: nothing, or a plan that stands, with the runs that stay as they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from zhixing.core.timetable.instance import Instance, Member, Plan, Run, Seat
from zhixing.solvers.state import Held, Opened, State
from zhixing.solvers.tables import Component, Index, Tables


class Unlockable(ValueError):
    """A run that is to stay breaks a rule of the instance where it stands."""


def canonical(instance: Instance) -> tuple[Instance, tuple[int, ...]]:
    """The same instance with members in the order of what they are, and who each of them was before."""
    order = sorted(
        instance.members, key=lambda one: (one.station, one.tier, one.needs, one.free, one.rest, one.id)
    )
    members = tuple(
        Member(at, one.station, one.tier, tuple(sorted(one.needs)), one.free, one.rest)
        for at, one in enumerate(order)
    )
    return (
        Instance(
            instance.name,
            instance.half_days,
            instance.tiers,
            instance.stations,
            members,
            instance.requirements,
            instance.venues,
            instance.instructors,
            instance.courses,
            instance.month_cap,
            instance.weights,
        ),
        tuple(one.id for one in order),
    )


def renamed(plan: Plan, names: Sequence[int]) -> Plan:
    """The plan with member `m` called `names[m]`."""
    seats = sorted(Seat(names[one.member], one.requirement, one.run) for one in plan.seats)
    return Plan(plan.runs, tuple(seats))


def begin(tables: Tables, start: Plan | None, locked: Sequence[int]) -> State:
    """A state with the runs and seats of `start`; runs that can't stand any more are left out, locked ones may not be."""
    state = State(tables)
    plan = start if start is not None else Plan((), ())
    stay = frozenset(locked)
    if unknown := sorted(one for one in stay if not 0 <= one < len(plan.runs)):
        raise Unlockable(f"要保留的期号 {unknown[0]} 不在原计划里；原计划共 {len(plan.runs)} 期，从 0 数起")
    for number, component in enumerate(tables.components):
        runs: list[Opened] = []
        at: dict[int, int] = {}
        wanted = [(index, run) for index, run in enumerate(plan.runs) if run.course in component.courses]
        for index, run in sorted(wanted, key=lambda one: (one[0] not in stay, one[0])):
            opened = _opened(state, runs, number, run, locked=index in stay)
            if opened is None:
                if index in stay:
                    raise Unlockable(
                        f"第 {index} 期要保留，但场地、教员、时段或期数已不允许；请先取消保留或改期"
                    )
                continue
            at[index] = len(runs)
            runs.append(opened)
        seats = np.full(len(component.units), -1, dtype=np.intp)
        _seats(seats, component, plan, at)
        state.put(number, Held(tuple(runs), seats))
    return state


def _seats(seats: Index, component: Component, plan: Plan, at: dict[int, int]) -> None:
    unit_of = {(one.member, need): u for u, one in enumerate(component.units) for need in one.needs}
    for seat in plan.seats:
        unit = unit_of.get((seat.member, seat.requirement))
        if unit is not None and seat.run in at:
            seats[unit] = at[seat.run]


def _opened(state: State, runs: list[Opened], number: int, run: Run, *, locked: bool) -> Opened | None:
    component = state.tables.components[number]
    inner = component.courses.index(run.course)
    course = state.tables.courses[run.course]
    rows = np.nonzero((course.start == run.start) & (course.venue == run.venue))[0]
    if not len(rows) or run.instructor not in course.course.instructors:
        return None
    span = slice(run.start, run.start + course.length)
    if state.rooms[run.venue, span].any() or state.teachers[run.instructor, span].any():
        return None
    mine = [one for one in runs if one.inner == inner]
    if len(mine) >= course.course.max_runs:
        return None
    for one in runs:
        other = state.course(number, one.inner)
        begin = int(other.start[one.row])
        meets = begin < run.start + course.length and run.start < begin + other.length
        if meets and (one.teacher == run.instructor or int(other.venue[one.row]) == run.venue):
            return None
    return Opened(inner, int(rows[0]), run.instructor, locked)

"""Plans as people make them by hand, to compare with: the careful planner's and the clerk's even spacing.

Both keep every hard rule. They look at one course after another and at one run after another, and never back.
"""

from __future__ import annotations

import numpy as np

from zhixing.core.timetable.instance import Instance, Plan
from zhixing.solvers.oracle import setting
from zhixing.solvers.state import Held, Opened, State, plan_of
from zhixing.solvers.tables import NEVER, CourseTable, Index, build

ALIKE = 40
"""Places equally full of which the careful planner looks at the price."""


def careful(instance: Instance) -> Plan:
    """Course by course, most wanted first: each run where most can come (then the cheapest such place), until
    all are served or no run brings in what it costs. Who comes: those for whom it is cheapest."""
    state = _empty(instance)
    for course in _in_order(state):
        for _ in range(course.course.max_runs):
            best: tuple[int, int, int] | None = None
            inside: Index = np.zeros(0, dtype=np.intp)
            for row in _fullest(state, course):
                who = _comers(state, course, int(row))
                key = (len(who), -int(course.cost[row][_places(state, course, who)].sum()), -int(row))
                if len(who) and (best is None or key > best):
                    best, inside = key, who
            if best is None:
                break
            number, inner = _where(state, course)
            component = state.tables.components[number]
            gain = int((component.unmet - component.missed[inner])[inside].sum()) + best[1]
            if gain < 16 * instance.weights.run:
                break
            _open(state, course, -best[2], inside)
    return plan_of(state)


def _fullest(state: State, course: CourseTable) -> Index:
    """The open places where most who still wait could come; of many alike, some from all over the window."""
    rows = np.nonzero(state.open_places(course))[0]
    number, inner = _where(state, course)
    component, held = state.tables.components[number], state.held[number]
    if held is None or not len(rows) or not len(course.members):
        return rows
    waiting = np.zeros(len(course.members), dtype=np.bool_)
    place = component.place[inner]
    waiting[place[(place >= 0) & (held.seats < 0)]] = True
    around = setting(state.tables, course, state.away, state.busy)
    can = np.logical_and(course.cost[rows] < NEVER, waiting[None, :])
    if around.blocked is not None:
        can = np.logical_and(can, ~around.blocked[course.at[rows]])
    stations, first = np.unique(course.station, return_index=True)
    counts = np.add.reduceat(can.astype(np.int32), first, axis=1)
    most = np.minimum(counts, np.maximum(0, around.left[course.at[rows]][:, stations])).sum(axis=1)
    most = np.minimum(most, course.room[rows])
    best = rows[most == most.max()]
    if len(best) > ALIKE:
        best = best[np.linspace(0, len(best) - 1, ALIKE).astype(np.intp)]
    found: Index = best
    return found


def even(instance: Instance) -> Plan:
    """As many runs as seats are wanted, spread evenly over the window; whoever can comes to the first."""
    state = _empty(instance)
    for course in _in_order(state):
        if not len(course.start) or not len(course.members):
            continue
        wanted = course.course.max_runs
        first, last = int(course.start.min()), int(course.start.max())
        for turn in range(wanted):
            aim = first + (last - first) * (2 * turn + 1) // (2 * wanted)
            rows = np.nonzero(state.open_places(course))[0]
            if not len(rows):
                break
            row = int(rows[np.argmin(np.abs(course.start[rows] - aim), keepdims=False)])
            inside = _comers(state, course, row, cheapest=False)
            if len(inside):
                _open(state, course, row, inside)
    return plan_of(state)


def _empty(instance: Instance) -> State:
    state = State(build(instance))
    for number, each in enumerate(state.tables.components):
        state.put(number, Held((), np.full(len(each.units), -1, dtype=np.intp)))
    return state


def _in_order(state: State) -> list[CourseTable]:
    priority = [one.priority for one in state.tables.instance.requirements]
    return sorted(
        state.tables.courses,
        key=lambda one: (
            -len(one.course.covers),
            -max((priority[q] for q in one.course.covers), default=0),
            one.id,
        ),
    )


def _where(state: State, course: CourseTable) -> tuple[int, int]:
    number = state.tables.component_of[course.id]
    return number, state.tables.components[number].courses.index(course.id)


def _places(state: State, course: CourseTable, units: Index) -> Index:
    number, inner = _where(state, course)
    return state.tables.components[number].place[inner][units]


def _comers(state: State, course: CourseTable, row: int, *, cheapest: bool = True) -> Index:
    """The units still waiting who can come to a run there, as stations and the room allow."""
    number, inner = _where(state, course)
    component, held = state.tables.components[number], state.held[number]
    place = component.place[inner]
    start = int(course.start[row])
    span = slice(start, start + course.length)
    waiting = place >= 0 if held is None else (place >= 0) & (held.seats < 0)
    units = np.nonzero(waiting)[0]
    members = np.array([component.units[u].member for u in units], dtype=np.intp)
    prices = course.cost[row][place[units]]
    good = (prices < NEVER) & ~state.busy[members, span].any(axis=1)
    units, prices, members = units[good], prices[good], members[good]
    units, members = units[_turn(prices, cheapest)], members[_turn(prices, cheapest)]
    left = (state.tables.may_leave - state.away)[:, span].min(axis=1)
    chosen: list[int] = []
    seen: set[int] = set()
    for unit, member in zip(units, members, strict=True):
        station = component.station[unit]
        if len(chosen) == course.room[row]:
            break
        if left[station] > 0 and int(member) not in seen:
            left[station] -= 1
            seen.add(int(member))
            chosen.append(int(unit))
    return np.array(chosen, dtype=np.intp)


def _turn(prices: Index, cheapest: bool) -> Index:
    return np.argsort(prices, kind="stable") if cheapest else np.arange(len(prices))


def _open(state: State, course: CourseTable, row: int, units: Index) -> None:
    number, inner = _where(state, course)
    teacher = state.teacher(course, row)
    assert teacher is not None
    held = state.take(number)
    seats = held.seats.copy()
    seats[units] = len(held.runs)
    state.put(number, Held((*held.runs, Opened(inner, row, teacher)), seats))

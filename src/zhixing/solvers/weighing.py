"""What a set of runs costs in a component's place, exactly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from zhixing.core.timetable.instance import PERIODS
from zhixing.solvers.oracle import Setting
from zhixing.solvers.relaxation import Known
from zhixing.solvers.seating import Seated, seat
from zhixing.solvers.state import Held, Opened, State
from zhixing.solvers.tables import SCALE, Component, Longs, Tables


def evaluate(
    state: State, number: int, runs: Sequence[Opened], settings: Sequence[Setting]
) -> tuple[int, Seated]:
    """Scaled objective of a component that is out, were it held with these runs: seats, runs and bunching."""
    component = state.tables.components[number]
    seated = seat(
        state.tables,
        component,
        [one.place for one in runs],
        settings,
        _held_back(state, number, component, runs),
    )
    price = state.tables.instance.weights.run * SCALE * len(runs)
    rows = [(state.course(number, one.inner), one.row) for one in runs]
    return seated.cost + price + state.bunch(rows), seated


def _held_back(
    state: State, number: int, component: Component, runs: Sequence[Opened]
) -> list[Longs | None] | None:
    """Runs of one component that overlap share what their stations can spare: each gets its part beforehand."""
    spans = []
    for one in runs:
        course = state.course(number, one.inner)
        start = int(course.start[one.row])
        spans.append((start, start + course.length))
    if not any(a[0] < b[1] and b[0] < a[1] for i, a in enumerate(spans) for b in spans[:i]):
        return None
    result: list[Longs | None] = []
    for i, (begin, end) in enumerate(spans):
        mates = [j for j, (first, last) in enumerate(spans) if first < end and begin < last]
        if len(mates) == 1:
            result.append(None)
            continue
        may = (state.tables.may_leave - state.away)[:, begin:end].min(axis=1).astype(np.int64)
        mine = (may + len(mates) - 1 - mates.index(i)) // len(mates)
        result.append(may - np.maximum(0, mine))
    return result


def alone(tables: Tables, held: Sequence[Held | None], toll: Longs) -> Known:
    """What a plan's components cost with tolls instead of bunching.

    Each is a solution of what the relaxation relaxes: the bound of the component can't rise above its cost.
    """
    state = State(tables)
    state.toll = toll
    costs, prices = [], []
    for number, each in enumerate(held):
        runs = each.runs if each is not None else ()
        cost, seated = evaluate(state, number, runs, state.settings(number))
        costs.append(cost)
        prices.append(_shared(state, number, runs, seated))
    return Known(costs, prices, _loads(tables, held))


def _shared(state: State, number: int, runs: Sequence[Opened], seated: Seated) -> Longs:
    """Each unit's seat and its share of the run: a first guess at what meeting its needs is worth."""
    paid = seated.paid.copy()
    for index, run in enumerate(runs):
        inside = seated.run == index
        price = state.tables.instance.weights.run * SCALE
        if state.toll is not None:
            course = state.course(number, run.inner)
            price += int(state.toll[course.period[run.row]]) * course.length
        paid[inside] += price // max(1, int(inside.sum()))
    return paid


def _loads(tables: Tables, held: Sequence[Held | None]) -> Longs:
    """Half-days of runs in each period of a plan."""
    load = np.zeros(PERIODS, dtype=np.int64)
    for number, each in enumerate(held):
        for run in each.runs if each is not None else ():
            course = tables.courses[tables.components[number].courses[run.inner]]
            load[course.period[run.row]] += course.length
    return load

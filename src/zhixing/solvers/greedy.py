"""The plan a search begins with: again and again the run that saves most."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from zhixing.core.timetable.instance import Instance, Plan
from zhixing.solvers.byhand import careful, even
from zhixing.solvers.oracle import Setting, gains, setting, takers
from zhixing.solvers.state import Held, Opened, State, plan_of
from zhixing.solvers.tables import SCALE, CourseTable, Index, Ints, build

__all__ = ["careful", "even", "fill", "savings"]


def savings(instance: Instance) -> Plan:
    """Again and again, over all courses, the run that saves most, with the members for whom it is best."""
    state = State(build(instance))
    fill(state)
    return plan_of(state)


def fill(state: State, stop: Callable[[], bool] = lambda: False) -> None:
    """Such runs added to what a state holds, while any saves something and nobody says stop."""
    tables = state.tables
    for number, each in enumerate(tables.components):
        if state.held[number] is None:
            state.put(number, Held((), np.full(len(each.units), -1, dtype=np.intp)))
    best: dict[int, tuple[int, int] | None] = {one.id: _best(state, one) for one in tables.courses}
    while not stop():
        ready = [(found[0], -course) for course, found in best.items() if found is not None]
        if not ready:
            return
        value, course = max(ready)
        table = tables.courses[-course]
        again = _best(state, table)
        if again is None or again[0] < value:
            best[table.id] = again
            continue
        _open(state, table, again[1])
        best[table.id] = _best(state, table)


def _waiting(state: State, course: CourseTable) -> tuple[Ints, Index]:
    """What a seat in the course is worth to each of its members now, and whose unit it is."""
    number = state.tables.component_of[course.id]
    component, held = state.tables.components[number], state.held[number]
    inner = component.courses.index(course.id)
    worth = np.zeros(len(course.members), dtype=np.int32)
    unit = np.full(len(course.members), -1, dtype=np.intp)
    place = component.place[inner]
    seats = held.seats if held is not None else np.full(len(place), -1)
    open_units = np.nonzero((place >= 0) & (seats < 0))[0]
    worth[place[open_units]] = (component.unmet - component.missed[inner])[open_units]
    unit[place[open_units]] = open_units
    return worth, unit


def _best(state: State, course: CourseTable) -> tuple[int, int] | None:
    """(what it saves, row) of the best further run of a course, if any saves something."""
    number = state.tables.component_of[course.id]
    held = state.held[number]
    inner = state.tables.components[number].courses.index(course.id)
    mine = [one for one in held.runs if one.inner == inner] if held else []
    good = state.open_places(course)
    if len(mine) >= course.course.max_runs or not good.any():
        return None
    worth, _ = _waiting(state, course)
    rows = np.nonzero(good)[0]
    around = _around(state, course)
    saved = gains(course, around, worth, rows) - state.tables.instance.weights.run * SCALE
    before = state.bunch()
    price = {int(p): state.bunch([(course, int(r))]) - before for r, p in _firsts(course, rows)}
    saved = saved - np.array([price[int(p)] for p in course.period[rows]])
    top = int(np.argmax(saved))
    return (int(saved[top]), int(rows[top])) if saved[top] > 0 else None


def _firsts(course: CourseTable, rows: Index) -> list[tuple[int, int]]:
    periods, first = np.unique(course.period[rows], return_index=True)
    return [(int(rows[at]), int(period)) for period, at in zip(periods, first, strict=True)]


def _around(state: State, course: CourseTable) -> Setting:
    return setting(state.tables, course, state.away, state.busy)


def _open(state: State, course: CourseTable, row: int) -> None:
    worth, unit = _waiting(state, course)
    inside = takers(course, _around(state, course), worth, row)
    number = state.tables.component_of[course.id]
    teacher = state.teacher(course, row)
    held = state.take(number)
    assert teacher is not None
    inner = state.tables.components[number].courses.index(course.id)
    seats = held.seats.copy()
    seats[unit[inside]] = len(held.runs)
    state.put(number, Held((*held.runs, Opened(inner, row, teacher)), seats))

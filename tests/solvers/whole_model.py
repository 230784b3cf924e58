"""The whole problem as one CP-SAT model: proves the best cost of a very small instance, to compare the engine with."""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model

from zhixing.core.timetable.instance import PERIODS, Course, Instance, late_price

Literal = cp_model.IntVar


def best_cost(instance: Instance) -> int:
    """The proven least cost of any plan."""
    model, weights = cp_model.CpModel(), instance.weights
    runs = _runs(instance, model)
    terms: list[cp_model.LinearExprT] = [weights.run * taken for _, _, _, _, taken in runs]
    seats: dict[tuple[int, int], list[Literal]] = defaultdict(list)
    sitting: dict[tuple[int, int], list[Literal]] = defaultdict(list)
    away: dict[tuple[int, int], list[Literal]] = defaultdict(list)
    used: dict[tuple[str, int, int], list[Literal]] = defaultdict(list)
    loads: list[list[cp_model.LinearExprT]] = [[] for _ in range(PERIODS)]
    for course, start, venue, teacher, taken in runs:
        span = range(start, start + course.length)
        for t in span:
            used["venue", venue, t].append(taken)
            used["teacher", teacher, t].append(taken)
        loads[instance.period(start)].append(course.length * taken)
        by_station: dict[int, list[Literal]] = defaultdict(list)
        for member in instance.members:
            if not set(member.needs) & set(course.covers) or any(member.free[t] == "0" for t in span):
                continue
            seat = model.new_bool_var("")
            model.add_implication(seat, taken)
            by_station[member.station].append(seat)
            for need in set(member.needs) & set(course.covers):
                seats[member.id, need].append(seat)
            for t in span:
                sitting[member.id, t].append(seat)
                away[member.station, t].append(seat)
            price = weights.time * course.length + weights.rest * sum(member.rest[t] == "1" for t in span)
            price += instance.stations[member.station].travel[venue] * (2 if course.length > 2 else 1)
            terms.append((price + late_price(instance, member, course, start)) * seat)
        everyone = [seat for inside in by_station.values() for seat in inside]
        model.add(sum(everyone) <= min(course.capacity, instance.venues[venue].capacity))
        for station, inside in by_station.items():
            terms.append(weights.split * _beyond(model, sum(inside), course.station_share[station]))
    for literals in [*used.values(), *sitting.values()]:
        model.add_at_most_one(literals)
    for course in instance.courses:
        model.add(sum(taken for one, *_, taken in runs if one.id == course.id) <= course.max_runs)
    for load in loads:
        terms.append(weights.bunch * _beyond(model, sum(load), instance.month_cap))
    for (station, t), inside in away.items():
        may = instance.stations[station].may_leave[t]
        model.add(sum(inside) <= may)
        if may:
            terms.append(weights.strain * _beyond(model, sum(inside), may - 1))
    for member in instance.members:
        for need in member.needs:
            unmet = model.new_bool_var("")
            model.add_bool_or([unmet, *seats[member.id, need]])
            terms.append(weights.unmet * instance.requirements[need].priority * unmet)
    model.minimize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value)


def _runs(instance: Instance, model: cp_model.CpModel) -> list[tuple[Course, int, int, int, Literal]]:
    found = []
    for course in instance.courses:
        for start in course.starts():
            span = range(start, start + course.length)
            for venue in course.venues:
                for teacher in course.instructors:
                    free = instance.venues[venue].free, instance.instructors[teacher].free
                    if all(one[t] == "1" for one in free for t in span):
                        found.append((course, start, venue, teacher, model.new_bool_var("")))
    return found


def _beyond(model: cp_model.CpModel, total: cp_model.LinearExprT, limit: int) -> Literal:
    over = model.new_int_var(0, 1000, "")
    model.add(over >= total - limit)
    return over

"""Second step of replanning: seats for whom no swap helped, in runs with room, in a run shifted, or in a make-up run.

One CP-SAT model over the displaced (and, in a third step, over a few others who could give way): every other seat stays
and counts as taken. Minimised: the cost of the plan plus a stated price for each move of somebody who needn't move.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from zhixing.core.timetable.instance import PERIODS, Instance, Run, late_price
from zhixing.solvers.replanning_places import Board, Openings, Place


@dataclass(frozen=True, slots=True)
class Wanted:
    """A member's requirement that needs a seat; `home`: the run where it may stay, None where it can't."""

    member: int
    requirement: int
    home: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Seats found (the place of each (member, requirement)), and the runs opened by place; `price` is the objective."""

    seats: Mapping[tuple[int, int], Place]
    opened: Mapping[Place, Run]
    price: int


@dataclass(frozen=True, slots=True)
class Search:
    """How the model is searched: one worker, so that the same seed gives the same answer where time isn't short."""

    seed: int
    seconds: float
    effort: float


@dataclass(slots=True)
class _Model:
    """The variables: attendance by (member, place), venue and instructor of a new run by place, served by want."""

    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    attends: dict[tuple[int, Place], cp_model.IntVar] = field(default_factory=dict)
    venue: dict[tuple[Place, int], cp_model.IntVar] = field(default_factory=dict)
    teacher: dict[tuple[Place, int], cp_model.IntVar] = field(default_factory=dict)
    opened: dict[Place, cp_model.IntVar] = field(default_factory=dict)
    price: list[cp_model.LinearExprT] = field(default_factory=list)


def reseat(
    board: Board,
    wanted: Collection[Wanted],
    places: Collection[Place],
    openings: Mapping[Place, Openings],
    *,
    moved_price: int,
    allowance: int,
    search: Search,
) -> Found | None:
    """Seats for the wanted; at most `allowance` of those who have a home leave it, each at `moved_price`. None: out of time."""
    given = board.given
    model = _Model()
    _attendances(model, board, wanted, [*places, *openings])
    _new_runs(model, board, openings)
    _rooms(model, board, openings)
    _posts(model, board)
    _needs(model, given, wanted, moved_price, allowance)
    model.cp.minimize(sum(model.price))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = search.seed
    solver.parameters.max_time_in_seconds = max(0.05, search.seconds)
    solver.parameters.max_deterministic_time = search.effort
    solver.parameters.relative_gap_limit = 0.005
    if solver.solve(model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return _read(model, board, wanted, solver)


def _attendances(model: _Model, board: Board, wanted: Collection[Wanted], places: Collection[Place]) -> None:
    """A variable for each member and place that serves and suits; nobody in two places at a time."""
    weights = board.given.weights
    wants: dict[int, set[int]] = defaultdict(set)
    homes: dict[int, set[int]] = defaultdict(set)
    for want in wanted:
        wants[want.member].add(want.requirement)
        if want.home is not None:
            homes[want.member].add(want.home)
    for member, needs in sorted(wants.items()):
        at: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        who = board.given.members[member]
        for place in sorted(places, key=_order):
            course = board.given.courses[place.course]
            if not needs & set(course.covers) or not board.able(member, place):
                continue
            if place.run not in homes[member] and (
                board.room(place) <= 0 or not board.covered(member, place)
            ):
                continue
            literal = model.cp.new_bool_var("")
            model.attends[member, place] = literal
            span = board.span(place)
            for t in span:
                at[t].append(literal)
            road = board.given.stations[who.station].travel
            venues = course.venues if place.run is None else (board.plan.runs[place.run].venue,)
            cost = weights.time * course.length + weights.rest * sum(who.rest[t] == "1" for t in span)
            cost += min(road[v] for v in venues) * (2 if course.length > 2 else 1)
            cost += late_price(board.given, who, course, place.start)
            model.price.append(cost * literal)
        for literals in at.values():
            if len(literals) > 1:
                model.cp.add_at_most_one(literals)


def _new_runs(model: _Model, board: Board, openings: Mapping[Place, Openings]) -> None:
    """Runs that might be opened: one venue and one instructor each, once at a time, not more than the course may have."""
    users: dict[tuple[str, int, int], list[cp_model.IntVar]] = defaultdict(list)
    of_course: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    of_period: dict[int, list[cp_model.LinearExprT]] = defaultdict(list)
    for place, free in sorted(openings.items(), key=lambda one: _order(one[0])):
        opened = model.cp.new_bool_var("")
        model.opened[place] = opened
        of_course[place.course].append(opened)
        length = board.given.courses[place.course].length
        of_period[board.given.period(place.start)].append(length * opened)
        model.price.append(board.given.weights.run * opened)
        for kind, ids, chosen in (("v", free.venues, model.venue), ("i", free.instructors, model.teacher)):
            for one in ids:
                chosen[place, one] = literal = model.cp.new_bool_var("")
                for t in board.span(place):
                    users[kind, one, t].append(literal)
            model.cp.add(sum(chosen[place, one] for one in ids) == opened)
    for literals in users.values():
        if len(literals) > 1:
            model.cp.add_at_most_one(literals)
    for course, literals in of_course.items():
        model.cp.add(sum(literals) <= board.slots(board.given.courses[course]))
    for period in range(PERIODS):
        if of_period[period]:
            over = model.cp.new_int_var(0, 1000, "")
            spare = board.given.month_cap - board.load[period]
            model.cp.add(sum(of_period[period]) <= max(0, spare) + over)
            model.price.append(board.given.weights.bunch * over)


def _rooms(model: _Model, board: Board, openings: Mapping[Place, Openings]) -> None:
    """Capacity of course and venue; what splitting a station costs."""
    inside: dict[Place, list[int]] = defaultdict(list)
    for member, place in model.attends:
        inside[place].append(member)
    for place, members in inside.items():
        literals = [model.attends[member, place] for member in members]
        course = board.given.courses[place.course]
        if place.run is not None:
            model.cp.add(sum(literals) <= max(0, board.room(place)))
        else:
            for literal in literals:
                model.cp.add_implication(literal, model.opened[place])
            seats = {v: min(course.capacity, board.given.venues[v].capacity) for v in openings[place].venues}
            model.cp.add(sum(literals) <= sum(n * model.venue[place, v] for v, n in seats.items()))
        by_station: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for member in members:
            by_station[board.given.members[member].station].append(model.attends[member, place])
        for station, there in by_station.items():
            here = board.shares[station, place.run] if place.run is not None else 0
            spare = max(0, course.station_share[station] - here)
            if len(there) > spare:
                over = model.cp.new_int_var(0, len(there), "")
                model.cp.add(sum(there) <= spare + over)
                model.price.append(board.given.weights.split * over)


def _posts(model: _Model, board: Board) -> None:
    """Minimum cover of each station in each half-day, and the strain of reaching it."""
    away: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    for (member, place), literal in model.attends.items():
        for t in board.span(place):
            away[board.given.members[member].station, t].append(literal)
    for (station, t), literals in away.items():
        left = board.left(station, t)
        if left <= 0:
            model.cp.add(sum(literals) == 0)
        elif len(literals) >= left:
            strained = model.cp.new_bool_var("")
            model.cp.add(sum(literals) <= left - 1 + strained)
            model.price.append(board.given.weights.strain * strained)


def _needs(
    model: _Model, given: Instance, wanted: Collection[Wanted], moved_price: int, allowance: int
) -> None:
    """What a want left without a seat costs, and what leaving home costs."""
    by_member: dict[int, list[Place]] = defaultdict(list)
    for member, place in model.attends:
        by_member[member].append(place)
    leaving: list[cp_model.LinearExprT] = []
    for want in sorted(wanted, key=lambda one: (one.member, one.requirement)):
        here = [p for p in by_member[want.member] if want.requirement in given.courses[p.course].covers]
        served = [model.attends[want.member, place] for place in here]
        unmet = model.cp.new_bool_var("")
        model.cp.add(sum(served) + unmet >= 1)
        model.price.append(given.weights.unmet * given.requirements[want.requirement].priority * unmet)
        if want.home is not None:
            stays = [model.attends[want.member, place] for place in here if place.run == want.home]
            leaving.append(1 - sum(stays))
    if leaving:
        model.cp.add(sum(leaving) <= allowance)
        model.price.append(moved_price * sum(leaving))


def _read(model: _Model, board: Board, wanted: Collection[Wanted], solver: cp_model.CpSolver) -> Found:
    goes: dict[int, list[Place]] = defaultdict(list)
    for (member, place), literal in model.attends.items():
        if solver.value(literal):
            goes[member].append(place)
    seats: dict[tuple[int, int], Place] = {}
    for want in wanted:
        here = [p for p in goes[want.member] if want.requirement in board.given.courses[p.course].covers]
        if here:
            home = [place for place in here if place.run is not None and place.run == want.home]
            seats[want.member, want.requirement] = min(home or here, key=_order)
    used = set(seats.values())
    opened = {}
    for place, literal in model.opened.items():
        if place in used and solver.value(literal):
            venue = next(v for (p, v), one in model.venue.items() if p == place and solver.value(one))
            teacher = next(i for (p, i), one in model.teacher.items() if p == place and solver.value(one))
            opened[place] = Run(place.course, place.start, venue, teacher)
    return Found(seats, opened, round(solver.objective_value))


def _order(place: Place) -> tuple[int, int, int]:
    return (place.start, place.course, -1 if place.run is None else place.run)

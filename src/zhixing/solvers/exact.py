"""One component as a mixed-integer programme for HiGHS, over the places that may still matter.

Never imported where `ortools` is: both bring a HiGHS of their own, and one process can't hold the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

from zhixing.solvers.relaxation import Relaxed
from zhixing.solvers.tables import SCALE, Index, Longs

INFINITY = highspy.kHighsInf
CAUTION = 1e-6
"""Taken off a bound that was counted with floating point, as a share of it; true costs are whole (scaled)."""


@dataclass(slots=True)
class _Model:
    """Columns (price, upper limit, whole or not) and rows, as they are written down."""

    prices: list[float] = field(default_factory=list)
    tops: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[list[int], list[float], float, float]] = field(default_factory=list)

    def column(self, price: float, top: float = 1.0, *, whole: bool = False) -> int:
        """A further variable from 0 to `top`."""
        self.prices.append(price)
        self.tops.append(top)
        self.whole.append(whole)
        return len(self.prices) - 1

    def row(self, columns: list[int], factors: list[float], low: float, high: float) -> None:
        """A further condition."""
        self.rows.append((columns, factors, low, high))


@dataclass(frozen=True, slots=True)
class _Crowd:
    """Who meets: by station and half-day the seats of each run, by room and half-day the runs."""

    away: dict[tuple[int, int], list[list[int]]]
    rooms: dict[tuple[int, int], list[int]]


@dataclass(frozen=True, slots=True)
class Exact:
    """`bound` (scaled) no solution over the given places falls below; `runs` of the best found, `closed` if optimal."""

    bound: int
    runs: tuple[tuple[int, int], ...]
    closed: bool


def prove(part: Relaxed, toll: Longs, rows: Sequence[Index], goal: int, *, seconds: float) -> Exact:
    """The component solved as far as `seconds` allow; its bound is at most `goal`, a cost that is already had."""
    if not any(len(each) for each in rows):
        return Exact(goal, (), closed=True)
    model, opened = _model(part, toll, rows)
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("time_limit", float(seconds))
    highs.setOptionValue("mip_rel_gap", 1e-6)
    highs.setOptionValue("mip_abs_gap", 0.5 / SCALE)
    highs.passModel(_written(model))
    highs.run()
    status, info = highs.getModelStatus(), highs.getInfo()
    closed = status == highspy.HighsModelStatus.kOptimal
    bound = info.mip_dual_bound
    found: tuple[tuple[int, int], ...] = ()
    if info.primal_solution_status == 2:
        value = highs.getSolution().col_value
        found = tuple(place for place, column in opened.items() if value[column] > 0.5)
    if not np.isfinite(bound):
        return Exact(part.bound, found, closed=False)
    sure = int(np.ceil(bound * SCALE - abs(bound) * SCALE * CAUTION - CAUTION))
    return Exact(min(goal, sure), found, closed)


def _model(part: Relaxed, toll: Longs, rows: Sequence[Index]) -> tuple[_Model, dict[tuple[int, int], int]]:
    model, opened, crowd = _Model(), dict[tuple[int, int], int](), _Crowd({}, {})
    weights = part.tables.instance.weights
    seats: list[list[int]] = [[] for _ in part.needs]
    for inner, course in enumerate(part.inside):
        mine = []
        for row in rows[inner]:
            price = weights.run * SCALE + int(toll[course.period[row]]) * course.length
            opened[inner, int(row)] = model.column(price / SCALE, whole=True)
            mine.append(opened[inner, int(row)])
            _run(part, model, (seats, crowd), (inner, int(row)), mine[-1])
        if len(mine) > course.course.max_runs:
            model.row(mine, [1.0] * len(mine), 0.0, course.course.max_runs)
    _together(part, model, crowd)
    for need, columns in enumerate(seats):
        unmet = model.column(int(part.top[need]) / SCALE)
        model.row([*columns, unmet], [1.0] * (len(columns) + 1), 1.0, INFINITY)
    return model, opened


def _run(
    part: Relaxed, model: _Model, into: tuple[list[list[int]], _Crowd], place: tuple[int, int], opened: int
) -> None:
    """A place's seats: who may sit there, no more than the room holds and the stations can spare, at their prices."""
    (seats, crowd), (inner, row) = into, place
    course, around = part.inside[inner], part.settings[inner]
    at = int(course.at[row])
    good = (course.cost[row] < course.reward) & (around.left[at][course.station] > 0)
    of_member: dict[int, list[int]] = {}
    for need, position in zip(*part.links[inner], strict=True):
        of_member.setdefault(int(position), []).append(int(need))
    by_station: dict[int, list[int]] = {}
    everyone = []
    for position in np.nonzero(good)[0]:
        seat = model.column(int(course.cost[row][position]) / SCALE, whole=True)
        everyone.append(seat)
        by_station.setdefault(int(course.station[position]), []).append(seat)
        for need in of_member.get(int(position), ()):
            seats[need].append(seat)
        model.row([seat, opened], [1.0, -1.0], -INFINITY, 0.0)
    if len(everyone) > course.room[row]:
        model.row([*everyone, opened], [1.0] * len(everyone) + [-float(course.room[row])], -INFINITY, 0.0)
    start = int(course.start[row])
    for t in range(start, start + course.length):
        crowd.rooms.setdefault((int(course.venue[row]), t), []).append(opened)
    for station, columns in by_station.items():
        for t in range(start, start + course.length):
            crowd.away.setdefault((station, t), []).append(columns)
        _station(part, model, (inner, at, station), columns, opened)


def _together(part: Relaxed, model: _Model, crowd: _Crowd) -> None:
    """Runs at the same time share their stations' spare people, and no room is used twice."""
    for (station, t), groups in crowd.away.items():
        may, columns = int(part.tables.may_leave[station, t]), [one for group in groups for one in group]
        if len(groups) > 1 and len(columns) > may:
            model.row(columns, [1.0] * len(columns), 0.0, may)
    for runs in crowd.rooms.values():
        if len(runs) > 1:
            model.row(runs, [1.0] * len(runs), 0.0, 1.0)


def _station(
    part: Relaxed, model: _Model, where: tuple[int, int, int], columns: list[int], opened: int
) -> None:
    inner, at, station = where
    course, around = part.inside[inner], part.settings[inner]
    left, share = int(around.left[at][station]), int(course.shares[station])
    count = len(columns)
    ones = [1.0] * count
    if count >= left:
        tight = model.column(int(around.tight[at][station]) / SCALE)
        model.row([*columns, opened, tight], [*ones, 1.0 - left, -1.0], -INFINITY, 0.0)
    if count > share and left > share:
        split = model.column(part.tables.instance.weights.split, top=float(count))
        model.row([*columns, opened, split], [*ones, -float(share), -1.0], -INFINITY, 0.0)


def _written(model: _Model) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.prices), len(model.rows)
    lp.col_cost_ = np.array(model.prices, dtype=np.float64)
    lp.col_lower_ = np.zeros(len(model.prices))
    lp.col_upper_ = np.array(model.tops, dtype=np.float64)
    lp.integrality_ = [
        highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous for whole in model.whole
    ]
    lp.row_lower_ = np.array([one[2] for one in model.rows], dtype=np.float64)
    lp.row_upper_ = np.array([one[3] for one in model.rows], dtype=np.float64)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    sizes = [len(one[0]) for one in model.rows]
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    lp.a_matrix_.index_ = np.array([c for one in model.rows for c in one[0]], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([f for one in model.rows for f in one[1]], dtype=np.float64)
    return lp

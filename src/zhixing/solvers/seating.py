"""Who sits where, exactly, once the runs of a component stand: a flow of least cost from members to runs.

From a unit through (station, run), whose last seats cost more (split, strain), to the run and its capacity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # type: ignore[import-untyped]

from zhixing.solvers.oracle import Setting
from zhixing.solvers.tables import SCALE, Component, Index, Longs, Tables


@dataclass(frozen=True, slots=True)
class Seated:
    """`cost` scaled, unmet needs included; `run[u]` which of the given runs (-1: none); `paid[u]` by the unit."""

    cost: int
    run: Index
    paid: Longs
    arcs: int


def seat(
    tables: Tables,
    component: Component,
    runs: Sequence[tuple[int, int]],
    settings: Sequence[Setting],
    held_back: Sequence[Longs | None] | None = None,
) -> Seated:
    """The cheapest seating of a component in `runs`, each (course within the component, row of its table).

    `held_back[i][s]`: of station s this many of those who may leave during run i are spoken for otherwise.
    """
    units = len(component.units)
    sink = units + len(runs)
    stations = len(tables.may_leave)
    everyone = np.arange(units, dtype=np.int64)
    tails, heads = [everyone], [np.full(units, sink, dtype=np.int64)]
    caps, costs = [np.ones(units, dtype=np.int64)], [component.unmet]
    spans: list[tuple[Longs, Longs]] = []
    for number, (inner, row) in enumerate(runs):
        course = tables.courses[component.courses[inner]]
        around, at = settings[inner], int(course.at[row])
        place = component.place[inner]
        left = around.left[at].astype(np.int64)
        if held_back is not None and held_back[number] is not None:
            left = left - held_back[number]
        price = np.where(place >= 0, course.cost[row][place], 1 << 24) + component.missed[inner]
        good = (price < component.unmet) & (left[component.station] > 0)
        if around.blocked is not None:
            good &= ~around.blocked[at][place]
        who = np.nonzero(good)[0]
        at_station = component.station[who]
        present = np.bincount(at_station, minlength=stations)
        shares = course.shares.astype(np.int64)
        node = sink + 1 + number * stations
        plain = present <= np.minimum(shares, left - 1)
        tails.append(who)
        heads.append(np.where(plain[at_station], units + number, node + at_station))
        caps.append(np.ones(len(who), dtype=np.int64))
        costs.append(price[who])
        spans.append((who, price[who]))
        crowded = np.nonzero(~plain & (present > 0))[0]
        if len(crowded):
            _station_arcs(
                tables,
                (tails, heads, caps, costs),
                crowded,
                left,
                shares,
                around.tight[at].astype(np.int64),
                node,
                units + number,
            )
        tails.append(np.array([units + number]))
        heads.append(np.array([sink]))
        caps.append(np.array([int(course.room[row])]))
        costs.append(np.zeros(1, dtype=np.int64))
    return _solve(units, sink, (tails, heads, caps, costs), spans, component)


_Arcs = tuple[list[Longs], list[Longs], list[Longs], list[Longs]]


def _station_arcs(
    tables: Tables, arcs: _Arcs, crowded: Index, left: Longs, shares: Longs, tight: Longs, node: int, run: int
) -> None:
    """Up to three prices of a station's seats in a run: within its share, beyond it, and the last who may leave."""
    split = tables.instance.weights.split * SCALE
    most, share = left[crowded], shares[crowded]
    last = np.where(most - 1 >= share, split, 0) + tight[crowded]
    for cap, cost in (
        (np.minimum(share, most - 1), np.zeros(len(crowded), dtype=np.int64)),
        (np.maximum(0, most - 1 - share), np.full(len(crowded), split, dtype=np.int64)),
        (np.ones(len(crowded), dtype=np.int64), last),
    ):
        kept = cap > 0
        arcs[0].append(node + crowded[kept])
        arcs[1].append(np.full(int(kept.sum()), run, dtype=np.int64))
        arcs[2].append(cap[kept])
        arcs[3].append(cost[kept])


def _solve(
    units: int, sink: int, arcs: _Arcs, spans: Sequence[tuple[Longs, Longs]], component: Component
) -> Seated:
    flow = SimpleMinCostFlow()
    tails = np.concatenate(arcs[0])
    flow.add_arcs_with_capacity_and_unit_cost(
        tails, np.concatenate(arcs[1]), np.concatenate(arcs[2]), np.concatenate(arcs[3])
    )
    if units:
        flow.set_nodes_supplies(
            np.append(np.arange(units), sink), np.append(np.ones(units, dtype=np.int64), -units)
        )
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"the seating flow ended with {status}")
    used = flow.flows(np.arange(len(tails)))
    run = np.full(units, -1, dtype=np.intp)
    paid = component.unmet.copy()
    at, parts = 0, [len(one) for one in arcs[0]]
    sections = iter(zip(parts, arcs[0], strict=True))
    at += next(sections)[0]
    number = 0
    for size, tail in sections:
        if number < len(spans) and tail is spans[number][0]:
            taken = used[at : at + size] > 0
            run[tail[taken]] = number
            paid[tail[taken]] = spans[number][1][taken]
            number += 1
        at += size
    return Seated(int(flow.optimal_cost()), run, paid, len(tails))

"""Which groups may be told beside one another so that no few follow by subtraction (二次隐去).

Everybody stands in one group of each of two divisions (branch, post), and the whole may be known. Then what sums of
shown groups and the whole can single out are the small cuts of a graph: its nodes are the shown groups, and for each
division one node of all that is not shown; every person is an edge between his two. A set that some combination of
shown numbers is about holds all edges of a cut; so where no cut is smaller than `fewest`, none is about fewer people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from typing import TypeVar

T = TypeVar("T", bound=Hashable)
Cell = tuple[T | None, T | None]
"""Somebody's group in each division; None where he has none."""


def shown_together(cells: Iterable[Cell[T]], wanted: Collection[T], fewest: int) -> frozenset[T]:
    """Those of the wanted groups that may be shown. `wanted` in the order in which they are given up, the first first.

    One whose hiding mends it alone is given up before others.
    """
    places, left = Counter(cells), list(wanted)
    while left and _singles_out(places, left, fewest):
        without = ([one for one in left if one != gone] for gone in left)
        left = next((rest for rest in without if not _singles_out(places, rest, fewest)), left[1:])
    return frozenset(left)


def _singles_out(places: Counter[Cell[T]], shown: Collection[T], fewest: int) -> bool:
    """Whether the graph has a cut of fewer than `fewest` people (Stoer and Wagner, one component after another)."""
    graph: dict[Hashable, dict[Hashable, int]] = {}
    for (first, second), people in places.items():
        ends = [(side, one if one in shown else None) for side, one in enumerate((first, second))]
        for one, other in (ends, ends[::-1]):
            joined = graph.setdefault(one, {})
            joined[other] = joined.get(other, 0) + people
    while graph:
        before, last, cut = _last_joined(graph)
        if last is None:
            del graph[before]
        elif cut < fewest:
            return True
        else:
            _merge(graph, last, before)
    return False


def _last_joined(graph: dict[Hashable, dict[Hashable, int]]) -> tuple[Hashable, Hashable | None, int]:
    """Grows from one node by what is joined to it most: the last two, and how many people join the last to the others."""
    last: Hashable | None = None
    before = start = next(iter(graph))
    inside, edge, cut = {start}, dict(graph[start]), 0
    while edge:
        node = max(edge, key=lambda one: edge[one])
        cut = edge.pop(node)
        before, last = (start if last is None else last), node
        inside.add(node)
        for other, people in graph[node].items():
            if other not in inside:
                edge[other] = edge.get(other, 0) + people
    return before, last, cut


def _merge(graph: dict[Hashable, dict[Hashable, int]], gone: Hashable, into: Hashable) -> None:
    for other, people in graph.pop(gone).items():
        del graph[other][gone]
        if other != into:
            graph[into][other] = graph[into].get(other, 0) + people
            graph[other][into] = graph[into][other]

"""An impossible wish answered: the smallest set of conditions that stand against each other, and the cheapest repairs.

`explain` looks at the wishes by groups of courses first, then at all together; only whom they are about is modelled.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from zhixing.core.timetable.checking import judge
from zhixing.core.timetable.instance import Instance
from zhixing.core.timetable.wishes import Answer, Conflict, Possible, Prices, Unknown, Wish
from zhixing.core.timetable.wishes_met import unmet
from zhixing.solvers.conflicts_repairs import repairs
from zhixing.solvers.conflicts_search import EVERYTHING, Clock, Found, feasible, parts, smallest


def explain(
    instance: Instance,
    wishes: Sequence[Wish],
    *,
    seed: int = 0,
    seconds: float = 20.0,
    prices: Prices | None = None,
) -> Answer:
    """Whether the wishes can be met together on top of the hard rules; if not, why not and what would do."""
    began = time.monotonic()
    clock = Clock(began + seconds, seed)
    asked = tuple(dict.fromkeys(wishes))
    groups = parts(instance, asked)
    unsure = False
    for group in [*groups, asked] if len(groups) != 1 else groups:
        found, plan = feasible(instance, group, EVERYTHING, clock.part(0.4))
        if found is Found.NO:
            return _conflict(instance, asked, group, prices or Prices(), clock, began)
        unsure = found is Found.UNKNOWN
    if unsure or plan is None or judge(instance, plan).broken or unmet(instance, plan, asked):
        return Unknown(time.monotonic() - began)
    return Possible(plan)


def _conflict(
    instance: Instance,
    asked: Sequence[Wish],
    group: Sequence[Wish],
    prices: Prices,
    clock: Clock,
    began: float,
) -> Conflict | Unknown:
    """The smallest conflict within a group known to be impossible, and repairs for all that was asked."""
    core = smallest(instance, group, clock.part(0.6))
    if core is None:
        return Unknown(time.monotonic() - began)
    return Conflict(core.items, core.minimal, repairs(instance, asked, core.items, prices, clock))

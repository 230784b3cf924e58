"""The cheapest ways to make wishes possible: which condition to loosen, by how much, at what stated price."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ortools.sat.python import cp_model

from zhixing.core.timetable.checking import judge
from zhixing.core.timetable.instance import Instance
from zhixing.core.timetable.wishes import (
    CompleteBy,
    Except,
    Item,
    Later,
    LeaveOut,
    MoreAway,
    MoreChairs,
    MoreRuns,
    MoreSeats,
    MoreThan,
    Prices,
    Repair,
    Step,
    Widen,
    Wish,
)
from zhixing.core.timetable.wishes_met import loosen, unmet
from zhixing.solvers.conflicts_model import build
from zhixing.solvers.conflicts_policies import Priced, unit_price
from zhixing.solvers.conflicts_search import EVERYTHING, Clock, Found, conflict, feasible, solver

ALTERNATIVES = 3
"""Repairs offered at most."""
MORE_CONFLICTS = 3
"""Conflicts looked for behind the first one."""
BEHIND, LOOKING, PROVING = 2.0, 3.0, 2.0
"""Seconds at most for the conflicts behind, for each repair (the first has twice as much), for the proof of the cheapest."""


def repairs(
    given: Instance, wishes: Sequence[Wish], core: Sequence[Item], prices: Prices, clock: Clock
) -> tuple[Repair, ...]:
    """Up to three repairs, each verified: the cheapest, then such as leave alone what the ones before loosened most.

    Looked for among the items that stand in a conflict (every repair loosens one of each); whether the first is the
    cheapest of all is then tried over all items.
    """
    open_items = _contested(given, wishes, core, clock.part(0.3).within(BEHIND))
    found: list[Repair] = []
    barred: frozenset[Item] = frozenset()
    for number in range(ALTERNATIVES):
        if clock.over():
            break
        made = _cheapest(
            given,
            wishes,
            prices,
            open_items,
            barred,
            clock.part(0.5).within(LOOKING if found else 2 * LOOKING),
        )
        if isinstance(made, bool):
            break
        if number == 0:
            made = _proven(given, wishes, prices, made, clock.part(0.5).within(PROVING))
        repair, dearest = made
        barred |= {dearest}
        known = {frozenset(one.steps) for one in found}
        if frozenset(repair.steps) not in known and verified(given, wishes, repair.steps, clock):
            found.append(repair)
    return tuple(sorted(found, key=lambda one: one.price))


def _contested(
    given: Instance, wishes: Sequence[Wish], core: Sequence[Item], clock: Clock
) -> frozenset[Item]:
    """The items of this conflict and of the ones behind it: once it is lifted, what else stands against the wishes."""
    contested = set(core)
    for _ in range(MORE_CONFLICTS):
        more = conflict(
            given, wishes, clock, lifted=[item for item in contested if not isinstance(item, CompleteBy)]
        )
        if more <= contested:
            break
        contested |= more
    return frozenset(contested)


def _proven(
    given: Instance, wishes: Sequence[Wish], prices: Prices, made: tuple[Repair, Item], clock: Clock
) -> tuple[Repair, Item]:
    """The same repair, said to be the cheapest where nothing cheaper exists; or the cheaper one that was found."""
    repair = made[0]
    if repair.price <= 1:
        return replace(repair, best=True), made[1]
    cheaper = _cheapest(given, wishes, prices, None, frozenset(), clock, below=repair.price)
    if isinstance(cheaper, tuple):
        return cheaper
    return replace(repair, best=cheaper is False), made[1]


def verified(given: Instance, wishes: Sequence[Wish], steps: Sequence[Step], clock: Clock) -> bool:
    """Whether a plan meets the loosened wishes in the loosened problem without breaking a rule."""
    problem, asked = loosen(given, wishes, steps)
    answer, plan = feasible(problem, asked, EVERYTHING, clock)
    if answer is not Found.YES or plan is None:
        return False
    return not judge(problem, plan).broken and not unmet(problem, plan, asked)


def _cheapest(
    given: Instance,
    wishes: Sequence[Wish],
    prices: Prices,
    open_items: frozenset[Item] | None,
    barred: frozenset[Item],
    clock: Clock,
    *,
    below: int | None = None,
    persons: bool = True,
) -> tuple[Repair, Item] | bool:
    """The cheapest repair and the item it loosens most; False where there is none, True where time ran out before.

    First without relieving anybody of duty or leaving anybody out (`persons` False: a far smaller
    model), then with it for something cheaper.
    """
    rough = None
    if persons:
        rough = _cheapest(
            given, wishes, prices, open_items, barred, clock.part(0.5), below=below, persons=False
        )
        below = rough[0].price if isinstance(rough, tuple) else below
    cp = cp_model.CpModel()
    policy = Priced(cp, given, prices, open_items, barred, persons)
    build(given, wishes, policy, cp)
    cp.minimize(policy.price())
    if below is not None:
        cp.add(policy.price() <= below - 1)
    search = solver(clock)
    status = search.solve(cp)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        if isinstance(rough, tuple):
            proven = status == cp_model.INFEASIBLE and open_items is None
            return replace(rough[0], best=proven), rough[1]
        return status != cp_model.INFEASIBLE
    taken = [(item, step, search.value(var)) for (item, step), var in policy.taken.items()]
    taken = [(item, step, units) for item, step, units in taken if units]
    if not taken:
        return False
    spent: dict[Item, int] = defaultdict(int)
    for item, step, units in taken:
        spent[item] += units * unit_price(given, prices, step)
    dearest = max(spent, key=lambda item: (spent[item], repr(item)))
    steps = _joined([(step, units) for _, step, units in taken])
    price = sum(spent.values())
    proven = status == cp_model.OPTIMAL and open_items is None and persons
    return Repair(steps, price, proven), dearest


def _joined(taken: Sequence[tuple[Step, int]]) -> tuple[Step, ...]:
    """Units of one kind told as one step: weeks of a window, members left out, half-days of a season."""
    joined: dict[tuple[str, object], Step] = {}
    for step, units in taken:
        match step:
            case MoreAway() | MoreChairs() | MoreSeats() | MoreRuns() | MoreThan():
                joined[repr(step), None] = replace(step, by=units)
            case Widen():
                was = joined.get(("widen", step.course))
                before, after = (was.before, was.after) if isinstance(was, Widen) else (0, 0)
                joined["widen", step.course] = replace(
                    step, before=max(before, step.before), after=max(after, step.after)
                )
            case Later():
                was = joined.get(("later", step.wish))
                weeks = was.weeks if isinstance(was, Later) else 0
                joined["later", step.wish] = replace(step, weeks=max(weeks, step.weeks))
            case LeaveOut():
                was = joined.get(("out", step.wish))
                members = was.members if isinstance(was, LeaveOut) else ()
                joined["out", step.wish] = replace(step, members=tuple(sorted({*members, *step.members})))
            case Except():
                was = joined.get(("except", step.wish))
                days = was.half_days if isinstance(was, Except) else ()
                joined["except", step.wish] = replace(step, half_days=tuple(sorted({*days, *step.half_days})))
            case _:
                joined[repr(step), None] = step
    return tuple(joined.values())

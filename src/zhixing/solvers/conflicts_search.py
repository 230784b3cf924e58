"""Solving the model of wishes: whether they can be met, and the smallest set of conditions that can't all hold."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from ortools.sat.python import cp_model

from zhixing.core.timetable.instance import Instance, Plan, Run, Seat
from zhixing.core.timetable.wishes import (
    CompleteBy,
    Cover,
    Duty,
    Item,
    OneRun,
    Opening,
    Room,
    Runs,
    Size,
    Teacher,
    Together,
    Window,
    Wish,
)
from zhixing.core.timetable.wishes_met import group_of
from zhixing.solvers.conflicts_model import Built, Slot, build, courses_of
from zhixing.solvers.conflicts_policies import Assumed, Strict


class Found(Enum):
    """What a search came to."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Clock:
    """When to stop, and the seed."""

    ends: float
    seed: int

    def left(self) -> float:
        """Seconds left, never quite none."""
        return max(0.01, self.ends - time.monotonic())

    def over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self.ends

    def part(self, share: float) -> Clock:
        """The same for a share of what is left."""
        return Clock(time.monotonic() + share * max(0.0, self.ends - time.monotonic()), self.seed)

    def within(self, seconds: float) -> Clock:
        """The same, ending in so many seconds at the latest."""
        return Clock(min(self.ends, time.monotonic() + seconds), self.seed)


FIRST, TRIAL = 3.0, 2.0
"""Seconds for the first conflict by assumptions, and for trying to leave an item out."""


PLAINLY = 1.5
"""Seconds for trying whether a few kinds of items conflict by themselves."""
_PLAIN = (Wish, Size, Room, Runs, Window)
PLAIN_FIRST: tuple[tuple[Any, ...], ...] = (
    _PLAIN,
    (*_PLAIN, Cover),
    (*_PLAIN, Opening, Teacher),
    (*_PLAIN, Duty),
)
"""Kinds of items that are tried by themselves, the plainest first."""


class _Everything:
    """Every item is held."""

    def __contains__(self, item: object) -> bool:
        return True


EVERYTHING: Container[Item] = _Everything()


def solver(clock: Clock) -> cp_model.CpSolver:
    """A solver with one worker, so that assumptions are explained and a seed repeats."""
    made = cp_model.CpSolver()
    made.parameters.num_workers = 1
    made.parameters.random_seed = clock.seed
    made.parameters.cp_model_probing_level = 0  # presolve took ten times what the proof itself takes
    made.parameters.max_time_in_seconds = clock.left()
    return made


def feasible(
    given: Instance, wishes: Sequence[Wish], held: Container[Item], clock: Clock
) -> tuple[Found, Plan | None]:
    """Whether the wishes can be met where only the items of `held` hold; with a plan for those they are about."""
    if clock.over():
        return Found.UNKNOWN, None
    cp = cp_model.CpModel()
    built = build(given, wishes, Strict(held), cp)
    search = solver(clock)
    search.parameters.linearization_level = (
        2  # too many people for too few seats: the linear relaxation sees it
    )
    match search.solve(cp):
        case cp_model.OPTIMAL | cp_model.FEASIBLE:
            return Found.YES, read(built, search)
        case cp_model.INFEASIBLE:
            return Found.NO, None
    return Found.UNKNOWN, None


@dataclass(frozen=True, slots=True)
class Core:
    """Items that can't all hold; `minimal`: without any one of them the rest can, each was tried."""

    items: tuple[Item, ...]
    minimal: bool


def conflict(
    given: Instance, wishes: Sequence[Wish], clock: Clock, *, lifted: Collection[Item] = ()
) -> frozenset[Item]:
    """Some items that can't all hold where those of `lifted` don't; none where all can, or time ran out."""
    cp = cp_model.CpModel()
    policy = Assumed(cp)
    build(given, wishes, policy, cp)
    found = _conflict(cp, policy.lifted, sorted(set(policy.lifted) - set(lifted), key=_rank), clock)
    return frozenset(found) if isinstance(found, set) else frozenset()


def smallest(given: Instance, wishes: Sequence[Wish], clock: Clock) -> Core | None:
    """A smallest set of items that can't all hold, of wishes known to be impossible; None where time ran out first.

    Named assumptions give a first set; then each item is left out in turn, and stays out where the rest still conflicts.
    """
    cp = cp_model.CpModel()
    policy = Assumed(cp)
    build(given, wishes, policy, cp)
    literals = policy.lifted
    suspects = _suspects(given, wishes, sorted(literals, key=_rank), clock)
    core = _conflict(cp, literals, suspects, clock.within(FIRST))
    if not isinstance(core, set):
        return _halved(given, wishes, suspects, clock)
    needed: list[Item] = []
    minimal = True
    rest = sorted(core, key=_rank)
    while rest and not clock.over():
        trial = rest.pop(0)
        less = _conflict(cp, literals, [*rest, *needed], clock.within(TRIAL))
        if less is Found.UNKNOWN:
            answer, _ = feasible(given, wishes, frozenset([*rest, *needed]), clock.within(TRIAL))
            less = {*rest, *needed} if answer is Found.NO else answer
        if isinstance(less, set):
            rest = [item for item in rest if item in less]
        else:
            needed.append(trial)
            minimal = minimal and less is Found.YES
    return Core(tuple(sorted([*needed, *rest], key=_rank, reverse=True)), minimal and not rest)


def _suspects(given: Instance, wishes: Sequence[Wish], items: list[Item], clock: Clock) -> list[Item]:
    """As few kinds of items as still conflict: a conflict of plain numbers is told before one of many stations' rosters."""
    for kinds in PLAIN_FIRST:
        held = [item for item in items if isinstance(item, kinds)]
        if len(held) == len(items):
            break
        if feasible(given, wishes, frozenset(held), clock.part(0.3).within(PLAINLY))[0] is Found.NO:
            return held
    return items


def _halved(given: Instance, wishes: Sequence[Wish], items: list[Item], clock: Clock) -> Core | None:
    """The same without assumptions, leaving out halves, quarters, … and at last single items of what is held."""
    core, size, minimal = items, max(1, len(items) // 2), True
    while True:
        at, minimal = 0, True
        while at < len(core):
            trial = [*core[:at], *core[at + size :]]
            answer, _ = feasible(given, wishes, frozenset(trial), clock.within(TRIAL))
            if answer is Found.NO:
                core = trial
            else:
                minimal = minimal and answer is Found.YES
                at += size
        if size == 1:
            return (
                Core(tuple(sorted(core, key=_rank, reverse=True)), minimal)
                if len(core) < len(items)
                else None
            )
        size = max(1, size // 2)


def _conflict(
    cp: cp_model.CpModel,
    literals: dict[Item, cp_model.IntVar],
    held: Iterable[Item],
    clock: Clock,
) -> set[Item] | Found:
    """Which of the held items can't all hold; YES where they can, UNKNOWN where time is up."""
    if clock.over():
        return Found.UNKNOWN
    by_index = {literals[item].Not().index: item for item in held}
    cp.clear_assumptions()
    cp.add_assumptions([literals[item].Not() for item in by_index.values()])
    search = solver(clock)
    search.parameters.max_presolve_iterations = 1
    search.parameters.presolve_bve_threshold = 0
    search.parameters.merge_at_most_one_work_limit = 0
    status = search.solve(cp)
    if status == cp_model.INFEASIBLE:
        return {by_index[index] for index in search.sufficient_assumptions_for_infeasibility()}
    return Found.YES if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else Found.UNKNOWN


def _rank(item: Item) -> tuple[int, str]:
    """Items that many have (duty and cover of a station) are tried for removal first, wishes last."""
    order = (
        0 if isinstance(item, Duty) else 1 if isinstance(item, Cover) else 3 if isinstance(item, Wish) else 2
    )
    return order, repr(item)


def read(built: Built, search: cp_model.CpSolver) -> Plan:
    """The plan of a solution: runs with people, and a seat for each need the wishes ask for."""
    goes: dict[int, list[Slot]] = defaultdict(list)
    for (member, slot), literal in built.attends.items():
        if search.value(literal):
            goes[member].append(slot)
    room_of = _rooms(built, search, goes)
    numbers: dict[tuple[Slot, int], int] = {}
    runs: list[Run] = []
    for slot in sorted({slot for slots in goes.values() for slot in slots}):
        venues = [v for v in built.venues_at[slot] if search.value(built.venue[slot, v])]
        teachers = [i for (s, i), one in built.teacher.items() if s == slot and search.value(one)]
        for v, i in zip(venues, teachers, strict=True):
            if any(where == (slot, v) for where in room_of.values()):
                numbers[slot, v] = len(runs)
                runs.append(Run(slot[0], slot[1], v, i))
    chosen: dict[tuple[int, int], int] = {}
    for member, needs in sorted(_needs(built).items()):
        for requirement, by in needs.items():
            there = [s for s in goes[member] if requirement in built.given.courses[s[0]].covers]
            there = [s for s in there if built.span(s).stop <= by] or there
            if there:
                slot = min(there, key=lambda s: s[1])
                chosen[member, requirement] = numbers[room_of[member, slot]]
    return Plan(tuple(runs), tuple(sorted(Seat(m, q, run) for (m, q), run in chosen.items())))


def _rooms(
    built: Built, search: cp_model.CpSolver, goes: dict[int, list[Slot]]
) -> dict[tuple[int, Slot], tuple[Slot, int]]:
    """The venue of each attendance: a group's own first, then wherever there is room."""
    placed: dict[tuple[int, Slot], tuple[Slot, int]] = {}
    for (wish, slot, v), literal in built.groups.items():
        if search.value(literal) and isinstance(wish, Together | OneRun):
            placed |= {(member, slot): (slot, v) for member in group_of(built.given, wish)}
    left = {where: search.value(number) for where, number in built.people.items()}
    for where in placed.values():
        left[where] -= 1
    for member, slots in sorted(goes.items()):
        for slot in slots:
            if (member, slot) not in placed:
                v = max(built.venues_at[slot], key=lambda one, slot=slot: left[slot, one])  # type: ignore[misc]
                placed[member, slot] = (slot, v)
                left[slot, v] -= 1
    return placed


def _needs(built: Built) -> dict[int, dict[int, int]]:
    """By member the requirements the wishes ask a seat for, and by when."""
    needs: dict[int, dict[int, int]] = defaultdict(dict)
    for wish in built.wishes:
        if isinstance(wish, Together | OneRun):
            for member in group_of(built.given, wish):
                for q in set(built.given.courses[wish.course].covers) & set(
                    built.given.members[member].needs
                ):
                    needs[member].setdefault(q, built.given.half_days)
    for wish in built.wishes:
        if isinstance(wish, CompleteBy):
            for member in wish.members:
                if wish.requirement in built.given.members[member].needs:
                    needs[member][wish.requirement] = min(
                        wish.by, needs[member].get(wish.requirement, built.given.half_days)
                    )
    return needs


def parts(given: Instance, wishes: Sequence[Wish]) -> list[tuple[Wish, ...]]:
    """The wishes by groups of courses that serve the same requirement, each with the wishes that bear on all."""
    groups: list[tuple[set[int], list[Wish]]] = []
    for wish in wishes:
        courses = courses_of(given, wish)
        if not courses:
            continue
        touching = [one for one in groups if one[0] & courses]
        groups = [one for one in groups if not one[0] & courses]
        joined = set().union(courses, *(one[0] for one in touching))
        groups.append((joined, [*(w for one in touching for w in one[1]), wish]))
    found = []
    for courses, own in groups:
        others = [w for w in wishes if not courses_of(given, w) and _bears(w, courses)]
        chosen: Collection[Wish] = {*own, *others}
        found.append(tuple(wish for wish in wishes if wish in chosen))
    return found


def _bears(wish: Wish, courses: Collection[int]) -> bool:
    course = getattr(wish, "course", None)
    return course is None or course in courses

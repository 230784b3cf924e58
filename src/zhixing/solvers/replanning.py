"""Replanning after an event, moving as few people as it can.

First another instructor, or another room, at the same time: nobody moves. Then only the displaced: into runs with room, into
their run shifted, into a make-up run. Then, at a stated price and never more than `others` of the displaced, members whom
nothing displaced give way. Runs begun before `now_half_day` and locked runs stay.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from zhixing.core.timetable.changes import (
    Displaced,
    Event,
    apply_all,
    can_hold,
    cancelled,
    displaced,
    unheld,
)
from zhixing.core.timetable.changes_told import Cause, Replanned
from zhixing.core.timetable.instance import Instance, Plan, Run, Seat
from zhixing.solvers.replanning_places import Board, Place, candidates, existing
from zhixing.solvers.replanning_seats import Search, Wanted, reseat
from zhixing.solvers.replanning_swaps import Swapped, swap
from zhixing.solvers.replanning_told import moves, run_changes, seat_causes, unserved

MOVED = 60
"""The stated price of moving a member whom nothing displaced: more than two runs, less than a need of any weight unmet."""
OTHERS = 0.2
"""How many such members, as a share of the displaced, may be moved at most."""
GIVERS = 60
"""How many members are looked at who might give way."""


@dataclass(frozen=True, slots=True)
class _Case:
    """What the steps share: problem and plan after swaps, closed runs, causes, what no new run may take, time."""

    given: Instance
    plan: Plan
    closed: frozenset[int]
    locked: frozenset[int]
    now: int
    barred: frozenset[tuple[int, int]]
    search: Search
    ends: float

    def limits(self, share: float) -> Search:
        """The share of the time that is left, and of the effort."""
        left = max(0.0, self.ends - time.monotonic())
        return Search(self.search.seed, left * share, self.search.effort * share)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Attendances taken up, where each of their (member, requirement) goes (None: nowhere), and the runs opened."""

    lifted: frozenset[tuple[int, int]]
    where: Mapping[tuple[int, int], Place | None]
    opened: Mapping[Place, Run]


def replan(
    instance: Instance,
    plan: Plan,
    events: Sequence[Event],
    *,
    now_half_day: int = 0,
    locked: Collection[int] = (),
    seed: int = 0,
    seconds: float = 5.0,
    moved_price: int = MOVED,
    others: float = OTHERS,
) -> Replanned:
    """The plan after the events. `instance` is the problem before them; `locked`: run numbers; `others`: a share."""
    began = time.monotonic()
    given = apply_all(instance, events, now_half_day=now_half_day)
    dropped = frozenset(n for n in cancelled(events) if plan.runs[n].start >= now_half_day)
    past = frozenset(n for n, run in enumerate(plan.runs) if run.start < now_half_day)
    hit = displaced(given, plan, dropped=dropped, now_half_day=now_half_day)
    under_way = tuple(n for n in unheld(given, plan) if n in past)
    if not hit.runs and not hit.seats:
        same = tuple(range(len(plan.runs)))
        return Replanned(plan, (), (), (), under_way, same, 0, 0, 0, 0, time.monotonic() - began)
    fixed = past | frozenset(locked)
    swapped = _swapped(given, plan, hit, dropped, fixed, seed, seconds)
    stuck = frozenset(swapped.broken) & fixed
    closed = (frozenset(swapped.broken) - stuck) | dropped
    left = displaced(given, swapped.plan, dropped=closed, now_half_day=now_half_day)
    stranded = [seat for seat in left.seats if seat.run not in stuck]
    empty = _emptied(swapped.plan, stranded) - fixed
    crowded = [seat for seat in left.crowded if seat.run not in empty]
    case = _Case(
        given,
        swapped.plan,
        closed | empty,
        fixed,
        now_half_day,
        frozenset((plan.runs[n].course, plan.runs[n].start) for n in dropped),
        Search(seed, seconds, seconds * 0.6),
        began + seconds * 0.8,
    )
    outcome = _seats(case, stranded, crowded, moved_price, int(len(hit.seats) * others))
    causes = {n: _cause(given, plan, n, dropped) for n in hit.runs}
    why = seat_causes(stranded, left.crowded, causes, closed)
    told = _told(case, plan, outcome, why, causes)
    surplus = len(set(stranded) & set(crowded))
    own = {(seat.member, seat.requirement) for seat in set(stranded) - set(crowded)}
    gave = sum((move.member, move.requirement) not in own for move in told.moves)
    return replace(
        told,
        held=tuple(sorted({*under_way, *stuck})),
        displaced=len(hit.seats),
        stranded=len(stranded),
        others=max(0, gave - surplus),
        seconds=time.monotonic() - began,
    )


def _told(
    case: _Case,
    before: Plan,
    outcome: _Outcome,
    why: Mapping[tuple[int, int], Cause],
    causes: Mapping[int, Cause],
) -> Replanned:
    """The new plan with what changed against the one before; what is counted over the displaced stays nought."""
    done, kept = _assembled(case, outcome)
    moved = moves(before, done, kept, why)
    lost = [(move.member, move.requirement) for move in moved if move.after is None]
    board = Board(case.given, done, (), ())
    return Replanned(
        plan=done,
        moves=moved,
        runs=run_changes(before, done, kept, moved, causes),
        unserved=unserved(board, lost, now_half_day=case.now, barred=case.barred),
        held=(),
        kept=kept,
        displaced=0,
        stranded=0,
        changes=len(moved),
        others=0,
        seconds=0.0,
    )


def _swapped(
    given: Instance,
    plan: Plan,
    hit: Displaced,
    dropped: Collection[int],
    fixed: Collection[int],
    seed: int,
    seconds: float,
) -> Swapped:
    """Instructors and rooms anew for broken runs; whoever can't come anyway needs no seat in the room."""
    absent = {(seat.member, seat.run) for seat in hit.seats if seat.run not in hit.runs}
    people = Counter(run for _, run in {(seat.member, seat.run) for seat in plan.seats} - absent)
    return swap(
        given,
        plan,
        broken=[n for n in hit.runs if n not in dropped],
        dropped=dropped,
        fixed=[n for n in fixed if n not in hit.runs],
        seats=people,
        seed=seed,
        seconds=seconds * 0.2,
    )


def _emptied(plan: Plan, stranded: Sequence[Seat]) -> frozenset[int]:
    """Runs all of whose people must leave: their place among the course's runs is free for another."""
    taken = set(stranded)
    return frozenset(seat.run for seat in stranded) - {seat.run for seat in plan.seats if seat not in taken}


def _seats(
    case: _Case, stranded: Sequence[Seat], crowded: Sequence[Seat], moved_price: int, allowed: int
) -> _Outcome:
    """Where each displaced seat goes: to a place, or nowhere; with a few others where that serves more."""
    crowd = {(seat.member, seat.requirement): seat.run for seat in crowded}
    wanted = [
        Wanted(seat.member, seat.requirement)
        for seat in stranded
        if (seat.member, seat.requirement) not in crowd
    ]
    wanted += [Wanted(member, requirement, run) for (member, requirement), run in crowd.items()]
    lifted = frozenset((seat.member, seat.run) for seat in [*stranded, *crowded])
    surplus = {(seat.member, seat.requirement) for seat in stranded} & set(crowd)
    best = _found(case, lifted, wanted, stranded, moved_price, len(surplus), 0.5)
    if best is None:
        homes: dict[tuple[int, int], Place | None] = dict.fromkeys(
            ((want.member, want.requirement) for want in wanted), None
        )
        for pair, run in crowd.items():
            if pair not in surplus:
                homes[pair] = Place(case.plan.runs[run].start, case.plan.runs[run].course, run)
        return _Outcome(lifted, homes, {})
    hungry = [want for want in wanted if best.where[want.member, want.requirement] is None]
    if not hungry or not allowed:
        return best
    givers = _givers(case, lifted, hungry)
    wanted += [Wanted(seat.member, seat.requirement, seat.run) for seat in givers]
    wider = lifted | {(seat.member, seat.run) for seat in givers}
    again = _found(case, wider, wanted, stranded, moved_price, len(surplus) + allowed, 1.0)
    return again if again and _weight(case, again) < _weight(case, best) else best


def _weight(case: _Case, outcome: _Outcome) -> int:
    """What the pairs left without a seat weigh."""
    return sum(
        case.given.requirements[q].priority for (_, q), place in outcome.where.items() if place is None
    )


def _found(
    case: _Case,
    lifted: frozenset[tuple[int, int]],
    wanted: Sequence[Wanted],
    stranded: Sequence[Seat],
    moved_price: int,
    allowance: int,
    share: float,
) -> _Outcome | None:
    board = Board(case.given, case.plan, case.closed, lifted)
    at_hand = _at_hand(board, wanted, case.now)
    open_wants = [want for want in wanted if (want.member, want.requirement) not in at_hand]
    wanting: dict[int, set[int]] = defaultdict(set)
    near: dict[int, set[int]] = defaultdict(set)
    for seat in stranded:
        near[case.plan.runs[seat.run].course].add(case.plan.runs[seat.run].start)
        if (seat.member, seat.requirement) not in at_hand:
            wanting[seat.requirement].add(seat.member)
    needed = {want.requirement for want in open_wants}
    found = reseat(
        board,
        open_wants,
        existing(board, needed, now_half_day=case.now),
        candidates(board, wanting, now_half_day=case.now, barred=case.barred, near=near),
        moved_price=moved_price,
        allowance=allowance,
        search=case.limits(share),
    )
    if found is None:
        return None
    where: dict[tuple[int, int], Place | None] = {
        (want.member, want.requirement): found.seats.get((want.member, want.requirement))
        for want in open_wants
    }
    return _Outcome(lifted, {**where, **at_hand}, found.opened)


def _at_hand(board: Board, wanted: Sequence[Wanted], now: int) -> dict[tuple[int, int], Place]:
    """Wants that a run meets in which the member sits anyway for something else."""
    met = {}
    for want in wanted:
        for number in sorted(board.attends.get(want.member, ())):
            run = board.plan.runs[number]
            if run.start >= now and want.requirement in board.given.courses[run.course].covers:
                met[want.member, want.requirement] = Place(run.start, run.course, number)
                break
    return met


def _givers(case: _Case, lifted: Collection[tuple[int, int]], hungry: Sequence[Wanted]) -> list[Seat]:
    """Seats whose leaving would let somebody hungry in: in a full run, or of the same station at the same time."""
    board = Board(case.given, case.plan, case.closed, lifted)
    attending: dict[int, list[int]] = defaultdict(list)
    for member, runs in board.attends.items():
        for run in runs:
            attending[run].append(member)
    picked: set[tuple[int, int]] = set()
    for want in hungry:
        station = case.given.members[want.member].station
        for place in existing(board, {want.requirement}, now_half_day=case.now):
            if place.run is None or not board.able(want.member, place):
                continue
            tight = not board.covered(want.member, place)
            if not tight and board.room(place) > 0:
                continue
            picked |= {
                (member, place.run)
                for member in attending[place.run]
                if not tight or case.given.members[member].station == station
            }
    free = {(member, run) for member, run in picked if run not in case.locked}
    by_use = sorted(free, key=lambda one: (-case.given.members[one[0]].tier, one))[:GIVERS]
    chosen = set(by_use)
    return [seat for seat in board.seats if (seat.member, seat.run) in chosen]


def _assembled(case: _Case, outcome: _Outcome) -> tuple[Plan, tuple[int | None, ...]]:
    """The new plan, runs that stay first in their old order, and the old number of each of its runs."""
    board = Board(case.given, case.plan, case.closed, outcome.lifted)
    used = {place for place in outcome.where.values() if place is not None}
    filled = {seat.run for seat in board.seats} | {place.run for place in used}
    had = {seat.run for seat in case.plan.seats}
    stay = [n for n in board.open if n in filled or n in case.locked or n not in had]
    opened = sorted(place for place in outcome.opened if place in used)
    number = {Place(case.plan.runs[n].start, case.plan.runs[n].course, n): i for i, n in enumerate(stay)}
    number |= {place: len(stay) + i for i, place in enumerate(opened)}
    renumbered = {n: i for i, n in enumerate(stay)}
    seats = [replace(seat, run=renumbered[seat.run]) for seat in board.seats]
    seats += [Seat(m, q, number[place]) for (m, q), place in outcome.where.items() if place is not None]
    runs = (*(case.plan.runs[n] for n in stay), *(outcome.opened[place] for place in opened))
    return Plan(runs, tuple(sorted(seats))), (*stay, *(None for _ in opened))


def _cause(given: Instance, plan: Plan, number: int, dropped: Collection[int]) -> Cause:
    """Why a run can't be held."""
    if number in dropped:
        return Cause.CANCELLED
    run = plan.runs[number]
    well = replace(given, venues=tuple(replace(one, free="1" * given.half_days) for one in given.venues))
    return Cause.VENUE if can_hold(well, run) else Cause.INSTRUCTOR

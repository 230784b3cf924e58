"""A new plan told as differences: who moved and why, which runs changed, and why somebody found no seat."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from zhixing.core.timetable.changes_told import Cause, Move, RunChange, RunDeed, Unserved, Why
from zhixing.core.timetable.instance import Plan, Run, Seat
from zhixing.solvers.replanning_places import Board, Place


def moves(
    before: Plan, after: Plan, kept: Sequence[int | None], causes: Mapping[tuple[int, int], Cause]
) -> tuple[Move, ...]:
    """Every (member, requirement) whose run is another one now, or none. `causes`: of the displaced; others give way."""
    new_number = {old: new for new, old in enumerate(kept) if old is not None}
    now = {(seat.member, seat.requirement): seat.run for seat in after.seats}
    found = []
    for seat in sorted(before.seats):
        pair = (seat.member, seat.requirement)
        there = now.get(pair)
        if there is None or there != new_number.get(seat.run):
            found.append(Move(*pair, seat.run, there, causes.get(pair, Cause.GIVES_WAY)))
    return tuple(found)


def run_changes(
    before: Plan,
    after: Plan,
    kept: Sequence[int | None],
    found: Iterable[Move],
    causes: Mapping[int, Cause],
) -> tuple[RunChange, ...]:
    """Runs swapped, shifted (closed, most of whose people go to one new run of the course), closed and opened."""
    told = [
        RunChange(
            _swap(before.runs[old], run), old, new, before.runs[old], run, causes.get(old, Cause.GIVES_WAY)
        )
        for new, (old, run) in enumerate(zip(kept, after.runs, strict=True))
        if old is not None and before.runs[old] != run
    ]
    opened = {new for new, old in enumerate(kept) if old is None}
    flows: dict[int, Counter[int]] = defaultdict(Counter)
    for move in found:
        if move.after is not None and move.after in opened:
            flows[move.before][move.after] += 1
    gone = set(range(len(before.runs))) - {old for old in kept if old is not None}
    for old in sorted(gone):
        run, cause = before.runs[old], causes.get(old, Cause.EMPTIED)
        heirs = [
            (n, new)
            for new, n in flows[old].items()
            if new in opened and after.runs[new].course == run.course
        ]
        if heirs and max(heirs)[0] * 2 > sum(1 for seat in before.seats if seat.run == old):
            new = max(heirs)[1]
            opened.discard(new)
            told.append(RunChange(RunDeed.SHIFTED, old, new, run, after.runs[new], cause))
        else:
            told.append(RunChange(RunDeed.CLOSED, old, None, run, None, cause))
    told += [
        RunChange(RunDeed.OPENED, None, new, None, after.runs[new], Cause.MAKEUP) for new in sorted(opened)
    ]
    return tuple(told)


def _swap(old: Run, new: Run) -> RunDeed:
    if old.venue == new.venue:
        return RunDeed.TEACHER
    return RunDeed.ROOM if old.instructor == new.instructor else RunDeed.BOTH


def seat_causes(
    seats: Collection[Seat],
    crowded: Collection[Seat],
    run_causes: Mapping[int, Cause],
    closed: Collection[int],
) -> dict[tuple[int, int], Cause]:
    """Why each displaced seat is so: its run, its station's cover, or the member's own absence."""
    causes = {(seat.member, seat.requirement): Cause.COVER for seat in crowded}
    for seat in seats:
        pair = (seat.member, seat.requirement)
        if seat.run in closed:
            causes[pair] = run_causes.get(seat.run, Cause.CANCELLED)
        elif pair not in causes:
            causes[pair] = Cause.AWAY
    return causes


def unserved(
    board: Board,
    pairs: Iterable[tuple[int, int]],
    *,
    now_half_day: int,
    barred: Collection[tuple[int, int]],
) -> tuple[Unserved, ...]:
    """Each pair left without a seat with the first reason that explains it, looking at the plan as it is on `board`."""
    return tuple(
        Unserved(member, requirement, _why(board, member, requirement, now_half_day, barred))
        for member, requirement in sorted(pairs)
    )


def _why(
    board: Board, member: int, requirement: int, now_half_day: int, barred: Collection[tuple[int, int]]
) -> Why:
    courses = [one for one in board.given.courses if requirement in one.covers]
    starts = [
        Place(t, one.id)
        for one in courses
        for t in one.starts()
        if t >= now_half_day and (one.id, t) not in barred
    ]
    if not starts:
        return Why.OVER
    free = [place for place in starts if board.able(member, place)]
    if not free:
        return Why.NEVER_FREE
    covered = [place for place in free if board.covered(member, place)]
    if not covered:
        return Why.COVER
    at = {(place.course, place.start) for place in covered}
    room = [
        number
        for number in board.open
        if (board.plan.runs[number].course, board.plan.runs[number].start) in at
    ]
    slots = {one.id for one in courses if board.slots(one) > 0}
    if any(board.room(Place(board.plan.runs[n].start, board.plan.runs[n].course, n)) > 0 for n in room):
        return Why.TOO_DEAR
    openings = [board.openings(place) for place in covered if place.course in slots]
    if any(one.venues and one.instructors for one in openings):
        return Why.TOO_DEAR
    return Why.NOTHING_TO_BE_HAD if slots else Why.FULL

"""What happens to a plan after it was made: events, the problem after them, and whom they displace.

An event says from which half-day on it holds. What was held before `now_half_day` stays held: an event told late never
takes back a run that is over.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from zhixing.core.timetable.instance import Instance, Plan, Run, Seat


@dataclass(frozen=True, slots=True)
class InstructorIll:
    """An instructor can't teach in [`from_half_day`, `to_half_day`)."""

    instructor: int
    from_half_day: int
    to_half_day: int


@dataclass(frozen=True, slots=True)
class VenueClosed:
    """A venue can't be had in [`from_half_day`, `to_half_day`)."""

    venue: int
    from_half_day: int
    to_half_day: int


@dataclass(frozen=True, slots=True)
class Flood:
    """Stations nobody can leave and venues that are shut in [`from_half_day`, `to_half_day`)."""

    stations: tuple[int, ...]
    venues: tuple[int, ...]
    from_half_day: int
    to_half_day: int


@dataclass(frozen=True, slots=True)
class CoverRaised:
    """Stations need `by` more at their posts in [`from_half_day`, `to_half_day`)."""

    stations: tuple[int, ...]
    by: int
    from_half_day: int
    to_half_day: int


@dataclass(frozen=True, slots=True)
class MembersAway:
    """Members newly on leave, on duty or ill in [`from_half_day`, `to_half_day`)."""

    members: tuple[int, ...]
    from_half_day: int
    to_half_day: int


@dataclass(frozen=True, slots=True)
class RunCancelled:
    """The run of this number in the plan isn't held; its course isn't held again in the same half-day."""

    run: int


T = TypeVar("T")
Event = InstructorIll | VenueClosed | Flood | CoverRaised | MembersAway | RunCancelled


def apply(instance: Instance, event: Event, *, now_half_day: int = 0) -> Instance:
    """The problem after the event; what lies before `now_half_day` is as it was."""
    if isinstance(event, RunCancelled):
        return instance
    first = max(event.from_half_day, now_half_day)
    span = range(first, min(event.to_half_day, instance.half_days))
    match event:
        case InstructorIll():
            people = _each(
                instance.instructors, {event.instructor}, lambda one: replace(one, free=_shut(one.free, span))
            )
            return replace(instance, instructors=people)
        case VenueClosed():
            return _closed(instance, {event.venue}, span)
        case MembersAway():
            return _absent(instance, set(event.members), span)
        case CoverRaised():
            stations = _each(
                instance.stations,
                event.stations,
                lambda one: replace(one, may_leave=_lowered(one.may_leave, event.by, span)),
            )
            return replace(instance, stations=stations)
        case Flood():
            caught = {one.id for one in instance.members if one.station in event.stations}
            return _closed(_absent(instance, caught, span), set(event.venues), span)


def apply_all(instance: Instance, events: Iterable[Event], *, now_half_day: int = 0) -> Instance:
    """The problem after all events."""
    for event in events:
        instance = apply(instance, event, now_half_day=now_half_day)
    return instance


def cancelled(events: Iterable[Event]) -> frozenset[int]:
    """The numbers of the runs that events cancel."""
    return frozenset(event.run for event in events if isinstance(event, RunCancelled))


@dataclass(frozen=True, slots=True)
class Displaced:
    """What can't stay as it is: `runs` that can't be held so, `seats` that break a hard rule.

    `seats`: everybody of a run that can't be held, whoever isn't free, and of a station below cover as many as are too many
    (`crowded`: all seats at such a station and time, of whom it is open who goes).
    """

    runs: tuple[int, ...]
    seats: tuple[Seat, ...]
    crowded: tuple[Seat, ...]


def displaced(
    instance: Instance, plan: Plan, *, dropped: Collection[int] = (), now_half_day: int = 0
) -> Displaced:
    """What of the plan can't stay in the changed problem; `dropped`: runs cancelled. Runs begun before now don't count."""
    ahead = {number for number, run in enumerate(plan.runs) if run.start >= now_half_day}
    runs = tuple(n for n in unheld(instance, plan, dropped=dropped) if n in ahead)
    gone = [seat for seat in plan.seats if seat.run in runs]
    stay = [seat for seat in plan.seats if seat.run not in runs]
    absent = [seat for seat in stay if seat.run in ahead and not _is_free(instance, plan, seat)]
    taken = set(absent)
    stay = [seat for seat in stay if seat not in taken]
    crowded, surplus = _crowds(instance, plan, stay, ahead)
    return Displaced(runs, tuple(sorted([*gone, *absent, *surplus])), tuple(sorted(crowded)))


def unheld(instance: Instance, plan: Plan, *, dropped: Collection[int] = ()) -> tuple[int, ...]:
    """The numbers of the runs that can't be held as they stand: dropped, or venue or instructor not free or taken twice."""
    busy: set[tuple[str, int, int]] = set()
    found = []
    for number, run in enumerate(plan.runs):
        span = span_of(instance, run)
        keys = {(kind, who, t) for t in span for kind, who in (("v", run.venue), ("i", run.instructor))}
        if number in dropped or not can_hold(instance, run) or keys & busy:
            found.append(number)
        else:
            busy |= keys
    return tuple(found)


def span_of(instance: Instance, run: Run) -> range:
    """The half-days a run takes."""
    return range(run.start, run.start + instance.courses[run.course].length)


def can_hold(instance: Instance, run: Run) -> bool:
    """Whether venue and instructor of a run are free for it."""
    venue, teacher = instance.venues[run.venue], instance.instructors[run.instructor]
    return all(venue.free[t] == "1" and teacher.free[t] == "1" for t in span_of(instance, run))


def _is_free(instance: Instance, plan: Plan, seat: Seat) -> bool:
    free = instance.members[seat.member].free
    return all(free[t] == "1" for t in span_of(instance, plan.runs[seat.run]))


def _crowds(
    instance: Instance, plan: Plan, stay: Sequence[Seat], ahead: Collection[int]
) -> tuple[set[Seat], list[Seat]]:
    """All seats where a station would be below cover, and as many of them as are too many."""
    seats_of: dict[tuple[int, int], list[Seat]] = defaultdict(list)
    for seat in stay:
        seats_of[seat.member, seat.run].append(seat)
    where: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    for member, run in seats_of:
        for t in span_of(instance, plan.runs[run]):
            where[instance.members[member].station, t].add((member, run))
    over = {
        place: len(there) - instance.stations[place[0]].may_leave[place[1]]
        for place, there in where.items()
        if len(there) > instance.stations[place[0]].may_leave[place[1]]
    }
    crowd = {one for place in over for one in where[place] if one[1] in ahead}
    crowded = {seat for one in crowd for seat in seats_of[one]}
    surplus: list[Seat] = []
    while any(n > 0 for n in over.values()) and crowd:
        relief = Counter(
            {one: sum(1 for place, n in over.items() if n > 0 and one in where[place]) for one in crowd}
        )
        best = min(crowd, key=lambda one: (-relief[one], -instance.members[one[0]].tier, one))
        if not relief[best]:
            break
        crowd.discard(best)
        surplus += seats_of[best]
        for place in over:
            over[place] -= best in where[place]
    return crowded, surplus


def _each(all_of: Sequence[T], numbers: Collection[int], change: Callable[[T], T]) -> tuple[T, ...]:
    return tuple(change(one) if number in numbers else one for number, one in enumerate(all_of))


def _shut(free: str, span: range) -> str:
    return "".join("0" if t in span else was for t, was in enumerate(free))


def _lowered(may_leave: tuple[int, ...], by: int, span: range) -> tuple[int, ...]:
    return tuple(max(0, n - by) if t in span else n for t, n in enumerate(may_leave))


def _closed(instance: Instance, venues: Collection[int], span: range) -> Instance:
    changed = _each(instance.venues, venues, lambda one: replace(one, free=_shut(one.free, span)))
    return replace(instance, venues=changed)


def _absent(instance: Instance, members: Collection[int], span: range) -> Instance:
    changed = _each(instance.members, members, lambda one: replace(one, free=_shut(one.free, span)))
    return replace(instance, members=changed)

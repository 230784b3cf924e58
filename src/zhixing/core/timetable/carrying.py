"""What a new batch takes over from the one in force: runs that are over or locked stay, and their people in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from zhixing.core.timetable.building import Keys
from zhixing.core.timetable.instance import Instance, Plan, Run, Seat


@dataclass(frozen=True, slots=True)
class Carried:
    """A run in force by ids; `people`: (person, key of requirement)."""

    code: UUID
    lesson: UUID
    start: int
    venue: UUID | None
    speaker: UUID | None
    people: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """The problem in which the carried runs can stand, the plan that they are, and their codes."""

    instance: Instance
    plan: Plan
    codes: tuple[UUID, ...]


def take_over(instance: Instance, keys: Keys, carried: Sequence[Carried], *, now: int) -> Taken:
    """Runs that still fit the new problem (their course, room and speaker are there), in order of time.

    Before half-day `now` nothing else can be planned: only who sat in a run is free for it, and only then.
    """
    runs: list[Run] = []
    seats: list[Seat] = []
    codes: list[UUID] = []
    members = {uid: n for n, uid in enumerate(keys.people)}
    for one in sorted(carried, key=lambda one: (one.start, one.code)):
        run = _run(one, keys)
        if run is None or run.start + instance.courses[run.course].length > instance.half_days:
            continue
        covers = instance.courses[run.course].covers
        number = {keys.requirements[q]: q for q in covers}
        for person, key in one.people:
            member = members.get(person)
            mine = [q for q in instance.members[member].needs if q in covers] if member is not None else []
            need = next((q for q in mine if keys.requirements[q] == key), None)
            if member is not None and need is not None and key in number:
                seats.append(Seat(member, need, len(runs)))
        runs.append(run)
        codes.append(one.code)
    plan = Plan(tuple(runs), tuple(sorted(set(seats))))
    return Taken(_opened(instance, plan, now), plan, tuple(codes))


def _run(one: Carried, keys: Keys) -> Run | None:
    if one.lesson not in keys.lessons or one.venue not in keys.venues or one.speaker not in keys.speakers:
        return None
    assert one.venue is not None
    assert one.speaker is not None
    return Run(
        keys.lessons.index(one.lesson),
        one.start,
        keys.venues.index(one.venue),
        keys.speakers.index(one.speaker),
    )


def _opened(instance: Instance, plan: Plan, now: int) -> Instance:
    """Windows wide enough for what was held, and before now room for nothing else."""
    held: dict[tuple[str, int], set[int]] = {}
    courses = list(instance.courses)
    for number, run in enumerate(plan.runs):
        course = courses[run.course]
        span = range(run.start, run.start + course.length)
        courses[run.course] = replace(
            course,
            from_half_day=min(course.from_half_day, run.start),
            to_half_day=max(course.to_half_day, span.stop),
            venues=tuple(sorted({*course.venues, run.venue})),
            instructors=tuple(sorted({*course.instructors, run.instructor})),
            max_runs=max(course.max_runs, 1 + sum(one.course == run.course for one in plan.runs[:number])),
        )
        people = [("member", seat.member) for seat in plan.seats if seat.run == number]
        for key in (("venue", run.venue), ("teacher", run.instructor), *people):
            held.setdefault(key, set()).update(span)
    return replace(
        instance,
        courses=tuple(courses),
        members=tuple(
            replace(one, free=_only(one.free, held.get(("member", one.id), set()), now))
            for one in instance.members
        ),
        venues=tuple(
            replace(one, free=_only(one.free, held.get(("venue", one.id), set()), now))
            for one in instance.venues
        ),
        instructors=tuple(
            replace(one, free=_only(one.free, held.get(("teacher", one.id), set()), now))
            for one in instance.instructors
        ),
    )


def _only(free: str, held: set[int], now: int) -> str:
    """Before now free in what was held alone; from now on as it is."""
    return "".join(("1" if t in held else "0") if t < now else mark for t, mark in enumerate(free))


def left_over(instance: Instance, plan: Plan, *, now: int, more_runs: int) -> Instance:
    """The problem of a make-up batch (补课): the needs that no seat meets, in what the plan leaves free from `now` on.

    Windows open until the year's end; each course may have `more_runs` more.
    """
    served = {(seat.member, seat.requirement) for seat in plan.seats}
    inside = {(seat.member, seat.run) for seat in plan.seats}
    busy: dict[tuple[str, int], set[int]] = {}
    away: dict[tuple[int, int], int] = {}
    count = [0] * len(instance.courses)
    for number, run in enumerate(plan.runs):
        count[run.course] += 1
        span = range(run.start, run.start + instance.courses[run.course].length)
        people = [m for m, n in inside if n == number]
        for key in (("venue", run.venue), ("teacher", run.instructor), *(("member", m) for m in people)):
            busy.setdefault(key, set()).update(span)
        for m in people:
            for t in span:
                place = (instance.members[m].station, t)
                away[place] = away.get(place, 0) + 1

    def shut(kind: str, number: int, free: str) -> str:
        taken = busy.get((kind, number), set())
        return "".join("0" if t < now or t in taken else mark for t, mark in enumerate(free))

    return replace(
        instance,
        members=tuple(
            replace(
                one,
                needs=tuple(q for q in one.needs if (one.id, q) not in served),
                free=shut("member", one.id, one.free),
            )
            for one in instance.members
        ),
        venues=tuple(replace(one, free=shut("venue", one.id, one.free)) for one in instance.venues),
        instructors=tuple(
            replace(one, free=shut("teacher", one.id, one.free)) for one in instance.instructors
        ),
        stations=tuple(
            replace(
                one,
                may_leave=tuple(max(0, n - away.get((one.id, t), 0)) for t, n in enumerate(one.may_leave)),
            )
            for one in instance.stations
        ),
        courses=tuple(
            replace(
                one,
                from_half_day=max(0, min(now, instance.half_days)),
                to_half_day=instance.half_days,
                max_runs=more_runs,
            )
            for one in instance.courses
        ),
    )


def joined(instance: Instance, plan: Plan, more: Plan, *, more_runs: int) -> tuple[Instance, Plan]:
    """The plan with a make-up batch after it, and the problem in which both are judged."""
    first = len(plan.runs)
    seats = (*plan.seats, *(replace(seat, run=seat.run + first) for seat in more.seats))
    courses = tuple(
        replace(
            one,
            from_half_day=min([one.from_half_day, *(r.start for r in more.runs if r.course == one.id)]),
            to_half_day=max(
                [one.to_half_day, *(r.start + one.length for r in more.runs if r.course == one.id)]
            ),
            max_runs=one.max_runs + more_runs,
        )
        for one in instance.courses
    )
    return replace(instance, courses=courses), Plan((*plan.runs, *more.runs), tuple(sorted(seats)))

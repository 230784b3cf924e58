"""Whether a plan meets wishes, and the problem after steps that loosen it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from zhixing.core.timetable.instance import WEEK, Instance, Plan
from zhixing.core.timetable.wishes import (
    AskTeacher,
    AtMostRuns,
    AwayAtMost,
    CompleteBy,
    Drop,
    Except,
    Later,
    LeaveOut,
    MoreAway,
    MoreChairs,
    MoreRuns,
    MoreSeats,
    MoreThan,
    NoRuns,
    OneRun,
    OpenVenue,
    Relieve,
    SpeakerOnly,
    Step,
    Together,
    VenueOnly,
    Widen,
    Wish,
)


def needing(instance: Instance, course: int, members: Iterable[int]) -> tuple[int, ...]:
    """Those of the members who need something the course covers."""
    covers = set(instance.courses[course].covers)
    return tuple(m for m in members if covers & set(instance.members[m].needs))


def group_of(instance: Instance, wish: Together | OneRun) -> tuple[int, ...]:
    """Whom the wish wants in one run."""
    if isinstance(wish, Together):
        return needing(instance, wish.course, wish.members)
    there = (one.id for one in instance.members if one.station == wish.station)
    return needing(instance, wish.course, there)


def unmet(instance: Instance, plan: Plan, wishes: Iterable[Wish]) -> tuple[Wish, ...]:
    """The wishes that a plan doesn't meet."""
    return tuple(wish for wish in wishes if not _meets(instance, plan, wish))


def implied(instance: Instance, plan: Plan, wishes: Iterable[Wish]) -> tuple[CompleteBy, ...]:
    """Seats that a wish takes for granted: who has one in the plan without the wishes is to have one with them.

    Of the course a wish restricts, of the station it keeps at its posts, of the courses with a run in a season it shuts;
    nothing where the wishes themselves ask a seat of that course or for that station (for a season: any seat).
    """
    wishes = tuple(wishes)
    asked = [wish for wish in wishes if isinstance(wish, CompleteBy | Together | OneRun)]
    courses = {c for wish in asked for c in _serving(instance, wish)}
    stations = {instance.members[m].station for wish in asked for m in _seated_by(instance, wish)}
    wanted: dict[int, set[int]] = defaultdict(set)
    for wish in wishes:
        for seat in plan.seats:
            run, station = plan.runs[seat.run], instance.members[seat.member].station
            match wish:
                case AtMostRuns() | SpeakerOnly() | VenueOnly():
                    meant = run.course == wish.course and run.course not in courses
                case AwayAtMost():
                    meant = station == wish.station and station not in stations
                case NoRuns():
                    held = {
                        one.course for one in plan.runs if wish.from_half_day <= one.start < wish.to_half_day
                    }
                    meant = run.course in held and not asked
                case _:
                    meant = False
            if meant:
                wanted[seat.requirement].add(seat.member)
    return tuple(
        CompleteBy(q, tuple(sorted(members)), max(c.to_half_day for c in instance.courses if q in c.covers))
        for q, members in sorted(wanted.items())
    )


def _serving(instance: Instance, wish: CompleteBy | Together | OneRun) -> set[int]:
    if isinstance(wish, CompleteBy):
        return {one.id for one in instance.courses if wish.requirement in one.covers}
    return {wish.course}


def _seated_by(instance: Instance, wish: CompleteBy | Together | OneRun) -> tuple[int, ...]:
    return wish.members if isinstance(wish, CompleteBy) else group_of(instance, wish)


def _meets(instance: Instance, plan: Plan, wish: Wish) -> bool:
    ends = [run.start + instance.courses[run.course].length for run in plan.runs]
    match wish:
        case CompleteBy():
            served = {
                s.member for s in plan.seats if s.requirement == wish.requirement and ends[s.run] <= wish.by
            }
            wanted = {m for m in wish.members if wish.requirement in instance.members[m].needs}
            return wanted <= served
        case AtMostRuns():
            return sum(run.course == wish.course for run in plan.runs) <= wish.runs
        case AwayAtMost():
            return most_away(instance, plan, wish.station) <= wish.away
        case SpeakerOnly():
            return all(run.instructor == wish.instructor for run in plan.runs if run.course == wish.course)
        case VenueOnly():
            return all(run.venue == wish.venue for run in plan.runs if run.course == wish.course)
        case NoRuns():
            shut = set(range(wish.from_half_day, wish.to_half_day)) - set(wish.but)
            return not any(
                shut & set(range(run.start, end)) for run, end in zip(plan.runs, ends, strict=True)
            )
        case Together() | OneRun():
            group = group_of(instance, wish)
            of_course = {s.run for s in plan.seats if plan.runs[s.run].course == wish.course}
            return not group or any(
                set(group) <= {s.member for s in plan.seats if s.run == run} for run in of_course
            )


def most_away(instance: Instance, plan: Plan, station: int) -> int:
    """How many of a station are away at once at most."""
    away: dict[int, set[int]] = defaultdict(set)
    for seat in plan.seats:
        if instance.members[seat.member].station == station:
            run = plan.runs[seat.run]
            for t in range(run.start, run.start + instance.courses[run.course].length):
                away[t].add(seat.member)
    return max((len(there) for there in away.values()), default=0)


def loosen(
    instance: Instance, wishes: Sequence[Wish], steps: Iterable[Step]
) -> tuple[Instance, tuple[Wish, ...]]:
    """The problem and the wishes after the steps; steps on a wish that isn't among them change nothing."""
    changed: dict[Wish, Wish | None] = {wish: wish for wish in wishes}
    for step in steps:
        if isinstance(step, Later | LeaveOut | Except | MoreThan | Drop):
            now = changed.get(step.wish)
            changed[step.wish] = None if now is None or isinstance(step, Drop) else _softer(now, step)
        else:
            instance = _looser(instance, step)
    return instance, tuple(now for wish in wishes if (now := changed[wish]) is not None)


def _softer(wish: Wish, step: Later | LeaveOut | Except | MoreThan) -> Wish:
    match wish, step:
        case CompleteBy(), Later():
            return replace(wish, by=wish.by + step.weeks * WEEK)
        case CompleteBy(), LeaveOut():
            return replace(wish, members=tuple(m for m in wish.members if m not in step.members))
        case NoRuns(), Except():
            return replace(wish, but=tuple(sorted({*wish.but, *step.half_days})))
        case AtMostRuns(), MoreThan():
            return replace(wish, runs=wish.runs + step.by)
        case AwayAtMost(), MoreThan():
            return replace(wish, away=wish.away + step.by)
    return wish


def _looser(
    instance: Instance,
    step: MoreAway | Relieve | AskTeacher | OpenVenue | MoreChairs | MoreSeats | Widen | MoreRuns,
) -> Instance:
    stations, members = list(instance.stations), list(instance.members)
    venues, people, courses = list(instance.venues), list(instance.instructors), list(instance.courses)
    match step:
        case MoreAway():
            station = stations[step.station]
            may = tuple(n + step.by if t == step.half_day else n for t, n in enumerate(station.may_leave))
            stations[step.station] = replace(station, may_leave=may)
        case Relieve():
            member = members[step.member]
            members[step.member] = replace(member, free=_freed(member.free, step.half_day))
        case AskTeacher():
            person = people[step.instructor]
            people[step.instructor] = replace(person, free=_freed(person.free, step.half_day))
        case OpenVenue():
            venue = venues[step.venue]
            venues[step.venue] = replace(venue, free=_freed(venue.free, step.half_day))
        case MoreChairs():
            venue = venues[step.venue]
            venues[step.venue] = replace(venue, capacity=venue.capacity + step.by)
        case MoreSeats():
            course = courses[step.course]
            courses[step.course] = replace(course, capacity=course.capacity + step.by)
        case MoreRuns():
            course = courses[step.course]
            courses[step.course] = replace(course, max_runs=course.max_runs + step.by)
        case Widen():
            course = courses[step.course]
            first = max(0, course.from_half_day - step.before * WEEK)
            last = min(instance.half_days, course.to_half_day + step.after * WEEK)
            courses[step.course] = replace(course, from_half_day=first, to_half_day=last)
    return replace(
        instance,
        stations=tuple(stations),
        members=tuple(members),
        venues=tuple(venues),
        instructors=tuple(people),
        courses=tuple(courses),
    )


def _freed(free: str, t: int) -> str:
    return free[:t] + "1" + free[t + 1 :]

"""The model of wishes: only whom they ask a seat for, only the courses that can serve them, all conditions by policy.

Exact in what it leaves out: whoever isn't asked for needn't attend, and runs of other courses needn't be held. Several runs
of a course may begin in the same half-day, in different venues.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from zhixing.core.timetable.instance import STARTS, WEEK, Course, Instance
from zhixing.core.timetable.wishes import (
    WIDEST,
    AskTeacher,
    AtMostRuns,
    AwayAtMost,
    CompleteBy,
    Cover,
    Drop,
    Duty,
    Except,
    Later,
    MoreAway,
    MoreChairs,
    MoreRuns,
    MoreSeats,
    MoreThan,
    NoRuns,
    OneRun,
    Opening,
    OpenVenue,
    Relieve,
    Room,
    Runs,
    Size,
    SpeakerOnly,
    Teacher,
    Together,
    VenueOnly,
    Widen,
    Window,
    Wish,
)
from zhixing.core.timetable.wishes_met import group_of
from zhixing.solvers.conflicts_policies import Amount, Gate, Policy

Slot = tuple[int, int]
"""Course and half-day in which a run of it begins."""


@dataclass(slots=True)
class Built:
    """The model and its variables: attendance by (member, slot), venue, instructor and people by slot, groups' places."""

    given: Instance
    wishes: Sequence[Wish]
    policy: Policy
    cp: cp_model.CpModel
    attends: dict[tuple[int, Slot], cp_model.IntVar] = field(default_factory=dict)
    venue: dict[tuple[Slot, int], cp_model.IntVar] = field(default_factory=dict)
    teacher: dict[tuple[Slot, int], cp_model.IntVar] = field(default_factory=dict)
    people: dict[tuple[Slot, int], cp_model.IntVar] = field(default_factory=dict)
    groups: dict[tuple[Wish, Slot, int], cp_model.IntVar] = field(default_factory=dict)
    seats: dict[tuple[Slot, int], int] = field(default_factory=dict)
    slots: dict[int, list[Slot]] = field(default_factory=dict)
    venues_at: dict[Slot, list[int]] = field(default_factory=dict)

    def span(self, slot: Slot) -> range:
        """The half-days of a slot."""
        return range(slot[1], slot[1] + self.given.courses[slot[0]].length)


def courses_of(given: Instance, wish: Wish) -> set[int]:
    """The courses that could serve those the wish asks a seat for."""
    if isinstance(wish, CompleteBy):
        return {one.id for one in given.courses if wish.requirement in one.covers}
    return {wish.course} if isinstance(wish, Together | OneRun) else set()


def build(given: Instance, wishes: Sequence[Wish], policy: Policy, cp: cp_model.CpModel) -> Built:
    """The model for the wishes; nothing is minimised."""
    built = Built(given, wishes, policy, cp)
    courses = sorted({c for wish in wishes for c in courses_of(given, wish)})
    for course in courses:
        _runs(built, given.courses[course])
    _once_at_a_time(built)
    _numbers_of_runs(built, courses)
    _attendances(built)
    _capacities(built)
    _posts(built)
    for wish in wishes:
        if isinstance(wish, CompleteBy):
            _complete(built, wish)
        elif isinstance(wish, Together | OneRun):
            _in_one_run(built, wish)
    _groups_apart(built)
    return built


def _allowed(cp: cp_model.CpModel, literal: cp_model.IntVar, gates: Iterable[Gate]) -> None:
    for gate in gates:
        if not isinstance(gate, bool):
            cp.add_implication(literal, gate)


def _runs(built: Built, course: Course) -> None:
    """Runs of a course: where it may begin, each with as many instructors as venues."""
    given, cp = built.given, built.cp
    built.slots[course.id] = []
    reach = WIDEST * WEEK
    first = max(0, course.from_half_day - reach)
    last = min(given.half_days, course.to_half_day + reach) - course.length
    for start in range(first, last + 1):
        if start % WEEK not in STARTS[course.length]:
            continue
        slot = (course.id, start)
        gates = _slot_gates(built, course, slot)
        if any(gate is False for gate in gates):
            continue
        venues = {v: _venue_gates(built, v, slot) for v in course.venues}
        teachers = {i: _teacher_gates(built, i, slot) for i in course.instructors}
        venues = {v: found for v, found in venues.items() if not any(gate is False for gate in found)}
        teachers = {i: found for i, found in teachers.items() if not any(gate is False for gate in found)}
        if not venues or not teachers:
            continue
        built.slots[course.id].append(slot)
        built.venues_at[slot] = list(venues)
        for v, found in venues.items():
            literal = built.venue[slot, v] = cp.new_bool_var("")
            _allowed(cp, literal, [*gates, *found])
        for i, found in teachers.items():
            literal = built.teacher[slot, i] = cp.new_bool_var("")
            _allowed(cp, literal, found)
        cp.add(sum(built.venue[slot, v] for v in venues) == sum(built.teacher[slot, i] for i in teachers))


def _slot_gates(built: Built, course: Course, slot: Slot) -> list[Gate]:
    gates: list[Gate] = []
    span = built.span(slot)
    before = -(-(course.from_half_day - span.start) // WEEK)
    after = -(-(span.stop - course.to_half_day) // WEEK)
    if before > 0:
        gates.append(built.policy.gate(Window(course.id), Widen(course.id, before, 0)))
    if after > 0:
        gates.append(built.policy.gate(Window(course.id), Widen(course.id, 0, after)))
    for wish in built.wishes:
        if isinstance(wish, NoRuns):
            shut = (t for t in span if wish.from_half_day <= t < wish.to_half_day and t not in wish.but)
            gates += [built.policy.gate(wish, Except(wish, (t,))) for t in shut]
    return gates


def _venue_gates(built: Built, venue: int, slot: Slot) -> list[Gate]:
    free = built.given.venues[venue].free
    gates = [
        built.policy.gate(Opening(venue), OpenVenue(venue, t)) for t in built.span(slot) if free[t] == "0"
    ]
    for wish in built.wishes:
        if isinstance(wish, VenueOnly) and wish.course == slot[0] and wish.venue != venue:
            gates.append(built.policy.gate(wish, Drop(wish)))
    return gates


def _teacher_gates(built: Built, teacher: int, slot: Slot) -> list[Gate]:
    free = built.given.instructors[teacher].free
    gates = [
        built.policy.gate(Teacher(teacher), AskTeacher(teacher, t))
        for t in built.span(slot)
        if free[t] == "0"
    ]
    for wish in built.wishes:
        if isinstance(wish, SpeakerOnly) and wish.course == slot[0] and wish.instructor != teacher:
            gates.append(built.policy.gate(wish, Drop(wish)))
    return gates


def _once_at_a_time(built: Built) -> None:
    users: dict[tuple[str, int, int], list[cp_model.IntVar]] = defaultdict(list)
    for kind, chosen in (("v", built.venue), ("i", built.teacher)):
        for (slot, one), literal in chosen.items():
            for t in built.span(slot):
                users[kind, one, t].append(literal)
    for literals in users.values():
        if len(literals) > 1:
            built.cp.add_at_most_one(literals)


def _numbers_of_runs(built: Built, courses: Iterable[int]) -> None:
    for course in courses:
        held = [literal for (slot, _), literal in built.venue.items() if slot[0] == course]
        bounds = [
            (
                built.given.courses[course].max_runs,
                built.policy.slack(Runs(course), MoreRuns(course, 1), 3, len(held)),
            )
        ]
        bounds += [
            (wish.runs, built.policy.slack(wish, MoreThan(wish, 1), 3, len(held)))
            for wish in built.wishes
            if isinstance(wish, AtMostRuns) and wish.course == course
        ]
        for most, extra in bounds:
            if extra is not None and held:
                built.cp.add(sum(held) <= most + extra)


def _asked(built: Built) -> dict[tuple[int, int], int]:
    """Who might have to attend which course, and the last half-day by which it would help."""
    end = built.given.half_days
    asked: dict[tuple[int, int], int] = {}
    for wish in built.wishes:
        if isinstance(wish, CompleteBy):
            late = 0 if built.policy.gate(wish, Later(wish, 1)) is False else WIDEST * WEEK
            for member in wish.members:
                if wish.requirement in built.given.members[member].needs:
                    for course in courses_of(built.given, wish):
                        by = min(end, wish.by + late)
                        asked[member, course] = max(by, asked.get((member, course), 0))
        elif isinstance(wish, Together | OneRun):
            for member in group_of(built.given, wish):
                asked[member, wish.course] = end
    return asked


def _attendances(built: Built) -> None:
    """Whom the wishes ask a seat for attends where free, at most once a course, in one place at a time."""
    at: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    for (member, course), by in sorted(_asked(built).items()):
        who = built.given.members[member]
        once = []
        for slot in built.slots[course]:
            span = built.span(slot)
            if span.stop > by:
                continue
            gates = [
                built.policy.gate(Duty(who.station), Relieve(member, t)) for t in span if who.free[t] == "0"
            ]
            if any(gate is False for gate in gates):
                continue
            literal = built.attends[member, slot] = built.cp.new_bool_var("")
            once.append(literal)
            _allowed(built.cp, literal, gates)
            held = [built.venue[slot, v] for v in built.venues_at[slot]]
            built.cp.add_bool_or([literal.Not(), *held])
            for t in span:
                at[member, t].append(literal)
        if len(once) > 1:
            built.cp.add_at_most_one(once)
    for literals in at.values():
        if len(literals) > 1:
            built.cp.add_at_most_one(literals)


def _capacities(built: Built) -> None:
    """As many as course and venue hold, counted by venue where runs are parallel."""
    inside: dict[Slot, list[cp_model.IntVar]] = defaultdict(list)
    for (_, slot), literal in built.attends.items():
        inside[slot].append(literal)
    for slot, literals in inside.items():
        course, n = built.given.courses[slot[0]], len(literals)
        for v in built.venues_at[slot]:
            there = built.people[slot, v] = built.cp.new_int_var(0, n, "")
            built.cp.add(there <= n * built.venue[slot, v])
            for most, extra in (
                (
                    course.capacity,
                    built.policy.slack(Size(course.id), MoreSeats(course.id, 1), 20, n - course.capacity),
                ),
                (built.given.venues[v].capacity, built.policy.slack(Room(v), MoreChairs(v, 1), 20, n)),
            ):
                if extra is not None and n > most:
                    built.cp.add(there <= most * built.venue[slot, v] + extra)
                    surely = most if isinstance(extra, int) else n
                    built.seats[slot, v] = min(surely, built.seats.get((slot, v), n))
        built.cp.add(sum(literals) == sum(built.people[slot, v] for v in built.venues_at[slot]))


def _posts(built: Built) -> None:
    """Minimum cover, and the wishes for more of it; told once more for each half-day's runs, which proves much."""
    away: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    of_slot: dict[tuple[int, Slot], list[cp_model.IntVar]] = defaultdict(list)
    for (member, slot), literal in built.attends.items():
        station = built.given.members[member].station
        of_slot[station, slot].append(literal)
        for t in built.span(slot):
            away[station, t].append(literal)
    for (station, t), literals in away.items():
        for most, extra in _bounds(built, station, t, len(literals)):
            built.cp.add(sum(literals) <= most + extra)
    for (station, slot), literals in of_slot.items():
        held = cp_model.LinearExpr.sum([built.venue[slot, v] for v in built.venues_at[slot]])
        for t in built.span(slot)[:: built.given.courses[slot[0]].length]:
            for most, extra in _bounds(built, station, t, len(literals)):
                built.cp.add(sum(literals) <= most * held + extra)


def _bounds(built: Built, station: int, t: int, n: int) -> list[tuple[int, Amount]]:
    """How many of the station may be away at a time, by its cover and by wishes, where `n` might be."""
    may = built.given.stations[station].may_leave[t]
    bounds: list[tuple[int, Amount | None]] = []
    if n > may:
        bounds.append((may, built.policy.slack(Cover(station), MoreAway(station, t, 1), 2, n - may)))
    for wish in built.wishes:
        if isinstance(wish, AwayAtMost) and wish.station == station and n > wish.away:
            more = built.policy.slack(wish, MoreThan(wish, 1), 3, n - wish.away)
            bounds.append((wish.away, more))
    return [(most, extra) for most, extra in bounds if extra is not None]


def _complete(built: Built, wish: CompleteBy) -> None:
    """A seat in time for each member, unless the wish is given up for him or her."""
    courses = courses_of(built.given, wish)
    slots = [slot for course in sorted(courses) for slot in built.slots[course]]
    n = 0
    for member in wish.members:
        if wish.requirement not in built.given.members[member].needs:
            continue
        waived = built.policy.waive(wish, member)
        if waived is True:
            continue
        n += waived is False
        seats: list[cp_model.LinearExprT] = [] if waived is False else [waived]
        for slot in slots:
            literal = built.attends.get((member, slot))
            late = built.span(slot).stop - wish.by
            if literal is None or late > WIDEST * WEEK:
                continue
            if late <= 0:
                seats.append(literal)
                continue
            gate = built.policy.gate(wish, Later(wish, -(-late // WEEK)))
            if not isinstance(gate, bool):
                both = built.cp.new_bool_var("")
                _allowed(built.cp, both, [literal, gate])
                seats.append(both)
        built.cp.add(sum(seats) >= 1)
    if n:
        # Runs enough for all of them: it follows, but seen at once where there are far too few seats.
        room = [
            built.seats.get((slot, v), n) * built.venue[slot, v]
            for slot in slots
            if built.span(slot).stop <= wish.by
            for v in built.venues_at[slot]
        ]
        built.cp.add(sum(room) >= n)


def _in_one_run(built: Built, wish: Together | OneRun) -> None:
    """The group in one run of one venue, unless the wish is given up."""
    group = group_of(built.given, wish)
    waived = built.policy.waive(wish, None)
    if not group or waived is True:
        return
    places: list[cp_model.LinearExprT] = [] if waived is False else [waived]
    for slot in built.slots[wish.course]:
        seats = [built.attends.get((member, slot)) for member in group]
        if any(seat is None for seat in seats):
            continue
        for v in built.venues_at[slot]:
            literal = built.groups[wish, slot, v] = built.cp.new_bool_var("")
            places.append(literal)
            _allowed(built.cp, literal, [*(seat for seat in seats if seat is not None), built.venue[slot, v]])
            built.cp.add(built.people[slot, v] >= len(group) * literal)
    built.cp.add(sum(places) >= 1)
    if len(places) > 1:
        built.cp.add_at_most_one([one for one in places if isinstance(one, cp_model.IntVar)])


def _groups_apart(built: Built) -> None:
    """Groups in the same room count together; groups with a member in common sit in the same run."""
    sizes: dict[Wish, set[int]] = {
        wish: set(group_of(built.given, wish)) for wish in built.wishes if isinstance(wish, Together | OneRun)
    }
    at: dict[Slot, list[tuple[Wish, int, cp_model.IntVar]]] = defaultdict(list)
    for (wish, slot, v), literal in built.groups.items():
        at[slot].append((wish, v, literal))
    for slot, there in at.items():
        for v in built.venues_at[slot]:
            here = [(wish, literal) for wish, room, literal in there if room == v]
            if (
                len(set().union(*(sizes[wish] for wish, _ in here)))
                == sum(len(sizes[w]) for w, _ in here)
                > 0
            ):
                built.cp.add(sum(len(sizes[w]) * one for w, one in here) <= built.people[slot, v])
        for wish, v, literal in there:
            for other, room, second in there:
                if room > v and sizes[wish] & sizes[other] and wish != other:
                    built.cp.add_bool_or([literal.Not(), second.Not()])

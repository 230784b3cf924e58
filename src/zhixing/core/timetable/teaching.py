"""Whoever teaches a run can't sit in another one meanwhile. Solvers know speakers and members apart; this joins them.

A seat in the run that he teaches himself stays: what he teaches serves his own need.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from zhixing.core.timetable.checking import judge
from zhixing.core.timetable.instance import Instance, Plan, Run, Seat

Teaching = Mapping[int, int]
"""The member behind a speaker: instructor's number, member's number."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A seat of somebody who teaches the run numbered `taught` at the same time."""

    seat: Seat
    taught: int


def clashes(instance: Instance, plan: Plan, teaching: Teaching) -> tuple[Clash, ...]:
    """Every seat that overlaps a run its member teaches, in order of seats."""
    taught: dict[int, list[int]] = {}
    for number, run in enumerate(plan.runs):
        if run.instructor in teaching:
            taught.setdefault(teaching[run.instructor], []).append(number)
    return tuple(
        Clash(seat, number)
        for seat in plan.seats
        for number in taught.get(seat.member, ())
        if number != seat.run and _span(instance, plan.runs[number]) & _span(instance, plan.runs[seat.run])
    )


def apart(
    instance: Instance, plan: Plan, teaching: Teaching, *, kept: Collection[Run] = ()
) -> tuple[Instance, Plan]:
    """Problem and plan with nobody in two places: seats move to a run that suits, or fall away.

    In the new problem a speaker isn't free while he teaches, so that whatever follows (exchange, replanning) keeps
    to it. Seats in `kept` runs stay. Every step is judged: no rule breaks that held before.
    """
    for clash in clashes(instance, plan, teaching):
        if plan.runs[clash.seat.run] in kept or clash.seat not in plan.seats:
            continue
        plan = next(_moved(instance, plan, clash, teaching), _without(plan, clash.seat))
    return _told(instance, plan, teaching), plan


def seated(instance: Instance, kept: Plan, teaching: Teaching) -> Instance:
    """The problem in which nobody teaches while he sits in a run that stays."""
    free = {one.id: list(one.free) for one in instance.instructors}
    for instructor, member in teaching.items():
        taught: set[int] = set()
        for run in kept.runs:
            if run.instructor == instructor:
                taught |= _span(instance, run)
        for seat in kept.seats:
            if seat.member == member:
                for t in _span(instance, kept.runs[seat.run]) - taught:
                    free[instructor][t] = "0"
    means = tuple(replace(one, free="".join(free[one.id])) for one in instance.instructors)
    return instance if means == instance.instructors else replace(instance, instructors=means)


def _moved(instance: Instance, plan: Plan, clash: Clash, teaching: Teaching) -> Iterator[Plan]:
    """Plans with the seat in another run: what he teaches first, then in order of time."""
    seat, before = clash.seat, set(judge(instance, plan).broken)
    here = len([one for one in clashes(instance, plan, teaching) if one.seat.member == seat.member])
    others = sorted(range(len(plan.runs)), key=lambda n: (n != clash.taught, plan.runs[n].start, n))
    for number in others:
        if number == seat.run or seat.requirement not in instance.courses[plan.runs[number].course].covers:
            continue
        after = Plan(plan.runs, tuple(sorted([*_without(plan, seat).seats, replace(seat, run=number)])))
        mine = [one for one in clashes(instance, after, teaching) if one.seat.member == seat.member]
        if len(mine) < here and set(judge(instance, after).broken) <= before:
            yield after


def _without(plan: Plan, seat: Seat) -> Plan:
    return Plan(plan.runs, tuple(one for one in plan.seats if one != seat))


def _told(instance: Instance, plan: Plan, teaching: Teaching) -> Instance:
    """The problem in which a speaker isn't free while he teaches, but for the runs in which he has a seat."""
    sits = {(seat.member, seat.run) for seat in plan.seats}
    free = {one.id: list(one.free) for one in instance.members}
    held: dict[int, set[int]] = {}
    for seat in plan.seats:
        held.setdefault(seat.member, set()).update(_span(instance, plan.runs[seat.run]))
    for number, run in enumerate(plan.runs):
        member = teaching.get(run.instructor)
        if member is not None and (member, number) not in sits:
            for t in _span(instance, run) - held.get(member, set()):
                free[member][t] = "0"
    members = tuple(replace(one, free="".join(free[one.id])) for one in instance.members)
    return instance if members == instance.members else replace(instance, members=members)


def _span(instance: Instance, run: Run) -> set[int]:
    return set(range(run.start, run.start + instance.courses[run.course].length))

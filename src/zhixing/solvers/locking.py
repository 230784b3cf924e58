"""Runs that stay with everybody in them: what they take is taken off the instance, the rest is planned around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from zhixing.core.timetable.instance import PERIODS, Instance, Plan, Seat


@dataclass(frozen=True, slots=True)
class Around:
    """What is left to plan: `instance` less what stays, `start` the other runs, `kept` what stays, `load` half-days
    of runs that stay in each period."""

    instance: Instance
    start: Plan
    kept: Plan
    load: tuple[int, ...]

    def whole(self, plan: Plan) -> Plan:
        """What stays, and a plan around it."""
        first = len(self.kept.runs)
        seats = [*self.kept.seats, *(Seat(s.member, s.requirement, s.run + first) for s in plan.seats)]
        return Plan((*self.kept.runs, *plan.runs), tuple(sorted(seats)))


def around(instance: Instance, plan: Plan, locked: Sequence[int]) -> Around:
    """The instance without these runs, their rooms, teachers, seats and spare people."""
    stay = sorted(set(locked))
    kept, rest = _part(plan, stay), _part(plan, [n for n in range(len(plan.runs)) if n not in stay])
    closed: dict[tuple[str, int], set[int]] = {}
    away: Counter[tuple[int, int]] = Counter()
    load = [0] * PERIODS
    for number, run in enumerate(kept.runs):
        span = range(run.start, run.start + instance.courses[run.course].length)
        load[instance.period(run.start)] += len(span)
        inside = {one.member for one in kept.seats if one.run == number}
        for key in (("venue", run.venue), ("teacher", run.instructor), *(("member", one) for one in inside)):
            closed.setdefault(key, set()).update(span)
        away.update((instance.members[one].station, t) for one in inside for t in span)
    met = {(one.member, one.requirement) for one in kept.seats}
    held = Counter(run.course for run in kept.runs)
    left = replace(
        instance,
        venues=tuple(replace(v, free=_shut(v.free, closed.get(("venue", v.id)))) for v in instance.venues),
        instructors=tuple(
            replace(i, free=_shut(i.free, closed.get(("teacher", i.id)))) for i in instance.instructors
        ),
        members=tuple(
            replace(
                m,
                free=_shut(m.free, closed.get(("member", m.id))),
                needs=tuple(q for q in m.needs if (m.id, q) not in met),
            )
            for m in instance.members
        ),
        stations=tuple(
            replace(s, may_leave=tuple(max(0, n - away[s.id, t]) for t, n in enumerate(s.may_leave)))
            for s in instance.stations
        ),
        courses=tuple(replace(c, max_runs=max(0, c.max_runs - held[c.id])) for c in instance.courses),
    )
    return Around(left, rest, kept, tuple(load))


def _part(plan: Plan, numbers: Sequence[int]) -> Plan:
    at = {number: index for index, number in enumerate(numbers)}
    seats = tuple(Seat(s.member, s.requirement, at[s.run]) for s in plan.seats if s.run in at)
    return Plan(tuple(plan.runs[number] for number in numbers), seats)


def _shut(free: str, closed: set[int] | None) -> str:
    return free if not closed else "".join("0" if t in closed else each for t, each in enumerate(free))

"""Random events for a plan: what befalls a bureau, drawn by seed."""

from __future__ import annotations

import random

from zhixing.core.timetable.changes import (
    CoverRaised,
    Event,
    Flood,
    InstructorIll,
    MembersAway,
    RunCancelled,
    VenueClosed,
)
from zhixing.core.timetable.instance import Instance, Plan

KINDS = ("ill", "closed", "flood", "cover", "away", "cancelled")


def drawn(instance: Instance, plan: Plan, seed: int, *, kind: str | None = None) -> tuple[Event, int]:
    """An event that befalls a run of the plan, and the half-day in which it is told."""
    dice = random.Random(seed)
    kind = kind or dice.choice(KINDS)
    number = dice.randrange(len(plan.runs))
    run = plan.runs[number]
    first = max(0, run.start - dice.choice((0, 2, 4)))
    last = min(instance.half_days, run.start + dice.choice((4, 10, 20)))
    now = max(0, first - dice.choice((0, 4, 10, 40)))
    there = sorted({seat.member for seat in plan.seats if seat.run == number})
    stations = sorted({instance.members[member].station for member in there})
    event: Event
    match kind:
        case "ill":
            event = InstructorIll(run.instructor, first, last)
        case "closed":
            event = VenueClosed(run.venue, first, last)
        case "flood":
            caught = tuple(dice.sample(stations, min(len(stations), dice.randint(1, 4))))
            event = Flood(caught, (run.venue,) if dice.random() < 0.3 else (), first, last)
        case "cover":
            event = CoverRaised(
                tuple(dice.sample(stations, min(len(stations), 3))), dice.randint(1, 3), first, last
            )
        case "away":
            event = MembersAway(tuple(dice.sample(there, min(len(there), dice.randint(1, 6)))), first, last)
        case _:
            event = RunCancelled(number)
    return event, now

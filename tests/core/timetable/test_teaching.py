"""Whoever teaches a run sits in no other one meanwhile."""

from __future__ import annotations

from dataclasses import replace

from zhixing.core.timetable.checking import judge
from zhixing.core.timetable.instance import (
    Course,
    Instance,
    Instructor,
    Member,
    Plan,
    Requirement,
    Run,
    Seat,
    Station,
    Venue,
    Weights,
)
from zhixing.core.timetable.teaching import apart, clashes, seated

HALF_DAYS = 20
FREE = "1" * HALF_DAYS


def problem() -> Instance:
    """Two members, two courses of a half-day, two rooms and two speakers."""
    return Instance(
        "两门课",
        HALF_DAYS,
        ("一线",),
        (Station(0, "机关", (2,) * HALF_DAYS, (0, 0)),),
        tuple(Member(n, 0, 0, (0, 1), FREE, "0" * HALF_DAYS) for n in range(2)),
        (Requirement(0, 1), Requirement(1, 1)),
        (Venue(0, 9, FREE), Venue(1, 9, FREE)),
        (Instructor(0, FREE), Instructor(1, FREE)),
        tuple(Course(n, 1, 9, 0, HALF_DAYS, (0, 1), (0, 1), (n,), 4, (9,)) for n in range(2)),
        99,
        Weights(*(1 for _ in Weights.__slots__)),
    )


TEACHES = {0: 1}
"""Speaker 0 is member 1."""
SAME, LATER = Run(0, 4, 0, 0), Run(1, 8, 1, 1)  # member 0 sits in the first alone
OTHER = Run(1, 4, 1, 1)


def test_the_seat_moves_to_a_run_in_which_he_does_not_teach() -> None:
    plan = Plan((SAME, OTHER, LATER), (Seat(0, 0, 0), Seat(1, 1, 1)))
    found = clashes(problem(), plan, TEACHES)
    assert [(one.seat, one.taught) for one in found] == [(Seat(1, 1, 1), 0)]
    instance, after = apart(problem(), plan, TEACHES)
    assert Seat(1, 1, 2) in after.seats
    assert clashes(instance, after, TEACHES) == ()
    assert judge(instance, after).broken == ()
    assert instance.members[1].free[4] == "0", "whatever follows keeps to it"
    assert judge(instance, plan).broken != ()


def test_without_another_run_the_seat_falls_away() -> None:
    plan = Plan((SAME, OTHER), (Seat(0, 0, 0), Seat(1, 1, 1)))
    instance, after = apart(problem(), plan, TEACHES)
    assert after.seats == (Seat(0, 0, 0),)
    assert judge(instance, after).broken == ()


def test_what_he_teaches_serves_his_own_need() -> None:
    plan = Plan((SAME,), (Seat(1, 0, 0),))
    assert clashes(problem(), plan, TEACHES) == ()
    assert apart(problem(), plan, TEACHES) == (problem(), plan)


def test_runs_that_stay_keep_their_seats_and_he_teaches_at_other_times() -> None:
    kept = Plan((OTHER,), (Seat(1, 1, 0),))
    instance = seated(problem(), kept, TEACHES)
    assert instance.instructors[0].free[4] == "0"
    assert instance.instructors[1].free == FREE
    own = Plan((replace(OTHER, instructor=0),), (Seat(1, 1, 0),))
    assert seated(problem(), own, TEACHES) == problem()
    both = Plan((SAME, OTHER), (Seat(1, 1, 1),))
    assert apart(problem(), both, TEACHES, kept=both.runs)[1] == both

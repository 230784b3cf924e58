"""Events on the problem of batches, and whom they displace."""

from __future__ import annotations

from zhixing.core.timetable.changes import (
    CoverRaised,
    Flood,
    InstructorIll,
    MembersAway,
    RunCancelled,
    VenueClosed,
    apply,
    cancelled,
    displaced,
)
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

DAYS = 10
FREE = "1" * DAYS


def made() -> tuple[Instance, Plan]:
    """Two stations of two; one course of one half-day; a run of all four at 2, another of nobody at 6."""
    instance = Instance(
        "小",
        DAYS,
        ("一", "二", "三"),
        tuple(Station(s, "站", (2,) * DAYS, (0, 0)) for s in range(2)),
        tuple(Member(m, m // 2, 0 if m == 2 else 2, (0,), FREE, "0" * DAYS) for m in range(4)),
        (Requirement(0, 2),),
        (Venue(0, 9, FREE), Venue(1, 9, FREE)),
        (Instructor(0, FREE), Instructor(1, FREE)),
        (Course(0, 1, 9, 0, DAYS, (0, 1), (0, 1), (0,), 3, (9, 9)),),
        9,
        Weights(100, 2, 4, 25, 10, 6, 3, 15),
    )
    seats = tuple(Seat(m, 0, 0) for m in range(4))
    return instance, Plan((Run(0, 2, 0, 0), Run(0, 6, 0, 0)), seats)


def test_an_event_shuts_only_its_own_half_days() -> None:
    instance, _ = made()
    assert apply(instance, InstructorIll(1, 2, 4)).instructors[1].free == "1100111111"
    assert apply(instance, VenueClosed(0, 8, 99)).venues[0].free == "1111111100"
    assert apply(instance, MembersAway((3,), 0, 1)).members[3].free == "0111111111"
    assert apply(instance, CoverRaised((1,), 5, 2, 3)).stations[1].may_leave == (2, 2, 0, *(2,) * 7)
    flooded = apply(instance, Flood((0,), (1,), 4, 6))
    assert [one.free for one in flooded.members] == ["1111001111"] * 2 + [FREE] * 2
    assert [one.free for one in flooded.venues] == [FREE, "1111001111"]


def test_what_is_past_stays_as_it_was() -> None:
    instance, plan = made()
    assert apply(instance, InstructorIll(0, 0, 5), now_half_day=4).instructors[0].free == "1111011111"
    assert apply(instance, VenueClosed(0, 0, 4), now_half_day=4) == instance
    ill = apply(instance, InstructorIll(0, 0, 10))
    assert displaced(ill, plan, now_half_day=3).runs == (1,)


def test_a_run_that_cannot_be_held_displaces_all_its_people() -> None:
    instance, plan = made()
    hit = displaced(apply(instance, VenueClosed(0, 2, 3)), plan)
    assert (hit.runs, hit.seats, hit.crowded) == ((0,), plan.seats, ())
    assert cancelled([RunCancelled(1)]) == {1}
    assert apply(instance, RunCancelled(1)) == instance
    assert displaced(instance, plan, dropped={1}).runs == (1,)


def test_who_is_away_is_displaced_alone() -> None:
    instance, plan = made()
    hit = displaced(apply(instance, MembersAway((1, 3), 2, 3)), plan)
    assert (hit.runs, hit.seats) == ((), (Seat(1, 0, 0), Seat(3, 0, 0)))


def test_of_a_station_below_cover_as_many_as_are_too_many_and_leaders_last() -> None:
    instance, plan = made()
    hit = displaced(apply(instance, CoverRaised((1,), 1, 2, 3)), plan)
    assert hit.seats == (Seat(3, 0, 0),)
    assert hit.crowded == (Seat(2, 0, 0), Seat(3, 0, 0))
    both = displaced(apply(apply(instance, CoverRaised((1,), 1, 2, 3)), MembersAway((2,), 2, 3)), plan)
    assert both.seats == (Seat(2, 0, 0),)


def test_two_runs_in_one_room_displace_the_later_numbered() -> None:
    instance, plan = made()
    twice = Plan((Run(0, 2, 0, 0), Run(0, 2, 0, 1)), plan.seats)
    assert displaced(instance, twice).runs == (1,)
    assert displaced(instance, plan).seats == ()

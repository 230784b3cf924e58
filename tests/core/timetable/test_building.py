"""From plan, people and rosters to the problem: order is irrelevant, the exempt are never members, windows hold."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixing.core.cells import Cell, Post, Tier
from zhixing.core.plan.plan import AnnualPlan, Lesson, Requirement, Way
from zhixing.core.timetable.building import (
    EXEMPT,
    NO_ROSTER,
    Attendee,
    Built,
    Given,
    NothingToPlan,
    Place,
    Room,
    Teacher,
    build,
)
from zhixing.core.timetable.carrying import Carried, joined, left_over, take_over
from zhixing.core.timetable.checking import judge
from zhixing.core.timetable.instance import Plan, Run, Seat, Weights
from zhixing.core.timetable.picture import gap_words, picture
from zhixing.core.timetable.unserved import Gaps, Reason
from zhixing.interop.batch_texts import (
    Answer,
    answer_of,
    answer_text,
    instance_of,
    instance_text,
    keys_of,
    keys_text,
)

T = TypeVar("T")
NS = UUID(int=7)
FIRST = dt.date(2025, 12, 29)
HALF_DAYS = 60
FRONT, LEAD = Cell(Tier.FRONT, Post.MAINTENANCE), Cell(Tier.LEADERSHIP, Post.OFFICE)
WEIGHTS = Weights(100, 2, 4, 25, 10, 6, 3, 15)


def uid(word: str) -> UUID:
    """An id for a word."""
    return uuid5(NS, word)


def lesson(code: str, **more: object) -> Lesson:
    """A course of one half-day for the front line."""
    plain = Lesson(
        uid(code),
        code,
        f"课 {code}",
        "党性教育",
        ("集中学习",),
        Way.COURSE,
        "A",
        120,
        uid("organ"),
        cells=(FRONT,),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def made(people: int = 8, **more: object) -> Given:
    """Two stations, two courses (one joint), two rooms, two teachers."""
    open_all = "1" * HALF_DAYS
    attendees = [
        Attendee(
            uid(f"p{n}"),
            FRONT if n else LEAD,
            uid(f"s{n % 2}"),
            n == 3,
            "" if n == 5 else open_all,
            "0" * HALF_DAYS,
        )
        for n in range(people)
    ]
    both = Requirement("q-both", "共同要求", 3, (FRONT, LEAD))
    front = Requirement("q-front", "一线要求", 1, (FRONT,))
    plan = AnnualPlan(
        2026,
        uid("organ"),
        (
            lesson("A", meets=("q-both", "q-front"), window=(dt.date(2026, 1, 5), dt.date(2026, 1, 16))),
            lesson("B", meets=("q-both",), cells=(FRONT, LEAD), half_days=2),
            lesson("C", way=Way.BRANCH),
        ),
        (both, front),
    )
    places = [
        Place(uid(f"s{n}"), "养护站", (2,) * HALF_DAYS, {uid("v0"): 4 * n, uid("v1"): 1}) for n in range(2)
    ]
    given_all = Given(
        plan,
        FIRST,
        HALF_DAYS,
        dt.date(2026, 1, 1),
        attendees,
        places,
        [Room(uid("v0"), 30, open_all), Room(uid("v1"), 12, open_all)],
        [Teacher(uid("t0"), open_all), Teacher(uid("t1"), open_all, frozenset({"业务"}))],
        WEIGHTS,
        4,
    )
    return replace(given_all, **more)  # type: ignore[arg-type]


def needs_by_person(built: Built) -> dict[UUID, set[str]]:
    """What each person is owed by courses, by keys."""
    keys = built.keys
    return {keys.people[one.id]: {keys.requirements[q] for q in one.needs} for one in built.instance.members}


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_in_which_things_come_is_irrelevant(mixed: random.Random) -> None:
    told = made()

    def shuffled(those: Sequence[T]) -> list[T]:
        found = list(those)
        mixed.shuffle(found)
        return found

    other = replace(
        told,
        people=shuffled(told.people),
        stations=shuffled(told.stations),
        rooms=shuffled(told.rooms),
        teachers=shuffled(told.teachers),
        plan=replace(
            told.plan,
            lessons=tuple(shuffled(told.plan.lessons)),
            requirements=tuple(shuffled(told.plan.requirements)),
        ),
    )
    assert build(other) == build(told)


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)))
def test_the_exempt_and_those_without_a_roster_are_never_members(exempt: set[int], unknown: set[int]) -> None:
    told = made(10)
    people = [
        replace(one, exempt=n in exempt, free="" if n in unknown else "1" * HALF_DAYS)
        for n, one in enumerate(told.people)
    ]
    if all(n in exempt | unknown for n in range(10)):
        with pytest.raises(NothingToPlan):
            build(replace(told, people=people))
        return
    built = build(replace(told, people=people))
    assert set(built.keys.people) == {uid(f"p{n}") for n in range(10) if n not in exempt | unknown}
    outside = {one.person: one.why for one in built.outside}
    assert outside == {uid(f"p{n}"): EXEMPT if n in exempt else NO_ROSTER for n in exempt | unknown}


def test_each_cell_is_owed_what_its_courses_serve() -> None:
    built = build(made())
    owed = needs_by_person(built)
    assert owed[uid("p0")] == {"q-both"}, "a leader"
    assert owed[uid("p1")] == {"q-both", "q-front"}
    courses = {built.keys.lessons[one.id]: one for one in built.instance.courses}
    leader = next(one for one in built.instance.members if built.keys.people[one.id] == uid("p0"))
    assert leader.tier == 0
    assert not set(leader.needs) & set(courses[uid("A")].covers), "course A is not for leaders"
    assert set(leader.needs) <= set(courses[uid("B")].covers)
    assert uid("C") not in courses


def test_windows_run_from_the_first_day_asked_for() -> None:
    built = build(made())
    course = next(one for one in built.instance.courses if built.keys.lessons[one.id] == uid("A"))
    assert (built.keys.day(course.from_half_day), course.to_half_day) == (dt.date(2026, 1, 5), 30)
    later = build(made(start=dt.date(2026, 1, 14)))
    course = next(one for one in later.instance.courses if later.keys.lessons[one.id] == uid("A"))
    assert later.keys.day(course.from_half_day) == dt.date(2026, 1, 14)
    over = build(made(start=dt.date(2026, 1, 20)))
    assert over.shut == (uid("A"),)
    assert over.keys.half_day(dt.date(2026, 1, 3)) == 10, "a Saturday is next Monday"


def test_speakers_and_rooms_suit_by_name_or_by_topic() -> None:
    told = made()
    built = build(told)
    assert {one.instructors for one in built.instance.courses} == {(built.keys.speakers.index(uid("t0")),)}
    named = replace(told.plan.lessons[0], speakers=(uid("t1"),), venues=(uid("v1"),), capacity=9, max_runs=7)
    built = build(replace(told, plan=replace(told.plan, lessons=(named, *told.plan.lessons[1:]))))
    course = next(one for one in built.instance.courses if built.keys.lessons[one.id] == uid("A"))
    assert course.instructors == (built.keys.speakers.index(uid("t1")),)
    assert course.venues == (built.keys.venues.index(uid("v1")),)
    assert (course.capacity, course.max_runs) == (9, 7)
    assert all(share >= 1 for share in course.station_share)


@pytest.mark.parametrize("gone", ["lessons", "rooms", "teachers"])
def test_what_is_missing_is_said(gone: str) -> None:
    told = made()
    less = (
        replace(told, plan=replace(told.plan, lessons=()))
        if gone == "lessons"
        else replace(told, **{gone: []})  # type: ignore[arg-type]
    )
    with pytest.raises(NothingToPlan, match="请先"):
        build(less)


def _seated(built: Built) -> Plan:
    """One run of course A with two people of each station."""
    instance, course = built.instance, built.keys.lessons.index(uid("A"))
    kind = instance.courses[course]
    run = Run(course, 12, kind.venues[0], kind.instructors[0])
    seats: list[Seat] = []
    count: dict[int, int] = {}
    for member in instance.members:
        mine = [q for q in member.needs if q in kind.covers]
        if mine and count.get(member.station, 0) < 2:
            count[member.station] = count.get(member.station, 0) + 1
            seats += [Seat(member.id, q, 0) for q in mine]
    return Plan((run,), tuple(seats))


def test_gaps_are_told_with_their_reason_and_the_picture_counts_them() -> None:
    built = build(made())
    plan = _seated(built)
    assert not judge(built.instance, plan).broken
    gaps = Gaps(built.instance, plan).all()
    seen = picture(built.instance, plan)
    assert len(gaps) == seen.needs - seen.met
    assert set(gaps.values()) <= {Reason.PRICE}
    tight = replace(
        built.instance,
        stations=tuple(replace(one, may_leave=(0,) * HALF_DAYS) for one in built.instance.stations),
    )
    assert set(Gaps(tight, Plan((), ())).all().values()) == {Reason.COVER}
    gone = replace(
        built.instance, members=tuple(replace(one, free="0" * HALF_DAYS) for one in built.instance.members)
    )
    assert set(Gaps(gone, Plan((), ())).all().values()) == {Reason.AWAY}
    assert sum(one.cost for one in seen.parts) == seen.verdict.cost.total
    assert seen.below == 0
    assert gap_words(100, 92) == "最多还能好 8%"


def test_a_make_up_batch_joins_the_plan_without_breaking_a_rule() -> None:
    built = build(made())
    plan = _seated(built)
    rest = left_over(built.instance, plan, now=14, more_runs=2)
    served = {(seat.member, seat.requirement) for seat in plan.seats}
    assert {(m.id, q) for m in rest.members for q in m.needs} == {
        (m.id, q) for m in built.instance.members for q in m.needs if (m.id, q) not in served
    }
    more = _seated(replace(built, instance=rest))
    more = Plan((replace(more.runs[0], start=20),), more.seats)
    whole, joint = joined(built.instance, plan, more, more_runs=2)
    assert not judge(whole, joint).broken
    assert joint.runs[: len(plan.runs)] == plan.runs


def test_what_was_held_is_taken_over_and_nothing_else_moves_into_the_past() -> None:
    built = build(made(start=dt.date(2026, 1, 14)))
    plan = _seated(build(made()))
    people = tuple((built.keys.people[s.member], built.keys.requirements[s.requirement]) for s in plan.seats)
    run = plan.runs[0]
    held = Carried(
        uid("code"),
        built.keys.lessons[run.course],
        run.start,
        built.keys.venues[run.venue],
        built.keys.speakers[run.instructor],
        people,
    )
    now = built.keys.half_day(dt.date(2026, 1, 14))
    taken = take_over(built.instance, built.keys, [held], now=now)
    assert (taken.codes, taken.plan.runs) == ((uid("code"),), plan.runs)
    assert {(s.member, s.requirement) for s in taken.plan.seats} == {
        (s.member, s.requirement) for s in plan.seats
    }
    assert not judge(taken.instance, taken.plan).broken
    for member in taken.instance.members:
        sat = any(seat.member == member.id for seat in taken.plan.seats)
        assert member.free[:now].count("1") == (1 if sat else 0)


def test_texts_come_back_as_they_went() -> None:
    built = build(made())
    assert instance_of(instance_text(built.instance)) == built.instance
    assert keys_of(keys_text(built.keys, built.outside)) == (built.keys, built.outside)
    told = Answer(_seated(built), (uid("code"),), 12, 1.5)
    assert answer_of(answer_text(told)) == told

"""A wish made part of the problem: whatever plan holds there meets the wish, and breaks no rule of the problem before."""

from __future__ import annotations

from dataclasses import replace

from tests.core.timetable.test_building import HALF_DAYS, made, uid

from zhixing.core.timetable.building import build
from zhixing.core.timetable.checking import judge
from zhixing.core.timetable.instance import Plan, Run, Seat
from zhixing.core.timetable.wishes import (
    AtMostRuns,
    AwayAtMost,
    CompleteBy,
    Conflict,
    MoreRuns,
    Possible,
    Repair,
    Runs,
    SpeakerOnly,
    Unknown,
    VenueOnly,
)
from zhixing.core.timetable.wishing import bind
from zhixing.interop.batch_orders import Order, Wished, order_of, order_text
from zhixing.interop.batch_wishes import wish_answer_of, wish_answer_text

BUILT = build(made())
COURSE = BUILT.keys.lessons.index(uid("A"))
NEED = BUILT.instance.courses[COURSE].covers[0]
THOSE = tuple(one.id for one in BUILT.instance.members if NEED in one.needs)[:2]


def test_each_wish_narrows_what_it_is_about() -> None:
    kind = BUILT.instance.courses[COURSE]
    wishes = (
        AtMostRuns(COURSE, 1),
        SpeakerOnly(COURSE, kind.instructors[0]),
        VenueOnly(COURSE, kind.venues[-1]),
        AwayAtMost(0, 1),
    )
    bound, keys = bind(BUILT.instance, BUILT.keys, wishes)
    assert keys == BUILT.keys
    course = bound.courses[COURSE]
    assert (course.max_runs, course.instructors, course.venues) == (1, kind.instructors[:1], kind.venues[-1:])
    assert bound.stations[0].may_leave == (1,) * HALF_DAYS


def test_a_deadline_makes_the_need_count_in_time_only() -> None:
    by = BUILT.instance.courses[COURSE].from_half_day + 4
    bound, keys = bind(BUILT.instance, BUILT.keys, (CompleteBy(NEED, THOSE, by),))
    urgent = len(BUILT.instance.requirements)
    assert keys.requirements[urgent] == BUILT.keys.requirements[NEED]
    own = next(one for one in bound.courses if urgent in one.covers)
    assert keys.lessons[own.id] == uid("A")
    assert own.to_half_day <= by
    assert own.max_runs + bound.courses[COURSE].max_runs == BUILT.instance.courses[COURSE].max_runs
    assert all((urgent in bound.members[m].needs) and (NEED not in bound.members[m].needs) for m in THOSE)
    late = Run(COURSE, by, own.venues[0], own.instructors[0])
    assert judge(bound, Plan((late,), tuple(Seat(m, urgent, 0) for m in THOSE))).broken, (
        "too late does not count"
    )
    early = replace(late, course=own.id, start=own.from_half_day)
    assert not judge(bound, Plan((early,), tuple(Seat(m, urgent, 0) for m in THOSE))).broken
    before = Plan((replace(early, course=COURSE),), tuple(Seat(m, NEED, 0) for m in THOSE))
    assert not judge(BUILT.instance, before).broken


def test_what_was_asked_and_answered_comes_back_as_it_went() -> None:
    wish = CompleteBy(NEED, THOSE, 9)
    repair = Repair((MoreRuns(COURSE, 1),), 30, best=True)
    for told in (Conflict((wish, Runs(COURSE)), True, (repair,)), Possible(Plan((), ())), Unknown(2.5)):
        assert wish_answer_of(wish_answer_text(told)) == told
    order = Order(None, None, Wished("finish", uid("A"), uid("b"), (), None, 0), "{}", 1)
    assert order_of(order_text(order)) == order
    assert order_of("") == Order()

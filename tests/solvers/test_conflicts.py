"""Impossible wishes: a smallest conflict, each item tried, and repairs that hold."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

import pytest
from tests.solvers.asked import drawn
from tests.solvers.micro import by_hand, public

from zhixing.core.timetable.checking import Rule, judge
from zhixing.core.timetable.instance import (
    Course,
    Instance,
    Member,
    Plan,
    Station,
)
from zhixing.core.timetable.naming import numbered
from zhixing.core.timetable.wishes import (
    Answer,
    AtMostRuns,
    AwayAtMost,
    CompleteBy,
    Conflict,
    Cover,
    Drop,
    Duty,
    Item,
    MoreAway,
    NoRuns,
    OneRun,
    Opening,
    Possible,
    Room,
    Runs,
    Size,
    SpeakerOnly,
    Teacher,
    Together,
    Unknown,
    VenueOnly,
    Window,
    Wish,
)
from zhixing.core.timetable.wishes_met import implied, loosen, unmet
from zhixing.core.timetable.wishes_words import tell_item, tell_repair
from zhixing.interop.batch_wishes import wish_answer_of, wish_answer_text
from zhixing.solvers.conflicts import explain
from zhixing.solvers.conflicts_search import EVERYTHING, Clock, Found, feasible
from zhixing.solvers.greedy import careful

WHOLE = 50


def clock(seconds: float = 10.0) -> Clock:
    """So much time from now."""
    return Clock(time.monotonic() + seconds, 0)


def holds(instance: Instance, plan: Plan, item: Item) -> bool:
    """Whether a plan keeps an item, by the judge of plans or by counting."""
    if isinstance(item, Wish):
        return not unmet(instance, plan, [item])
    broken = judge(instance, plan).broken
    people = Counter(run for _, run in {(seat.member, seat.run) for seat in plan.seats})
    match item:
        case Cover():
            return not any(one.rule is Rule.COVER and one.numbers[0] == item.station for one in broken)
        case Duty():
            busy = (one.numbers[0] for one in broken if one.rule is Rule.BUSY)
            return not any(instance.members[member].station == item.station for member in busy)
        case Room():
            most = instance.venues[item.venue].capacity
            return all(people[n] <= most for n, run in enumerate(plan.runs) if run.venue == item.venue)
        case Size():
            most = instance.courses[item.course].capacity
            return all(people[n] <= most for n, run in enumerate(plan.runs) if run.course == item.course)
        case Opening() | Teacher():
            free = (
                instance.venues[item.venue].free
                if isinstance(item, Opening)
                else instance.instructors[item.instructor].free
            )
            mine = [
                run
                for run in plan.runs
                if (
                    run.venue == item.venue
                    if isinstance(item, Opening)
                    else run.instructor == item.instructor
                )
            ]
            return all(
                free[t] == "1"
                for run in mine
                for t in range(run.start, run.start + instance.courses[run.course].length)
            )
        case Window():
            course = instance.courses[item.course]
            return all(run.start in course.starts() for run in plan.runs if run.course == item.course)
        case Runs():
            return (
                sum(run.course == item.course for run in plan.runs) <= instance.courses[item.course].max_runs
            )


def checked(instance: Instance, wishes: tuple[Wish, ...], answer: Answer) -> None:
    """Whatever the answer claims is true."""
    if isinstance(answer, Possible):
        assert judge(instance, answer.plan).broken == ()
        assert unmet(instance, answer.plan, wishes) == ()
    if not isinstance(answer, Conflict):
        return
    core = frozenset(answer.core)
    assert len(core) == len(answer.core) >= 1
    wishes = (*wishes, *implied(instance, careful(instance), wishes))
    assert {item for item in core if isinstance(item, Wish)} <= set(wishes)
    assert feasible(instance, wishes, core, clock())[0] is not Found.YES
    for item in core if answer.minimal else ():
        found, plan = feasible(instance, wishes, core - {item}, clock())
        assert found is not Found.NO, item
        if plan is not None:
            assert all(holds(instance, plan, one) for one in core - {item})
    for repair in answer.repairs:
        looser, asked = loosen(instance, wishes, repair.steps)
        found, plan = feasible(looser, asked, EVERYTHING, clock())
        assert found is Found.YES
        assert plan is not None
        assert judge(looser, plan).broken == ()
        assert unmet(looser, plan, asked) == ()
    assert [one.price for one in answer.repairs] == sorted(one.price for one in answer.repairs)
    assert wish_answer_of(wish_answer_text(answer)) == answer
    assert all(tell_item(item, instance, numbered()) for item in answer.core)


@pytest.mark.parametrize("seed", [2, 6, 9, 10])
def test_wishes_on_a_small_bureau(seed: int) -> None:
    instance = public("tiny-0")
    wishes = drawn(instance, seed)
    answer = explain(instance, wishes)
    assert isinstance(answer, Conflict)
    assert answer.minimal
    assert answer.repairs
    checked(instance, wishes, answer)


@pytest.mark.parametrize("seed", [0, 13, 17, 21, 23])
def test_wishes_on_a_bureau(seed: int) -> None:
    instance = public("bureau-0")
    wishes = drawn(instance, seed)
    answer = explain(instance, wishes)
    assert isinstance(answer, Possible if seed == 0 else Conflict)
    checked(instance, wishes, answer)


@pytest.mark.drill
def test_many_impossible_wishes(rounds: Callable[[int, int], int]) -> None:
    """Fifty impossible wishes at two bureaus: conflicts minimal, repairs good. The suite samples them above."""
    met: Counter[str] = Counter()
    seed, conflicts = 0, 0
    while conflicts < rounds(0, WHOLE):
        instance = public(("bureau-0", "bureau-3")[seed % 2])
        wishes = drawn(instance, seed)
        began = time.monotonic()
        answer = explain(instance, wishes)
        took = time.monotonic() - began
        checked(instance, wishes, answer)
        conflicts += not isinstance(answer, Possible)
        met[type(answer).__name__] += 1
        if isinstance(answer, Conflict):
            best = answer.repairs[0] if answer.repairs else None
            print(
                seed,
                len(answer.core),
                answer.minimal,
                len(answer.repairs),
                best and (best.price, best.best),
                f"{took:.1f} s",
            )
        elif isinstance(answer, Unknown):
            print(seed, "unknown", f"{took:.1f} s")
        seed += 1
    print(dict(met))


def small() -> Instance:
    """One station of three with one allowed away, one course of one half-day in one week, one venue, one instructor."""
    stations = (Station(0, "站", (1,) * 10, (0,)),)
    members = tuple(Member(m, 0, 2, (0,), "1" * 10, "0" * 10) for m in range(3))
    course = Course(0, 1, 9, 0, 10, (0,), (0,), (0,), 3, (9,))
    return by_hand(stations, members, (9,), 1, course, half_days=10, priority=2)


def test_a_station_in_one_run_stands_against_its_cover() -> None:
    answer = explain(small(), [OneRun(0, 0)])
    assert isinstance(answer, Conflict)
    assert set(answer.core) == {OneRun(0, 0), Cover(0)}
    assert answer.minimal
    cheapest = answer.repairs[0]
    assert cheapest.price == 40
    assert cheapest.best
    assert [type(step) for step in cheapest.steps] == [MoreAway]
    assert (Drop(OneRun(0, 0)),) in [one.steps for one in answer.repairs]
    told = {tell_item(item, small(), numbered()) for item in answer.core}
    assert told == {"0 号站的人参加“0 号课”的同一期", "0 号站的最低在岗人数"}
    assert tell_repair(cheapest, small(), numbered()).endswith("多放 2 人（代价 40，已证明最省）。")


def test_names_are_for_the_entitled_only() -> None:
    wishes: list[Wish] = [CompleteBy(0, (0, 1, 2), 2), AtMostRuns(0, 2)]
    answer = explain(small(), wishes)
    assert isinstance(answer, Conflict)
    plain = "；".join(tell_item(item, small(), numbered()) for item in answer.core)
    named = "；".join(tell_item(item, small(), numbered(names=True)) for item in answer.core)
    assert "号成员" not in plain
    assert "0 号站 3 人" in plain
    assert "0 号成员、1 号成员、2 号成员" in named


def test_wishes_that_agree_are_possible() -> None:
    instance = small()
    wishes: list[Wish] = [
        CompleteBy(0, (0, 1, 2), 6),
        NoRuns(0, 3),
        SpeakerOnly(0, 0),
        VenueOnly(0, 0),
        AtMostRuns(0, 3),
    ]
    answer = explain(instance, wishes)
    assert isinstance(answer, Possible)
    checked(instance, tuple(wishes), answer)
    assert isinstance(explain(instance, []), Possible)


def test_a_wish_that_only_forbids_takes_todays_seats_for_granted() -> None:
    answer = explain(small(), [AtMostRuns(0, 1)])
    assert isinstance(answer, Conflict)
    assert set(answer.core) == {CompleteBy(0, (0, 1, 2), 10), AtMostRuns(0, 1), Cover(0)}
    unseated = Plan((), ())
    assert isinstance(explain(small(), [AtMostRuns(0, 1)], plan=unseated), Possible)
    assert implied(small(), careful(small()), [AwayAtMost(0, 1)]) == (CompleteBy(0, (0, 1, 2), 10),)
    assert isinstance(explain(small(), [AwayAtMost(0, 1)]), Possible)


def test_parts_are_planned_one_after_the_other_and_judged_as_one() -> None:
    instance = public("tiny-0")
    quiet = [NoRuns(40, 50)]
    answer = explain(instance, quiet)
    assert isinstance(answer, Possible)
    checked(instance, tuple(quiet), answer)
    assert unmet(instance, answer.plan, implied(instance, careful(instance), quiet)) == ()


def test_two_together_stand_against_cover_too() -> None:
    answer = explain(small(), [Together(0, (0, 1))])
    assert isinstance(answer, Conflict)
    assert set(answer.core) == {Together(0, (0, 1)), Cover(0)}


def test_without_time_nothing_is_claimed() -> None:
    instance = public("bureau-0")
    answer = explain(instance, drawn(instance, 12), seconds=0.0)
    assert isinstance(answer, Unknown) or (isinstance(answer, Conflict) and not answer.minimal)

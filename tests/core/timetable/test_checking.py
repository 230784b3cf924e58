"""Every hard rule is named when it is broken, and only then; every part of the cost counts what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from zhixing.core.timetable.checking import Rule, judge
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

OPEN = "1" * 20
WEIGHTS = Weights(unmet=100, time=2, rest=4, run=25, late=10, split=6, strain=3, bunch=15)


def _course(number: int, length: int, covers: tuple[int, ...]) -> Course:
    return Course(number, length, 2, 0, 18, (0, 1), (0, 1), covers, 2, (1,))


GIVEN = Instance(
    name="rules",
    half_days=20,
    tiers=("L", "M", "C", "P", "A"),
    stations=(Station(0, "office", (2,) * 20, (3, 5)),),
    members=tuple(Member(m, 0, m + 1, (0, 1), OPEN, "0" * 20) for m in range(4)),
    requirements=(Requirement(0, 1), Requirement(1, 3)),
    venues=(Venue(0, 9, OPEN), Venue(1, 9, OPEN)),
    instructors=(Instructor(0, OPEN), Instructor(1, OPEN)),
    courses=(_course(0, 2, (0,)), _course(1, 4, (0, 1))),
    month_cap=4,
    weights=WEIGHTS,
)
FIRST, SECOND = Run(0, 2, 0, 0), Run(1, 10, 1, 1)


def _rules(plan: Plan, given: Instance = GIVEN) -> set[Rule]:
    return {one.rule for one in judge(given, plan).broken}


def test_a_plan_that_keeps_all_rules_breaks_none() -> None:
    assert _rules(Plan((FIRST, SECOND), (Seat(1, 0, 0), Seat(2, 0, 1), Seat(2, 1, 1)))) == set()


@pytest.mark.parametrize(
    ("plan", "rule"),
    [
        (Plan((FIRST,), (Seat(0, 0, 1),)), Rule.NO_RUN),
        (Plan((FIRST,), (Seat(0, 1, 0),)), Rule.NOT_COVERED),
        (Plan((FIRST, SECOND), (Seat(0, 0, 0), Seat(0, 0, 1))), Rule.TWICE),
        (Plan((Run(0, 3, 0, 0),), ()), Rule.START),
        (Plan((Run(0, 18, 0, 0),), ()), Rule.WINDOW),
        (Plan((FIRST, Run(0, 2, 0, 1)), ()), Rule.CLASH),
        (Plan((FIRST, Run(0, 2, 1, 0)), ()), Rule.CLASH),
        (Plan((FIRST,), (Seat(0, 0, 0), Seat(1, 0, 0), Seat(2, 0, 0))), Rule.CAPACITY),
        (Plan((FIRST, Run(1, 2, 1, 1)), (Seat(0, 0, 0), Seat(0, 1, 1))), Rule.TWO_PLACES),
        (Plan((FIRST, Run(1, 2, 1, 1)), (Seat(0, 0, 0), Seat(1, 0, 0), Seat(2, 1, 1))), Rule.COVER),
        (Plan((FIRST, Run(0, 4, 0, 0), Run(0, 6, 0, 0)), ()), Rule.TOO_MANY),
    ],
)
def test_a_broken_rule_is_named(plan: Plan, rule: Rule) -> None:
    # Three of a station in a run for two are also more than may leave it.
    assert _rules(plan) - ({Rule.COVER} if rule is Rule.CAPACITY else set()) == {rule}


def test_rules_about_who_and_what_is_free() -> None:
    seat = Plan((FIRST,), (Seat(0, 0, 0),))
    duty = replace(GIVEN, members=(replace(GIVEN.members[0], free="110" + "1" * 17), *GIVEN.members[1:]))
    assert _rules(seat, duty) == {Rule.BUSY}
    shut = replace(GIVEN, venues=(Venue(0, 9, "1110" + "1" * 16), GIVEN.venues[1]))
    assert _rules(seat, shut) == {Rule.NOT_FREE}
    away = replace(GIVEN, instructors=(Instructor(0, "0" * 20), GIVEN.instructors[1]))
    assert _rules(seat, away) == {Rule.NOT_FREE}
    other = replace(GIVEN, courses=(replace(GIVEN.courses[0], venues=(1,)), GIVEN.courses[1]))
    assert _rules(seat, other) == {Rule.NOT_FOR_COURSE}
    alien = replace(GIVEN, members=(replace(GIVEN.members[0], needs=(1,)), *GIVEN.members[1:]))
    assert _rules(seat, alien) == {Rule.NOT_NEEDED}


def test_the_parts_of_the_cost() -> None:
    rest = replace(
        GIVEN, members=(replace(GIVEN.members[0], tier=0, rest="0010" + "0" * 16), *GIVEN.members[1:])
    )
    plan = Plan((FIRST, SECOND), (Seat(0, 0, 0), Seat(1, 0, 0), Seat(2, 0, 1), Seat(2, 1, 1)))
    cost = judge(rest, plan).cost
    assert cost.unmet == 100 * (3 * 3 + 1)  # three lack the second requirement, one the first too
    assert cost.run == 50
    assert cost.time == 2 * (2 + 2 + 4)
    assert cost.rest == 4
    assert cost.travel == 3 + 3 + 2 * 5
    assert (
        cost.late == 1 + 0
    )  # ten for the leader, a ninth of the window gone; five for the next, rounded down
    assert cost.split == 6
    assert cost.strain == 3 * 2
    assert cost.bunch == 0
    assert cost.total == sum(
        (cost.unmet, cost.run, cost.time, cost.rest, cost.travel, cost.late, cost.split, cost.strain)
    )
    dense = judge(replace(rest, month_cap=1), plan).cost
    assert dense.bunch == 15 * (1 + 3)

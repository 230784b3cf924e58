"""Who may do what with a plan in which state: a truth table, and what a branch may touch."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from tests.core.plan.sketch import BRANCHES, ROOT, YEAR

from zhixing.core.plan import rules
from zhixing.core.plan.plan import AnnualPlan, Lesson, State, Way
from zhixing.core.plan.rules import Hand, PlanError

OWN = BRANCHES[0].id
KEEPER = Hand(plans=True, approves=True)
LEADER = Hand(plans=False, approves=True, branches=frozenset({OWN, BRANCHES[1].id}))
BRANCH = Hand(plans=False, approves=False, branches=frozenset({OWN}))
MEMBER = Hand(plans=False, approves=False)
HANDS = {"keeper": KEEPER, "leader": LEADER, "branch": BRANCH, "member": MEMBER}
NEW: State | None = None


def who(allowed: dict[str, bool]) -> set[str]:
    """Those who may."""
    return {name for name, may in allowed.items() if may}


@pytest.mark.parametrize("state", [NEW, *State])
def test_drafting(state: State | None) -> None:
    may = who({name: rules.can_draft(state, who=hand) for name, hand in HANDS.items()})
    assert may == ({"keeper"} if state in (None, State.DRAFT, State.OPINIONS) else set())


@pytest.mark.parametrize("state", list(State))
def test_steps(state: State) -> None:
    sends = who({name: rules.can_send(state, who=hand) for name, hand in HANDS.items()})
    approves = who(
        {name: rules.can_approve(state, who=hand, unanswered=0, in_the_way=0) for name, hand in HANDS.items()}
    )
    publishes = who({name: rules.can_publish(state, who=hand) for name, hand in HANDS.items()})
    says = who({name: rules.can_say(state, OWN, who=hand, words="好") for name, hand in HANDS.items()})
    assert sends == ({"keeper"} if state is State.DRAFT else set())
    assert approves == ({"keeper", "leader"} if state is State.OPINIONS else set())
    assert publishes == ({"keeper"} if state is State.APPROVED else set())
    assert says == ({"keeper", "leader", "branch"} if state is State.OPINIONS else set())


@pytest.mark.parametrize(
    ("hand", "unanswered", "in_the_way"),
    [(replace(LEADER, was_sender=True), 0, 0), (LEADER, 1, 0), (LEADER, 0, 1)],
)
def test_what_stands_in_the_way_of_approval(hand: Hand, unanswered: int, in_the_way: int) -> None:
    assert not rules.can_approve(State.OPINIONS, who=hand, unanswered=unanswered, in_the_way=in_the_way)


def lesson(way: Way, org: UUID) -> Lesson:
    """A lesson of this organisation."""
    return Lesson(uuid4(), "B1", "支部学习", "", ("集中学习",), way, "A", 60, org)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize(
    ("way", "org", "mine"),
    [
        (Way.BRANCH, OWN, True),
        (Way.RHYTHM, OWN, True),
        (Way.COURSE, OWN, False),
        (Way.BRANCH, BRANCHES[1].id, False),
        (Way.COURSE, ROOT, False),
    ],
)
def test_changing(state: State, way: Way, org: UUID, mine: bool) -> None:
    before = AnnualPlan(YEAR, ROOT)
    one = lesson(way, org)
    after = replace(before, lessons=(one,))
    moved = replace(before, lessons=(replace(one, minutes=90),))
    for old, new in ((before, after), (after, moved), (after, before)):
        may = who(
            {name: rules.can_change(state, old, new, who=hand, reason="议定") for name, hand in HANDS.items()}
        )
        assert "keeper" in may
        assert "member" not in may
        assert ("branch" in may) == (mine and state in (State.DRAFT, State.OPINIONS))


def test_a_lesson_is_not_taken_over_from_another_branch() -> None:
    theirs = lesson(Way.BRANCH, BRANCHES[1].id)
    before = AnnualPlan(YEAR, ROOT, (theirs,))
    after = replace(before, lessons=(replace(theirs, org=OWN),))
    assert not rules.can_change(State.DRAFT, before, after, who=BRANCH, reason="")


def test_after_publication_a_reason_is_needed() -> None:
    before = AnnualPlan(YEAR, ROOT)
    for state in rules.PUBLIC:
        with pytest.raises(PlanError, match="写明理由"):
            rules.check_change(state, before, before, who=KEEPER, reason=" ")


def test_what_a_changed_plan_becomes() -> None:
    assert [rules.after_change(state) for state in State] == [
        State.DRAFT,
        State.OPINIONS,
        State.OPINIONS,
        State.CHANGED,
        State.CHANGED,
    ]

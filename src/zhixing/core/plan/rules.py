"""Who may draft, send, approve, publish and change a year's plan: each `check_` raises PlanError, each `can_` answers.

The plan is approved by two people: whoever sent it for opinions, or changed it last, does not approve it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec
from uuid import UUID

from zhixing.core.plan.plan import STATE_WORDS, AnnualPlan, Lesson, State, Way

LONGEST_REASON = 300
LONGEST_OPINION = 1000
PUBLIC = (State.PUBLISHED, State.CHANGED)
OWN_WAYS = (Way.RHYTHM, Way.BRANCH)
"""What a branch changes itself, as long as the plan is discussed."""


class PlanError(ValueError):
    """It cannot be done; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts: keeps the plan of the whole (`plans`), may approve it (`approves`), and the branches he keeps.

    `was_sender`: he sent it for opinions or changed it last, under whatever account.
    """

    plans: bool
    approves: bool
    branches: frozenset[UUID] = frozenset()
    was_sender: bool = False


P = ParamSpec("P")


def _answers(check: Callable[P, None]) -> Callable[P, bool]:
    """The question for buttons that belongs to a check."""

    @wraps(check)
    def can(*args: P.args, **kwargs: P.kwargs) -> bool:
        try:
            check(*args, **kwargs)
        except PlanError:
            return False
        return True

    return can


def check_draft(state: State | None, *, who: Hand) -> None:
    """A draft is made where there is no plan, or anew as long as it has not been approved."""
    _check_plans(who)
    if state in (State.APPROVED, *PUBLIC):
        raise PlanError(f"计划{STATE_WORDS[state]}，不能重新起草；请直接改其中的课，并写明理由")


def check_change(state: State, before: AnnualPlan, after: AnnualPlan, *, who: Hand, reason: str) -> None:
    """The whole by who keeps the plan; by a branch only what it holds itself, as long as the plan is discussed."""
    if (before.year, before.org) != (after.year, after.org):
        raise PlanError("这不是同一个单位、同一年度的计划；请从计划页重新打开")
    if len(reason) > LONGEST_REASON:
        raise PlanError(f"理由最多 {LONGEST_REASON} 个字")
    if state in PUBLIC and not reason.strip():
        raise PlanError("计划已发布，每次调整都要写明理由")
    if who.plans:
        return
    if not who.branches:
        raise PlanError("学习计划由机关党委和党支部的党务干部改")
    if state not in (State.DRAFT, State.OPINIONS):
        raise PlanError(f"计划{STATE_WORDS[state]}，由机关党委改；支部有意见请向机关党委提出")
    for lesson in touched(before, after):
        if lesson.way not in OWN_WAYS or lesson.org not in who.branches:
            raise PlanError(f"《{lesson.title}》不是本支部组织的课，不能改；可以提意见")
    if (before.requirements, before.budgets) != (after.requirements, after.budgets):
        raise PlanError("必学内容和学时预算由机关党委改；可以提意见")


def touched(before: AnnualPlan, after: AnnualPlan) -> tuple[Lesson, ...]:
    """Lessons that were added, taken out or changed, as they were and as they are."""
    old, new = {one.id: one for one in before.lessons}, {one.id: one for one in after.lessons}
    changed = [uid for uid in {**old, **new} if old.get(uid) != new.get(uid)]
    return tuple(one for uid in changed for one in (old.get(uid), new.get(uid)) if one is not None)


def check_send(state: State, *, who: Hand) -> None:
    """草案 → 征求意见."""
    _check_plans(who)
    _check_state(state, State.DRAFT, "送去征求意见")


def check_approve(state: State, *, who: Hand, unanswered: int, in_the_way: int) -> None:
    """征求意见 → 已审定, by a second person, with every opinion answered and nothing that a plan must not be."""
    if not who.approves:
        raise PlanError("计划由机关党委书记或机关党委党务干部审定")
    _check_state(state, State.OPINIONS, "审定")
    if who.was_sender:
        raise PlanError("送审或最后改过计划的人不能自己审定；请由机关党委另一人审定")
    if unanswered:
        raise PlanError(f"还有 {unanswered} 条意见没有答复；请先答复")
    if in_the_way:
        raise PlanError(f"还有 {in_the_way} 项必须先处理；见“审定前核对”")


def check_publish(state: State, *, who: Hand) -> None:
    """已审定 → 已发布."""
    _check_plans(who)
    _check_state(state, State.APPROVED, "发布")


def check_opinion(state: State, org: UUID | None, *, who: Hand, words: str) -> None:
    """Said for one's branch, or for the whole by who keeps the plan, as long as opinions are asked for."""
    if state is not State.OPINIONS:
        raise PlanError(f"计划{STATE_WORDS[state]}，现在不在征求意见")
    if org is None and not (who.plans or who.approves):
        raise PlanError("请选本支部，以支部的名义提意见")
    if org is not None and org not in who.branches and not who.plans:
        raise PlanError("只能替自己的支部提意见")
    _check_words(words, "意见")


def check_answer(*, who: Hand, words: str, answered: bool) -> None:
    """Every opinion is answered once, by who keeps the plan."""
    _check_plans(who)
    if answered:
        raise PlanError("这条意见已经答复过了")
    _check_words(words, "答复")


def check_prepare(lesson: Lesson | None, *, who: Hand) -> None:
    """Preparation is noted by the organiser's officers."""
    if lesson is None:
        raise PlanError("计划里没有这门课了；请从计划页重新打开")
    if not who.plans and lesson.org not in who.branches:
        raise PlanError("备课情况由组织这门课的党组织登记")


can_draft, can_change, can_send = _answers(check_draft), _answers(check_change), _answers(check_send)
can_approve, can_publish = _answers(check_approve), _answers(check_publish)
can_say, can_answer, can_prepare = _answers(check_opinion), _answers(check_answer), _answers(check_prepare)


def after_change(state: State) -> State:
    """The state of a changed plan: approved once, it is discussed anew; published, it is changed."""
    if state in PUBLIC:
        return State.CHANGED
    return State.OPINIONS if state is State.APPROVED else state


def _check_plans(who: Hand) -> None:
    if not who.plans:
        raise PlanError("这一步由机关党委党务干部办理")


def _check_state(state: State, wanted: State, verb: str) -> None:
    if state is not wanted:
        raise PlanError(f"计划现在是“{STATE_WORDS[state]}”，“{STATE_WORDS[wanted]}”时才能{verb}")


def _check_words(words: str, what: str) -> None:
    if not words.strip():
        raise PlanError(f"请写明{what}")
    if len(words) > LONGEST_OPINION:
        raise PlanError(f"{what}最多 {LONGEST_OPINION} 个字")

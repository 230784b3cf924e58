"""What somebody sees of a year's plan: all of it, his branch's and the whole organ's lessons, or what is published."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from zhixing.actions import plan as plans
from zhixing.actions.dossier import outline
from zhixing.actions.plan import PlanView
from zhixing.core.plan import rules
from zhixing.core.plan.plan import AnnualPlan, Lesson, State
from zhixing.core.plan.rules import Hand
from zhixing.store.people.queries import Actor
from zhixing.store.plans import queries


@dataclass(frozen=True, slots=True)
class Sight:
    """A year's plan for one reader. `view` None: there is none, or none that he may see yet.

    `lessons`: those he may read. `hidden`: of a plan under discussion, how many belong to other branches.
    """

    year: int
    actor: Actor
    hand: Hand
    view: PlanView | None
    lessons: tuple[Lesson, ...]
    hidden: int
    waiting: bool
    """There is a plan, and it is not published yet."""

    @property
    def plan(self) -> AnnualPlan:
        """The plan. Raises Http404 where he sees none."""
        return self.held.plan

    @property
    def held(self) -> PlanView:
        """The version. Raises Http404 where he sees none."""
        if self.view is None:
            raise Http404
        return self.view

    @property
    def public(self) -> bool:
        """Whether it is published."""
        return self.view is not None and self.view.state in rules.PUBLIC

    @property
    def works(self) -> bool:
        """Whether he works with the plan before it is published."""
        return self.hand.plans or self.hand.approves or bool(self.hand.branches)

    def reads(self, lesson: Lesson) -> bool:
        """Whether he may read a lesson of this plan, of this version or a former one."""
        whole = self.public or self.hand.plans or self.hand.approves
        return whole or lesson.org == self.plan.org or lesson.org in self.hand.branches

    def lesson(self, lesson: UUID) -> Lesson:
        """One that he may read. Raises Http404."""
        found = next((one for one in self.lessons if one.id == lesson), None)
        if found is None:
            raise Http404
        return found

    def may_edit(self, lesson: Lesson) -> bool:
        """Whether he may change or take out a lesson now."""
        held = self.held
        less = AnnualPlan(
            held.plan.year,
            held.plan.org,
            tuple(one for one in held.plan.lessons if one.id != lesson.id),
            held.plan.requirements,
            held.plan.budgets,
        )
        return rules.can_change(held.state, held.plan, less, who=self.hand, reason="x")

    @property
    def may_add(self) -> bool:
        """Whether he may add a lesson now."""
        if self.view is None:
            return False
        open_now = self.view.state in (State.DRAFT, State.OPINIONS)
        return self.hand.plans or (bool(self.hand.branches) and open_now)


def sight(actor: Actor, year: int, *, today: dt.date) -> Sight:
    """What this reader sees of a year's plan. Raises Http404 for a year that is no plan's."""
    held, hand = plans.current(year), plans.hand(actor, year)
    if held is None and year not in plan_years(today):
        raise Http404
    public = held is not None and held.state in rules.PUBLIC
    works = hand.plans or hand.approves or bool(hand.branches)
    if held is None or not (public or works):
        return Sight(year, actor, hand, None, (), 0, held is not None)
    whole = public or hand.plans or hand.approves
    lessons = tuple(
        one for one in held.plan.lessons if whole or one.org == held.plan.org or one.org in hand.branches
    )
    return Sight(year, actor, hand, held, lessons, len(held.plan.lessons) - len(lessons), not public)


def plan_years(today: dt.date) -> tuple[int, ...]:
    """The years whose plan there is or may be: those with one, those on the ledger, this one and the next."""
    known = {*queries.years(), *outline().years, today.year, today.year + 1}
    return tuple(sorted(known, reverse=True))


def front_year(today: dt.date) -> int:
    """The year that the place 学习计划 opens with: the latest with a plan, else the one to be planned now."""
    made = [one for one in queries.years() if one <= today.year + 1]
    return max(made, default=today.year)

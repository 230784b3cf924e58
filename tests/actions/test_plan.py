"""The annual plan from draft to publication and beyond: who may, nobody's work lost, the ledger follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection, transaction
from pytest_django import Settings
from tests import cast, kept

from zhixing.actions import plan as plans
from zhixing.actions.plan import PlanView
from zhixing.actions.plan_checks import findings
from zhixing.actions.plan_draft import explained
from zhixing.actions.plan_people import audience
from zhixing.actions.plan_reminders import preparations
from zhixing.actions.roll import roll
from zhixing.core.facts.kinds import Kind, PlanItem
from zhixing.core.figures.organ import OrganYear
from zhixing.core.plan.plan import AnnualPlan, Lesson, LessonPlan, State, Step, Way
from zhixing.core.plan.rules import PlanError
from zhixing.store.ledger import models, things
from zhixing.store.ledger.models import AuditLine
from zhixing.store.people.queries import Actor

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 1, 6, 1, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)
YEAR = 2026
SENDER, APPROVER = "superior", "leader"


@pytest.fixture
def bureau(db: None, settings: Settings) -> OrganYear:
    """Twenty-four members in two branches, and the cast."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return kept.bureau()


def actor(name: str) -> Actor:
    """Somebody of the cast."""
    return cast.actor(name, today=TODAY)


def drafted() -> PlanView:
    """A first draft."""
    return plans.draft(YEAR, based_on=0, by=actor(SENDER), now=NOW, today=TODAY)


def saved(view: PlanView, plan: AnnualPlan, name: str = SENDER, reason: str = "会上议定") -> PlanView:
    """A changed plan, kept."""
    return plans.save(YEAR, plan, based_on=view.number, reason=reason, by=actor(name), now=NOW, today=TODAY)


def sent() -> PlanView:
    """A plan on which opinions are asked for."""
    first = drafted()
    return plans.send_for_opinions(YEAR, based_on=first.number, by=actor(SENDER), now=NOW, today=TODAY)


def published() -> PlanView:
    """A published plan."""
    view = sent()
    view = plans.approve(YEAR, based_on=view.number, by=actor(APPROVER), now=NOW, today=TODAY)
    return plans.publish(YEAR, based_on=view.number, by=actor(SENDER), now=NOW, today=TODAY)


def items() -> dict[str, PlanItem]:
    """The items of the plan on the ledger, by number."""
    bodies = [fact.body for fact in things.of_kinds(Kind.PLAN_ITEM)]
    return {body.code: body for body in bodies if isinstance(body, PlanItem) and body.year == YEAR}


def own(plan: AnnualPlan, branch: int, year: OrganYear) -> Lesson:
    """A branch's theme day."""
    org = year.branches[branch].id
    return next(one for one in plan.lessons if one.org == org and "主题党日" in one.forms)


def exchanged(plan: AnnualPlan, lesson: Lesson) -> AnnualPlan:
    """The plan with this lesson in place of its former self."""
    return replace(plan, lessons=tuple(lesson if one.id == lesson.id else one for one in plan.lessons))


def who_may(act: Callable[[str], object]) -> set[str]:
    """Those of the cast whom an action lets in; what they did is put back."""
    allowed = set()
    for name in cast.CAST:
        with transaction.atomic():
            try:
                act(name)
                allowed.add(name)
            except PlanError:
                pass
            transaction.set_rollback(True)
    return allowed


def test_a_draft_needs_nothing_typed_and_may_be_approved_at_once(bureau: OrganYear) -> None:
    view = drafted()
    assert (view.number, view.state) == (1, State.DRAFT)
    assert plans.current(YEAR) == view
    assert [one for one in findings(YEAR, view.plan, today=TODAY) if one.hard] == []
    told = explained(YEAR, today=TODAY)
    assert {one.lesson for one in told.items} == {
        one.id for one in view.plan.lessons if one.way is Way.COURSE
    }


def test_who_may_do_what(bureau: OrganYear) -> None:
    assert who_may(lambda name: plans.draft(YEAR, based_on=0, by=actor(name), now=NOW, today=TODAY)) == {
        "superior"
    }
    view = drafted()
    sent_by = who_may(
        lambda name: plans.send_for_opinions(YEAR, based_on=view.number, by=actor(name), now=NOW, today=TODAY)
    )
    assert sent_by == {"superior"}
    view = plans.send_for_opinions(YEAR, based_on=1, by=actor(SENDER), now=NOW, today=TODAY)
    approved_by = who_may(
        lambda name: plans.approve(YEAR, based_on=view.number, by=actor(name), now=NOW, today=TODAY)
    )
    assert approved_by == {"leader"}, "whoever sent it does not approve it"
    org = bureau.branches[0].id
    said_by = who_may(
        lambda name: plans.say_opinion(uuid4(), YEAR, org, "多安排送学", by=actor(name), now=NOW, today=TODAY)
    )
    assert said_by == {"superior", "leader", "branch", "secretary"}


def test_a_branch_changes_its_own_lessons_while_the_plan_is_discussed(bureau: OrganYear) -> None:
    view = sent()
    mine = replace(own(view.plan, 0, bureau), note="改在站上开")
    assert who_may(lambda name: saved(view, exchanged(view.plan, mine), name)) == {
        "superior",
        "leader",
        "branch",
        "secretary",
    }
    course = next(one for one in view.plan.lessons if one.way is Way.COURSE)
    changed = exchanged(view.plan, replace(course, minutes=60))
    assert who_may(lambda name: saved(view, changed, name)) == {"superior"}


def test_after_publication_the_organ_alone_changes_it_and_says_why(bureau: OrganYear) -> None:
    view = published()
    mine = exchanged(view.plan, replace(own(view.plan, 0, bureau), note="改在站上开"))
    assert who_may(lambda name: saved(view, mine, name)) == {"superior"}
    with pytest.raises(PlanError, match="写明理由"):
        saved(view, mine, reason=" ")
    assert saved(view, mine).state is State.CHANGED


def test_two_who_save_at_once_lose_nothing(bureau: OrganYear) -> None:
    view = sent()
    first = exchanged(view.plan, replace(own(view.plan, 0, bureau), note="甲"))
    second = exchanged(view.plan, replace(own(view.plan, 1, bureau), note="乙"))
    saved(view, first, "branch")
    with pytest.raises(plans.Overtaken, match="您填的内容还在") as told:
        saved(view, second, "branch_other")
    assert told.value.number == 3
    now = plans.current(YEAR)
    assert now is not None
    assert own(now.plan, 0, bureau).note == "甲"
    mended = exchanged(now.plan, replace(own(now.plan, 1, bureau), note="乙"))
    last = saved(now, mended, "branch_other")
    assert (own(last.plan, 0, bureau).note, own(last.plan, 1, bureau).note) == ("甲", "乙")
    assert [one.number for one in plans.versions(YEAR)] == [1, 2, 3, 4]


def test_every_version_is_kept_and_told_apart(bureau: OrganYear) -> None:
    view = sent()
    saved(view, exchanged(view.plan, replace(own(view.plan, 0, bureau), note="改在站上开")))
    told = plans.compared(YEAR, 2, 3)
    assert told is not None
    assert [one.change.value for one in told] == ["调整"]
    assert told[0].words[0].endswith("→ 改在站上开")
    assert plans.compared(YEAR, 2, 9) is None
    assert plans.version(YEAR, 2) == view


def test_opinions_are_answered_before_approval(bureau: OrganYear) -> None:
    view, uid = sent(), uuid4()
    for _ in range(2):
        plans.say_opinion(
            uid, YEAR, bureau.branches[0].id, "多安排送学", by=actor("branch"), now=NOW, today=TODAY
        )
    assert [one.words for one in plans.opinions(YEAR)] == ["多安排送学"]
    with pytest.raises(PlanError, match="1 条意见没有答复"):
        plans.approve(YEAR, based_on=view.number, by=actor(APPROVER), now=NOW, today=TODAY)
    plans.answer_opinion(YEAR, uid, "采纳", by=actor(SENDER), now=NOW, today=TODAY)
    with pytest.raises(PlanError, match="已经答复"):
        plans.answer_opinion(YEAR, uid, "再答", by=actor(SENDER), now=NOW, today=TODAY)
    assert (
        plans.approve(YEAR, based_on=view.number, by=actor(APPROVER), now=NOW, today=TODAY).state
        is State.APPROVED
    )


def test_a_lesson_without_an_answer_stands_in_the_way(bureau: OrganYear) -> None:
    view = sent()
    root = view.plan.org
    loose = Lesson(uuid4(), "K99", "随便学学", "", ("集中学习",), Way.BRANCH, "A", 60, root)
    view = saved(view, replace(view.plan, lessons=(*view.plan.lessons, loose)))
    hard = [one for one in findings(YEAR, view.plan, today=TODAY) if one.hard]
    assert [one.lesson for one in hard] == [loose.id]
    with pytest.raises(PlanError, match="1 项必须先处理"):
        plans.approve(YEAR, based_on=view.number, by=actor(APPROVER), now=NOW, today=TODAY)


def test_who_changed_it_last_does_not_approve_it(bureau: OrganYear) -> None:
    view = sent()
    view = saved(view, exchanged(view.plan, replace(own(view.plan, 0, bureau), note="甲")), "leader")
    with pytest.raises(PlanError, match="不能自己审定"):
        plans.approve(YEAR, based_on=view.number, by=actor("leader"), now=NOW, today=TODAY)


def test_publication_enters_the_items_once_and_changes_follow(bureau: OrganYear) -> None:
    view = published()
    first = items()
    days = sum(len(one.days) for one in view.plan.lessons)
    courses = sum(one.window is not None for one in view.plan.lessons)
    assert len(first) == days + courses
    lesson = own(view.plan, 0, bureau)
    shorter = replace(lesson, minutes=90, days=lesson.days[:-1], themes=lesson.themes[:-1])
    view = saved(view, exchanged(view.plan, shorter), reason="十二月并入组织生活会")
    after = items()
    assert len(after) == len(first) - 1
    assert {after[code].minutes for code in after if code.startswith(lesson.code)} == {90}
    reversal = models.Fact.objects.get(kind="reversal")
    assert (reversal.reason, reversal.second) == ("十二月并入组织生活会", actor("leader").signature)
    saved(view, exchanged(view.plan, lesson), reason="恢复原安排")
    assert items() == first


def test_nothing_is_entered_before_publication(bureau: OrganYear) -> None:
    sent()
    assert items() == {}


def test_preparation_is_ticked_by_the_organiser_and_reminded_of(bureau: OrganYear) -> None:
    view = published()
    step = Step("paper", "备齐材料", 3, "主讲人")
    lesson = replace(
        own(view.plan, 0, bureau), days=(dt.date(2026, 3, 5),), themes=(), plan=LessonPlan(checklist=(step,))
    )
    saved(view, exchanged(view.plan, lesson))

    def told(name: str) -> list[str]:
        return [one.sentence for one in preparations(actor(name), TODAY) if one.thing == lesson.id]

    assert told("branch") == [f"3 天后开课：《{lesson.title}》，还缺：备齐材料"]
    assert told("branch_other") == told("member") == []

    def tick(name: str) -> None:
        plans.tick(YEAR, lesson.id, "paper", lesson.days[0], by=actor(name), now=NOW, today=TODAY)

    assert who_may(tick) == {"superior", "leader", "branch", "secretary"}
    tick("branch")
    tick("branch")
    assert told("branch") == []


def test_each_writing_has_its_audit_line(bureau: OrganYear) -> None:
    published()
    verbs = list(AuditLine.objects.filter(target=f"{YEAR} 年学习计划").values_list("verb", flat=True))
    assert verbs == ["起草学习计划", "计划征求意见", "审定学习计划", "发布学习计划", "计划入账"]


def test_everybody_has_a_cell(bureau: OrganYear) -> None:
    people = audience(YEAR, today=TODAY)
    on_roll = {one.id for one in roll().register.people.values() if one.on_roll(TODAY)}
    assert set(people.cells) >= on_roll
    assert set(people.exempt) <= set(people.cells)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time")
def test_of_two_who_save_at_the_same_moment_one_is_told(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    year = kept.bureau()
    view = sent()
    wanted = [exchanged(view.plan, replace(own(view.plan, n, year), note=f"第{n}处")) for n in range(2)]

    def go(name: str, plan: AnnualPlan) -> bool:
        try:
            saved(view, plan, name)
        except plans.Overtaken:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(go, ("branch", "branch_other"), wanted))
    assert sorted(done) == [False, True]
    now = plans.current(YEAR)
    assert now is not None
    assert (now.number, now.plan) == (view.number + 1, wanted[done.index(True)])

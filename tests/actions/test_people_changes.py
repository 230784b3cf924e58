"""Changes to people and organisation by hand: who may, what comes of it, and one audit line that names whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from pytest_django import Settings
from tests import cast, kept
from tests.sample_year import YEAR

from zhixing.actions import organisation, own_data, people, transferring
from zhixing.actions.changing import NotYours, Sheet
from zhixing.actions.dossier import whole_year
from zhixing.actions.freeze import freeze_year
from zhixing.actions.record import Entered, YearFrozen
from zhixing.actions.roll import one_visible, roll, visible
from zhixing.core.facts.kinds import StationSet
from zhixing.core.facts.record import FactError
from zhixing.core.figures.organ import OrganYear
from zhixing.core.people.newcomers import Newcomer
from zhixing.core.people.register import Person
from zhixing.core.people.transfer import Step
from zhixing.store.ledger import models

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)
ALL = (*cast.CAST,)
OWN = {"superior", "leader", "branch", "secretary"}
OTHERS = {"superior", "leader", "branch_other"}
WORDS = {"gender": "女", "ethnicity": "汉族", "birth": "1990.1", "education": "", "joined_on": "2015-07-01"}


@pytest.fixture
def bureau(db: None, settings: Settings) -> OrganYear:
    """Twenty-four members in two branches, and the cast. Passwords of invented people need no slow digest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return kept.bureau()


def sheet(name: str, uid: UUID | None = None) -> Sheet:
    """A form sent by somebody of the cast."""
    return Sheet(uid or uuid4(), cast.actor(name, today=TODAY), NOW, TODAY)


def who_may(act: Callable[[str], Entered]) -> set[str]:
    """Those of the cast who get further than the door; the ledger is put back after each."""
    allowed = set()
    for name in ALL:
        with transaction.atomic():
            try:
                act(name)
                allowed.add(name)
            except FactError:
                allowed.add(name)
            except NotYours:
                pass
            transaction.set_rollback(True)
    return allowed


def of_branch(bureau: OrganYear, number: int) -> Person:
    """A plain member of a branch."""
    wanted = bureau.branches[number].id
    return next(
        one
        for one in roll().register.people.values()
        if one.roll
        and one.roll[-1].org == wanted
        and one.on_roll(TODAY)
        and not one.posts_on(TODAY)
        and one.roll[-1].group
        and not one.exempt_on(TODAY)
        and one.place_on(TODAY)
    )


def test_who_may_change_a_member_of_the_first_branch(bureau: OrganYear) -> None:
    one, other = of_branch(bureau, 0), bureau.branches[1].id
    day = TODAY
    acts: dict[str, Callable[[str], Entered]] = {
        "post": lambda n: people.give_post(sheet(n), one.id, title="青年委员", day=day),
        "end_post": lambda n: people.end_post(sheet(n), one.id, held=uuid4(), day=day),
        "exempt": lambda n: people.exempt(sheet(n), one.id, decided_by="支部委员会", day=day),
        "end_exempt": lambda n: people.end_exemption(sheet(n), one.id, held=uuid4(), day=day),
        "place": lambda n: people.place(sheet(n), one.id, station=None, shift="常白班", duty="新岗", day=day),
        "group": lambda n: people.change_group(sheet(n), one.id, group=None, day=day),
        "confirm": lambda n: people.confirm(sheet(n), one.id, day=day),
        "dual": lambda n: people.take_part(sheet(n), one.id, org=other, day=day),
        "end_dual": lambda n: people.end_part(sheet(n), one.id, held=uuid4(), day=day),
        "words": lambda n: people.describe(sheet(n), one.id, words={**WORDS, "name": one.name}),
        "stage": lambda n: people.change_stage(sheet(n), one.id, stage="发展对象", mentor=None, day=day),
        "admit": lambda n: people.admit(sheet(n), one.id, group=None, day=day, words=WORDS),
        "leave": lambda n: people.leave(sheet(n), one.id, day=day),
        "transfer": lambda n: transferring.open_transfer(
            sheet(n), one.id, target=other, elsewhere="", day=day, letter=True
        ),
        "enrol": lambda n: people.enrol_member(sheet(n), newcomer(bureau, 0))[1],
        "candidate": lambda n: people.enter_non_member(
            sheet(n), name="赵六一", org=bureau.branches[0].id, stage="群众", mentor=None
        )[1],
        "found_group": lambda n: organisation.found_group(sheet(n), bureau.branches[0].id, name="第9党小组"),
        "station": lambda n: organisation.set_station(
            sheet(n), bureau.branches[0].id, StationSet("新站", "", 0, "", "", 0, "", 0)
        ),
    }
    assert {what: who_may(act) for what, act in acts.items()} == dict.fromkeys(acts, OWN)


def test_only_the_organs_officer_changes_branches(bureau: OrganYear) -> None:
    branch = bureau.branches[0].id
    acts: dict[str, Callable[[str], Entered]] = {
        "found": lambda n: organisation.found_branch(
            sheet(n), kind="branch", name="新党支部", founded=TODAY, elected=None
        ),
        "rename": lambda n: organisation.rename(sheet(n), branch, name="新名党支部"),
        "elect": lambda n: organisation.re_elect(sheet(n), branch, elected=TODAY),
        "close": lambda n: organisation.close(sheet(n), branch, day=TODAY),
    }
    assert {what: who_may(act) for what, act in acts.items()} == dict.fromkeys(acts, {"superior"})
    group = next(org for org in roll().register.orgs.values() if org.parent == branch)
    assert who_may(lambda n: organisation.rename(sheet(n), group.id, name="先锋党小组")) == OWN


def test_the_former_branch_sends_and_the_receiving_branch_receives(bureau: OrganYear) -> None:
    one, target = of_branch(bureau, 0), bureau.branches[1].id
    assert one_visible(cast.actor("branch_other", today=TODAY), one.id, roll()) is None
    transferring.open_transfer(sheet("branch"), one.id, target=target, elsewhere="", day=TODAY, letter=False)
    assert one_visible(cast.actor("branch_other", today=TODAY), one.id, roll()) is not None

    def step(to: Step) -> Callable[[str], Entered]:
        return lambda n: transferring.take_step(sheet(n), one.id, to, day=TODAY)

    assert who_may(step(Step.IN_TRANSIT)) == OWN
    with pytest.raises(FactError, match="介绍信还没有开出"):
        step(Step.RECEIVED)("branch_other")
    step(Step.IN_TRANSIT)("branch")
    assert who_may(step(Step.WITHDRAWN)) == OWN
    assert who_may(step(Step.RETURNED)) == who_may(step(Step.RECEIVED)) == OTHERS
    now = roll().register.people[one.id].on_roll(TODAY)
    assert now is not None
    assert now.org == bureau.branches[0].id
    step(Step.RECEIVED)("branch_other")
    now = roll().register.people[one.id].on_roll(TODAY)
    assert now is not None
    assert now.org == target
    assert one_visible(cast.actor("branch", today=TODAY), one.id, roll()) is None
    assert who_may(lambda n: people.exempt(sheet(n), one.id, decided_by="支委会", day=TODAY)) == OTHERS
    lines = models.AuditLine.objects.filter(subject=one.id).order_by("position")
    assert [line.verb for line in lines] == ["转出组织关系", "转接组织关系", "转接组织关系"]
    assert [line.by.partition("（")[0] for line in lines] == ["周健", "周健", "吴桐"]


def test_to_outside_the_former_branch_records_the_receipt(bureau: OrganYear) -> None:
    one = of_branch(bureau, 0)
    transferring.open_transfer(
        sheet("branch"), one.id, target=None, elsewhere="某市交通局机关党支部", day=TODAY, letter=True
    )
    assert who_may(lambda n: transferring.take_step(sheet(n), one.id, Step.RECEIVED, day=TODAY)) == OWN
    transferring.take_step(sheet("branch"), one.id, Step.RECEIVED, day=TODAY)
    gone = roll().register.people[one.id]
    assert gone.on_roll(TODAY) is None
    assert gone.id in {person.id for person in visible(cast.actor("branch", today=TODAY), roll())}
    assert models.Private.objects.filter(payload__contains="某市交通局").count() == 1
    himself = replace(cast.actor("member", today=TODAY), person=one.id)
    held = own_data.holding(himself, opened=True, now=NOW, today=TODAY)
    assert held is not None
    told = {row.value for fact in held.facts if fact.kind == "组织关系转出" for row in fact.rows}
    assert {"某市交通局机关党支部", bureau.branches[0].name} <= told
    assert {"登录和授权", "台账导入", "操作留痕"} <= {one.purpose for one in held.purposes}
    assert len({one.purpose for one in held.purposes}) == len(held.purposes)
    for form in ("docx", "json"):
        assert own_data.take_copy(himself, form, now=NOW, today=TODAY) is not None


def newcomer(bureau: OrganYear, number: int, **more: str) -> Newcomer:
    """Somebody to be entered."""
    org = bureau.branches[number].id
    return Newcomer({**WORDS, "name": "欧阳新"}, org, None, "正式党员", TODAY, **more)  # type: ignore[arg-type]


def test_a_form_sent_twice_is_entered_once(bureau: OrganYear) -> None:
    one, uid = of_branch(bureau, 0), uuid4()
    for _ in range(2):
        people.change_group(sheet("branch", uid), one.id, group=None, day=TODAY)
    again = people.change_group(sheet("branch", uid), one.id, group=None, day=TODAY)
    assert again == Entered((), 1)
    assert len(roll().register.people[one.id].roll) == len(one.roll) + 1
    made = [people.enrol_member(sheet("branch", UUID(int=5)), newcomer(bureau, 0))[0] for _ in range(2)]
    assert made[0] == made[1]
    line = models.AuditLine.objects.get(verb="登记人员")
    assert line.subject == made[0]


def test_who_comes_from_outside_is_on_the_roll_from_the_day_he_is_received(bureau: OrganYear) -> None:
    person, _ = people.enrol_member(sheet("branch"), newcomer(bureau, 0, came_from="邻县交通局党支部"))
    one = roll().register.people[person]
    assert one.on_roll(TODAY) is not None
    assert one.on_roll(TODAY - dt.timedelta(1)) is None
    (transfer,) = [t for t in roll().transfers.values() if t.person == person]
    assert (transfer.step, transfer.elsewhere) == (Step.RECEIVED, "邻县交通局党支部")
    year = whole_year(2026, today=TODAY)
    assert next(m for m in year.members if m.id == person).target.value == 2650


def test_a_frozen_year_is_not_changed_from_behind(bureau: OrganYear) -> None:
    one = of_branch(bureau, 0)
    freeze_year(YEAR, by="刘英", now=NOW, today=TODAY)
    with pytest.raises(YearFrozen, match="定格"):
        people.change_group(sheet("branch"), one.id, group=None, day=dt.date(YEAR, 11, 3))
    assert people.change_group(sheet("branch"), one.id, group=None, day=dt.date(2026, 1, 1)).facts


def test_a_hat_follows_the_post(bureau: OrganYear) -> None:
    one = of_branch(bureau, 0)
    people.give_post(sheet("superior"), one.id, title="书记", day=TODAY)
    assert roll().register.people[one.id].posts_on(TODAY)[-1].title == "书记"
    with pytest.raises(FactError, match="已经担任"):
        people.give_post(sheet("superior"), one.id, title="书记", day=TODAY)
    held = roll().register.people[one.id].posts_on(TODAY)[-1].fact
    people.end_post(sheet("superior"), one.id, held=held, day=TODAY)
    assert not roll().register.people[one.id].posts_on(TODAY)


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_cannot_both_be_right(bureau: OrganYear) -> None:
    one = of_branch(bureau, 0)
    branch = one.roll[-1].org
    groups = [org.id for org in roll().register.orgs.values() if org.parent == branch]
    wanted = [group for group in groups if group != one.roll[-1].group][:2]

    def go(name: str, group: UUID) -> bool:
        try:
            people.change_group(sheet(name), one.id, group=group, day=TODAY)
        except FactError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(go, ("branch", "superior"), wanted))
    assert sorted(done) == [False, True]
    now = [span for span in roll().register.people[one.id].roll if span.covers(TODAY)]
    assert [span.group for span in now] == [wanted[done.index(True)]]

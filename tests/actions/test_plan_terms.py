"""What plans and batches keep about people: for how long, who reads sealed words, what an erasure takes along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from pytest_django import Settings
from tests import cast, kept, ledgers
from tests.published import YEAR, Slot, accept_batch, course, publish_plan

from zhixing.actions import erasing, feeds, outboxes, retention
from zhixing.actions.actors import tree
from zhixing.actions.asked_words import asks_shown
from zhixing.actions.own_data import holding, take_copy
from zhixing.core.facts.kinds import Membership, SpanClosed
from zhixing.core.facts.record import Draft, Source
from zhixing.core.plan.dates import Change, OwnDate, Turn
from zhixing.core.plan.dates_wire import written
from zhixing.store.ledger import api as ledger
from zhixing.store.ledger import glances
from zhixing.store.ledger.models import AuditLine
from zhixing.store.people import api as people
from zhixing.store.people.queries import Actor, account_named
from zhixing.store.plans import api, batch_api, batches, telling_api
from zhixing.store.plans.models import Batch, BatchRun, Feed, Opinion, PlanVersion, Seat, SeatAsked, Told

pytestmark = pytest.mark.django_db(transaction=True)

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)
FIRST, SECOND = dt.date(2026, 4, 14), dt.date(2026, 5, 12)
LAST_DAY, FIRST_DAY = dt.date(2029, 12, 31), dt.date(2030, 1, 1)
"""The last day on which the plan of 2026 is kept, and the first on which it is due."""
WORDS = "要去复诊"


@pytest.fixture(autouse=True)
def quick(settings: Settings) -> None:
    """Passwords of invented people need no slow digest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@dataclass(frozen=True)
class Planned:
    """A bureau whose member sits in a run, asks for another, has an address and has said something of the plan."""

    member: Actor
    other: UUID
    batch: UUID
    ask: UUID

    @property
    def person(self) -> UUID:
        """The member's id."""
        assert self.member.person is not None
        return self.member.person


def _actor(name: str) -> Actor:
    return cast.actor(name, today=TODAY)


def _told(person: UUID) -> telling_api.Word:
    start = dt.datetime.combine(FIRST, dt.time(9))
    date = OwnDate(start, start + dt.timedelta(hours=3), uuid4(), "党章党规轮训", "党校一教室")
    return telling_api.Word(uuid4(), person, "new", written([date], [Change(Turn.NEW, None, date)]))


def _ask(uid: UUID, planned: tuple[UUID, UUID, UUID], words: str = WORDS) -> None:
    batch, person, other = planned
    run = BatchRun.objects.get(batch_id=batch, number=1).code
    said = {"person": person, "requirement": "K1", "run": run, "other": other, "words": words}
    assert batch_api.add_ask(uid, batch=batch, now=NOW, **said)  # type: ignore[arg-type]


@pytest.fixture
def planned() -> Planned:
    """Plan, batch, ask, word, address and opinion of 2026."""
    kept.bureau()
    member, other, root = _actor("member"), _actor("member_other").person, tree().root
    assert member.person is not None
    assert other is not None
    assert root is not None
    publish_plan(root.id, [course(1, root.id)], now=NOW)
    batch, ask = (
        accept_batch(1, [Slot(1, FIRST), Slot(1, SECOND)], {member.person: 0, other: 1}, now=NOW),
        uuid4(),
    )
    hand = api.Hand(member.account, member.signature)
    with transaction.atomic():
        _ask(ask, (batch, member.person, other))
        telling_api.tell([_told(member.person)], year=YEAR, batch=batch, now=NOW)
        api.add_opinion(uuid4(), YEAR, 1, org=None, words="少排周一", by=hand, now=NOW)
        api.tick(YEAR, uuid4(), "教材", "", by=hand, now=NOW)
    feeds.open_feed(member, "我的手机", now=NOW)
    return Planned(member, other, batch, ask)


def test_every_term_that_acts_is_acted_on() -> None:
    declared = {
        model._meta.label
        for model in apps.get_models()
        for one in getattr(model, "PERSONAL", ())
        if one.acts is not None
    }
    assert declared == set(retention.ACTED) | set(outboxes.ACTED)


def test_a_plan_year_is_kept_three_years_after_its_end_and_then_cleared_by_two(planned: Planned) -> None:
    assert retention.due(today=LAST_DAY).plans == ()
    found = retention.due(today=FIRST_DAY)
    assert dict(found.plans) == {
        **{"学习日期告知": 1, "调换和候补": 1, "批次座次": 2, "批次方案": 1},
        **{"备课": 1, "计划意见": 1, "学习计划": 1},
    }
    assert not found.nothing
    now = NOW.replace(year=2030)
    next_year = {"year": YEAR + 1, "number": 1, "state": "draft", "body": "", "by": "", "account": 0}
    PlanVersion.objects.create(made_at=now, **next_year)
    uid = erasing.propose_due("年度清理", by=_actor("superior"), now=now, today=FIRST_DAY)
    assert PlanVersion.objects.count() == 2, "nothing goes before the second person says so"
    erasing.confirm(uid, by=_actor("leader"), now=now, today=FIRST_DAY)
    assert list(PlanVersion.objects.values_list("year", flat=True)) == [YEAR + 1]
    for model in (Batch, BatchRun, Seat, SeatAsked, Told, Opinion):
        assert model.objects.count() == 0, model
    assert Feed.objects.count() == 1, "an address belongs to no year"
    assert retention.due(today=FIRST_DAY).plans == ()


def test_who_left_is_forgotten_in_plans_and_the_seats_stay_as_numbers(planned: Planned) -> None:
    mine = [fact for fact in glances.about_person(planned.person) if isinstance(fact.body, Membership)]
    until = dt.date(2026, 2, 28)
    with transaction.atomic():
        _ask(other := uuid4(), (planned.batch, planned.other, planned.person), "值班")
        telling_api.tell([_told(planned.other)], year=YEAR, batch=planned.batch, now=NOW)
        ledger.Pen().append(
            [
                Draft(SpanClosed(until), fact.chain, Source(), planned.person, fact.uid, until)
                for fact in mine
            ],
            ledgers.STAMP,
        )
    wish = erasing.Wish("stopped", "本人来函申请", subject=planned.person)
    uid = erasing.propose(wish, by=_actor("superior"), now=NOW, today=TODAY)
    erasing.confirm(uid, by=_actor("leader"), now=NOW, today=TODAY)
    assert SeatAsked.objects.get(id=planned.ask).words == ""
    assert list(Told.objects.values_list("person", flat=True)) == [planned.other]
    assert not Feed.objects.exists()
    said = Opinion.objects.get()
    assert (said.words, said.by) == ("（已按规定删除）", "（已按规定删除）")
    assert Seat.objects.filter(person=planned.person).exists()
    row = batches.ask(other)
    assert row is not None
    assert row.words == "值班", "what another wrote is his"


def test_words_of_an_ask_lie_sealed_and_each_showing_is_noted(planned: Planned) -> None:
    stored = SeatAsked.objects.get(id=planned.ask).words
    assert stored
    assert WORDS not in stored
    reads = AuditLine.objects.filter(verb="打开保密内容", target="调换、候补的说明")
    own = asks_shown(planned.member, planned.batch, own=True, now=NOW)
    assert [one.words for one in own] == [WORDS]
    assert not reads.exists(), "his own"
    for name in ("superior", "member_other"):
        shown = asks_shown(_actor(name), planned.batch, own=name == "member_other", now=NOW)
        assert [one.words for one in shown] == [WORDS]
    assert [(one.by, one.subject) for one in reads.order_by("position")] == [
        (_actor("superior").signature, planned.person),
        (_actor("member_other").signature, planned.person),
    ]
    with transaction.atomic():
        batch_api.step_ask(planned.ask, before=("other",), to="refused", by="对方", now=NOW)
    assert asks_shown(_actor("superior"), planned.batch, own=False, now=NOW)[0].words == ""
    assert reads.count() == 2


def test_of_a_year_only_one_batch_is_in_force(planned: Planned) -> None:
    second = accept_batch(2, [Slot(1, FIRST)], {planned.person: 0}, now=NOW)
    assert list(Batch.objects.filter(state="accepted").values_list("id", flat=True)) == [second]
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(id=planned.batch).update(state="accepted")
    with transaction.atomic():
        assert batch_api.unaccept(second, now=NOW)
        batch_api.restore(planned.batch, now=NOW)
    assert list(Batch.objects.filter(state="accepted").values_list("id", flat=True)) == [planned.batch]


def test_an_address_goes_when_revoked_and_the_audit_line_stays(planned: Planned) -> None:
    (feed,) = feeds.own_feeds(planned.member)
    assert not feeds.revoke(_actor("member_other"), feed.id, now=NOW)
    assert feeds.revoke(planned.member, feed.id, now=NOW)
    assert not Feed.objects.exists()
    assert AuditLine.objects.filter(verb="停用日程订阅", subject=planned.person).count() == 1


def test_addresses_of_a_closed_account_go_after_180_days(planned: Planned) -> None:
    days: Callable[[int], dt.datetime] = lambda count: NOW + dt.timedelta(days=count)  # noqa: E731
    account = account_named("member")
    assert account is not None
    assert feeds.tidy(now=days(400)) == 0, "an open account keeps them"
    people.set_active(account.id, False)
    assert [feeds.tidy(now=days(count)) for count in (0, 179)] == [0, 0]
    people.set_active(account.id, True)
    assert feeds.tidy(now=days(185)) == 0, "opened again in time"
    people.set_active(account.id, False)
    assert [feeds.tidy(now=days(count)) for count in (200, 379, 380)] == [0, 0, 1]
    assert not Feed.objects.exists()
    assert AuditLine.objects.filter(verb="清理日程订阅", subject=planned.person).count() == 1


def test_one_s_own_data_tell_of_plans_and_never_of_the_secret(planned: Planned) -> None:
    shut = holding(planned.member, opened=False, now=NOW, today=TODAY)
    whole = holding(planned.member, opened=True, now=NOW, today=TODAY)
    assert shut is not None
    assert whole is not None
    told = {one.what: one.words for one in whole.arranged}
    assert told["座次"] == "4月14日上午，党章党规轮训"
    assert told["提过的调换和候补"] == f"K1：改到5月12日上午，等对方同意。说明：{WORDS}"
    assert told["告知的日期"].startswith("2026-04-14 09:00—12:00 党章党规轮训（党校一教室）")
    assert told["对计划的意见"] == "对第 1 版：少排周一"
    assert told["日程订阅"].startswith("我的手机")
    assert WORDS not in "".join(one.words for one in shut.arranged)
    secret = Feed.objects.get().secret
    for form in ("json", "docx"):
        copy = take_copy(planned.member, form, now=NOW, today=TODAY)
        assert copy is not None
        assert secret.encode() not in copy.content
    partner = holding(_actor("member_other"), opened=True, now=NOW, today=TODAY)
    assert partner is not None
    asked = next(one for one in partner.arranged if one.what == "别人提的、和本人调换")
    assert WORDS not in asked.words

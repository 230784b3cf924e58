"""Erasing by two persons: who may, what stays, what is gone, and what the retention run finds due."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from django.db import connection, transaction
from pytest_django import Settings
from tests import cast, kept, ledgers
from tests.databases import as_owner
from tests.sample_year import YEAR

from zhixing.actions import erasing, retention
from zhixing.actions.dossier import whole_year
from zhixing.core.facts.kinds import Membership, SpanClosed
from zhixing.core.facts.record import Draft, Source
from zhixing.core.figures.member import MemberYear
from zhixing.interop.documents.dossier_json import dossier_json
from zhixing.store.keeping.queries import DONE, erasures
from zhixing.store.ledger import api, glances, models, queries
from zhixing.store.ledger.erasing import worded
from zhixing.store.notices.models import NoticeAddress
from zhixing.store.people import api as people
from zhixing.store.people.models import Account

pytestmark = pytest.mark.django_db(transaction=True)

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)
LATER = dt.date(2031, 7, 1)


@pytest.fixture(autouse=True)
def quick(settings: Settings) -> None:
    """Passwords of invented people need no slow digest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def gone() -> MemberYear:
    """A bureau of which one member left in June 2025; her name is nobody else's."""
    year = kept.bureau()
    names = [one.name for one in year.members]
    one = next(
        m for m in year.members if names.count(m.name) == 1 and m.on_roll_at_end and m.id != _person("member")
    )
    mine = glances.about_person(one.id)
    roll = [fact for fact in mine if isinstance(fact.body, Membership)]
    ends = [
        Draft(SpanClosed(dt.date(2025, 6, 30)), fact.chain, Source(), one.id, fact.uid, dt.date(2025, 6, 30))
        for fact in roll
    ]
    with transaction.atomic():
        api.Pen().append(ends, ledgers.STAMP)
    return one


def _person(name: str) -> UUID | None:
    return cast.actor(name, today=TODAY).person


def _asked(one: MemberYear, by: str = "superior") -> UUID:
    wish = erasing.Wish("stopped", "本人来函申请", subject=one.id)
    return erasing.propose(wish, by=cast.actor(by, today=TODAY), now=NOW, today=TODAY)


def test_two_persons_erase_the_words_of_one_who_left(gone: MemberYear) -> None:
    before = whole_year(YEAR, today=TODAY)
    mine = next(one for one in before.members if one.id == gone.id)
    uid = _asked(gone)
    with pytest.raises(erasing.NotErased, match="不能自己确认"):
        erasing.confirm(uid, by=cast.actor("superior", today=TODAY), now=NOW, today=TODAY)
    with pytest.raises(erasing.NotErased, match="另一名党务干部或者书记"):
        erasing.confirm(uid, by=cast.actor("secretary", today=TODAY), now=NOW, today=TODAY)
    done = erasing.confirm(uid, by=cast.actor("leader", today=TODAY), now=NOW, today=TODAY)
    assert done.facts >= 1
    if not done.swept:  # on PostgreSQL the owner's business
        assert connection.vendor == "postgresql"
        with as_owner():
            assert erasing.sweep()
    assert list(queries.breaks()) == []
    after = whole_year(YEAR, today=TODAY)
    theirs = next(one for one in after.members if one.id == gone.id)
    assert theirs.name == "（姓名已按规定删除）"
    assert theirs.gap == mine.gap
    assert len(after.members) == len(before.members)
    assert gone.name not in dossier_json(after).decode()
    assert erasures()[0].state == DONE
    assert erasures()[0].swept
    assert models.AuditLine.objects.filter(verb="删除文字", subject=gone.id).count() == done.facts
    with pytest.raises(erasing.NotErased, match="已经办过"):
        erasing.confirm(uid, by=cast.actor("leader", today=TODAY), now=NOW, today=TODAY)


def test_who_stands_on_the_roll_is_not_erased(gone: MemberYear) -> None:
    still = next(one for one in whole_year(YEAR, today=TODAY).members if one.on_roll_at_end)
    with pytest.raises(erasing.NotErased, match="仍在.*在册"):
        _asked(still)
    with pytest.raises(erasing.NotErased, match="由机关党委"):
        _asked(gone, by="branch")


def test_one_fact_of_a_member_loses_its_sealed_words(gone: MemberYear) -> None:
    fact = models.Private.objects.filter(sealed=True).values_list("fact", flat=True).first()
    assert fact is not None
    wish = erasing.Wish("unlawful", "写了病情", fact=fact)
    uid = erasing.propose(wish, by=cast.actor("superior", today=TODAY), now=NOW, today=TODAY)
    assert erasing.confirm(uid, by=cast.actor("leader", today=TODAY), now=NOW, today=TODAY).facts == 1
    assert not models.Private.objects.filter(fact=fact).exists()
    assert list(queries.breaks()) == []


def test_a_refusal_keeps_the_words_and_the_reason(gone: MemberYear) -> None:
    uid = _asked(gone)
    leader = cast.actor("leader", today=TODAY)
    with pytest.raises(erasing.NotErased, match="理由"):
        erasing.refuse(uid, " ", by=leader, now=NOW)
    erasing.refuse(uid, "归档期限未到", by=leader, now=NOW)
    assert erasures()[0].answer == "归档期限未到"
    assert worded(subject=gone.id)


def test_the_run_finds_who_left_more_than_five_years_ago(gone: MemberYear) -> None:
    assert retention.due(today=dt.date(2030, 6, 30)).people == ()
    found = retention.due(today=LATER)
    assert gone.id in {one.id for one in found.people}
    assert (gone.branch, 1) in found.by_branch
    superior, leader = cast.actor("superior", today=TODAY), cast.actor("leader", today=TODAY)
    with pytest.raises(erasing.NotErased, match="没有保存期满"):
        erasing.propose_due("年度清理", by=superior, now=NOW, today=TODAY)
    now = NOW.replace(year=2031)
    uid = erasing.propose_due("年度清理", by=superior, now=now, today=LATER)
    erasing.confirm(uid, by=leader, now=now, today=LATER)
    assert retention.due(today=LATER).people == ()
    assert list(queries.breaks()) == []


def test_the_account_of_one_who_left_bears_no_name(gone: MemberYear) -> None:
    account = people.set_account("u2025", None, label=gone.name, person=gone.id, now=NOW)
    NoticeAddress.objects.create(account=account, address="sealed", rhythm="weekly")
    uid = _asked(gone)
    erasing.confirm(uid, by=cast.actor("leader", today=TODAY), now=NOW, today=TODAY)
    assert not NoticeAddress.objects.exists()
    assert Account.objects.get(pk=account).label == "u2025"

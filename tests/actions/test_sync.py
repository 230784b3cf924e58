"""Taking in an outbox: once, in any order, by who may now; receipts in the transaction of what they acknowledge."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from pytest_django import Settings
from tests import cast, kept

from zhixing.actions import outboxes, recording, sync
from zhixing.actions.sync_verbs import HANDLERS, Given, Taken
from zhixing.core.facts.kinds import Kind
from zhixing.core.figures.organ import OrganYear
from zhixing.core.recording import care
from zhixing.core.sync.envelope import Envelope, Outcome, Receipt, Verb
from zhixing.store.ledger.models import AuditLine, Fact
from zhixing.store.outbox import api, queries
from zhixing.store.reviews import api as reviews

pytestmark = pytest.mark.django_db

NOW, TODAY = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC), dt.date(2026, 3, 2)
DEVICE = UUID(int=1)


@pytest.fixture
def year(db: None, settings: Settings) -> OrganYear:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return kept.bureau(12, 4)


def _visit(year: OrganYear, place: str = "道班", branch: int = 0, **more: object) -> Envelope:
    unit = year.branches[branch].id
    person = next(one.id for one in year.members if one.branch_id == unit and one.on_roll_at_end)
    values = {"org": str(unit), "day": "2026-02-10", "place": place, "people": [str(person)], **more}
    return _envelope(Verb.VISIT, {"values": values})


def _envelope(verb: Verb, body: object) -> Envelope:
    return Envelope(uuid4(), verb, json.dumps(body), DEVICE, 1, NOW - dt.timedelta(hours=3))


def _take(*envelopes: Envelope, name: str = "branch", now: dt.datetime = NOW) -> list[Receipt]:
    found = sync.take(
        envelopes,
        by=cast.actor(name, today=TODAY),
        now=now,
        today=TODAY,
        device_now=now + dt.timedelta(hours=1),
    )
    return list(found)


def _visits() -> list[Fact]:
    return list(Fact.objects.filter(kind=Kind.PRACTICE_VISIT, day=dt.date(2026, 2, 10)))


def test_a_visit_comes_in_once_however_often_it_is_sent(year: OrganYear) -> None:
    one, other = _visit(year), _visit(year, "收费站")
    first = _take(one, other)
    assert [each.outcome for each in first] == [Outcome.TAKEN, Outcome.TAKEN]
    assert first[0].anchor.startswith(f"{year.branches[0].id}:")
    again = _take(other, one, one)
    assert [each.outcome for each in again] == [Outcome.KNOWN] * 3
    assert {each.anchor for each in again} == {first[0].anchor}
    assert len(_visits()) == 2
    fact = _visits()[0]
    assert fact.claimed_at == one.made_at
    assert fact.corrected_at == NOW - dt.timedelta(hours=4)
    assert fact.received_at == NOW


def test_twice_in_one_request_is_once(year: OrganYear) -> None:
    one = _visit(year)
    assert [each.outcome for each in _take(one, one)] == [Outcome.TAKEN, Outcome.KNOWN]
    assert len(_visits()) == 1


def test_the_same_id_with_other_content_is_a_conflict_that_says_what_to_do(year: OrganYear) -> None:
    one = _visit(year)
    _take(one)
    changed = replace(one, body=_visit(year, "收费站").body)
    (told,) = _take(changed)
    assert (told.outcome, told.anchor) == (Outcome.CONFLICT, "")
    assert "更正" in told.told
    assert len(_visits()) == 1
    assert [each.outcome for each in _take(one)] == [Outcome.KNOWN]


def test_what_is_refused_leaves_nothing_and_may_come_again(year: OrganYear) -> None:
    early = _visit(year, day="2026-03-05")
    good = _visit(year)
    before = AuditLine.objects.count()
    told = _take(early, good)
    assert [each.outcome for each in told] == [Outcome.REFUSED, Outcome.TAKEN]
    assert "还没有到" in told[0].told
    assert queries.receipts([early.uid]) == {}
    assert AuditLine.objects.count() == before + 1
    actor, later = cast.actor("branch", today=TODAY), dt.date(2026, 3, 6)
    (now_told,) = sync.take([early], by=actor, now=NOW + dt.timedelta(days=4), today=later)
    assert now_told.outcome is Outcome.TAKEN


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("superior", Outcome.TAKEN),
        ("leader", Outcome.TAKEN),
        ("branch", Outcome.TAKEN),
        ("secretary", Outcome.TAKEN),
        ("branch_other", Outcome.REFUSED),
        ("discipline", Outcome.REFUSED),
        ("publicity", Outcome.REFUSED),
        ("member", Outcome.REFUSED),
        ("system", Outcome.REFUSED),
    ],
)
def test_who_may_is_as_at_the_desk(year: OrganYear, name: str, outcome: Outcome) -> None:
    (told,) = _take(_visit(year), name=name)
    assert told.outcome is outcome
    assert len(_visits()) == (outcome is Outcome.TAKEN)


def test_an_outbox_belongs_to_the_account_that_used_it_first(year: OrganYear) -> None:
    _take(_visit(year))
    (told,) = _take(_visit(year, branch=1), name="branch_other")
    assert (told.outcome, told.told) == (Outcome.REFUSED, sync.FOREIGN)


def test_anothers_receipt_is_not_told(year: OrganYear) -> None:
    one = _visit(year)
    _take(one)
    (told,) = _take(replace(one, device=uuid4()), name="superior")
    assert (told.outcome, told.anchor) == (Outcome.CONFLICT, "")


def test_a_closed_year_needs_a_reason_and_a_second_person(year: OrganYear) -> None:
    row = {"digest": "d", "rulebook": "r", "last_seq": 1, "as_of": TODAY, "content": b"", "books": ""}
    reviews.keep(year=2026, by="刘英", now=NOW, **row)  # type: ignore[arg-type]
    late = _visit(year)
    (told,) = _take(late)
    assert (told.outcome, "第二人" in told.told) == (Outcome.REFUSED, True)
    said = {**json.loads(late.body), "late": "当时在山上，没有信号"}
    (told,) = _take(replace(late, body=json.dumps(said)))
    assert (told.outcome, told.told) == (Outcome.TAKEN, "这一年已经定格，已交第二人确认")
    assert _visits() == []


def test_what_cannot_be_read_is_refused_one_by_one(year: OrganYear) -> None:
    bad = (
        replace(_visit(year), body="{"),
        _envelope(Verb.VISIT, {"values": {}}),
        _envelope(Verb.VISIT, {"values": {}, "more": 1}),
        _envelope(Verb.VISIT, {"values": {}, "late": 1}),
    )
    told = _take(*bad, _visit(year))
    assert [each.outcome for each in told] == [*[Outcome.REFUSED] * 4, Outcome.TAKEN]
    assert all(each.told for each in told[:4])


def test_what_nobody_handles_yet_stays(year: OrganYear) -> None:
    actor = cast.actor("branch", today=TODAY)
    (told,) = sync.take([_visit(year)], by=actor, now=NOW, today=TODAY, handlers={})
    assert (told.outcome, told.told) == (Outcome.REFUSED, sync.UNKNOWN)


def test_a_handler_that_breaks_takes_nothing_along(year: OrganYear) -> None:
    def broken(given: Given) -> Taken:
        raise RuntimeError(given.envelope.uid)

    actor = cast.actor("branch", today=TODAY)
    both = {**HANDLERS, Verb.NOTE: broken}
    note, visit = _envelope(Verb.NOTE, {}), _visit(year)
    with pytest.raises(RuntimeError), transaction.atomic():
        sync.take([visit, note], by=actor, now=NOW, today=TODAY, handlers=both)
    assert queries.receipts([visit.uid, note.uid]) == {}
    assert _visits() == []


def test_the_same_meeting_from_the_desk_is_not_doubled(year: OrganYear) -> None:
    one = _visit(year)
    values = json.loads(one.body)["values"]
    form = care.VisitForm(
        UUID(values["org"]), dt.date(2026, 2, 10), values["place"], (UUID(values["people"][0]),)
    )
    actor = cast.actor("branch", today=TODAY)
    recording.record_visit(form, recording.Ask(actor, NOW, TODAY, uuid4()))
    (told,) = _take(one)
    assert told.outcome is Outcome.TAKEN
    assert "没有重复登记" in told.told
    assert len(_visits()) == 1


def test_nothing_to_send_costs_nothing(year: OrganYear) -> None:
    assert _take() == []


def test_receipts_are_forgotten_after_their_term(year: OrganYear) -> None:
    _take(_visit(year))
    assert len(queries.receipts_of(cast.actor("branch", today=TODAY).account)) == 1
    assert api.forget(NOW) == 0
    assert api.forget(NOW + dt.timedelta(days=1)) == 1
    assert queries.owners([DEVICE]) == {}


def test_receipts_go_by_themselves_and_are_told_to_their_owner(year: OrganYear) -> None:
    _take(_visit(year), _visit(year, "收费站"))
    account = cast.actor("branch", today=TODAY).account
    assert [one.words.split()[:2] for one in outboxes.held(account)] == [["下基层", "2"]]
    assert outboxes.tidy(now=NOW + dt.timedelta(days=3 * 365)) == 0
    assert outboxes.tidy(now=NOW + dt.timedelta(days=3 * 366 + 1)) == 2
    assert list(outboxes.held(account)) == []

"""Meetings in the store: who may do what, entered once whoever sends it again, figures as before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings
from tests import cast, kept

from zhixing.actions import meetings, recording
from zhixing.actions.dossier import whole_year
from zhixing.actions.record import YearFrozen
from zhixing.actions.recording import Ask, NotYours
from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.record import FactError
from zhixing.core.figures.organ import OrganYear
from zhixing.core.recording.meetings import DecisionForm, MeetingForm, MinutesForm, Papers
from zhixing.core.recording.study import SessionForm
from zhixing.core.recording.votes import VoteForm
from zhixing.store.ledger import queries, things
from zhixing.store.ledger.models import AuditLine
from zhixing.store.reviews import api as reviews

pytestmark = pytest.mark.django_db

NOW, TODAY = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC), dt.date(2026, 3, 2)
DAY = dt.date(2026, 2, 10)
KEEPERS = {"superior", "leader", "branch", "secretary"}


@pytest.fixture
def year(db: None, settings: Settings) -> OrganYear:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return kept.bureau(12, 4)


def _ask(name: str, uid: UUID | None = None) -> Ask:
    return Ask(cast.actor(name, today=TODAY), NOW, TODAY, uid or uuid4())


def _people(year: OrganYear, branch: int = 0) -> list[UUID]:
    wanted = year.branches[branch].id
    return [one.id for one in year.members if one.branch_id == wanted and one.on_roll_at_end]


def _form(year: OrganYear, **said: object) -> MeetingForm:
    roll = dict.fromkeys(_people(year), "present")
    held = SessionForm(year.branches[0].id, DAY, 60, ("党员大会", "党课"), "研究工作", roll=roll)
    owner = cast.actor("member", today=TODAY).person
    papers = Papers(
        MinutesForm("会议室", words="同意"),
        votes=(VoteForm("事项", "ordinary", len(roll) - 1, 0, 0, True, reason="说明"),),
        decisions=(DecisionForm("修好饮水", owner, DAY + dt.timedelta(days=30)),),
    )
    return replace(MeetingForm(held, papers), **said)  # type: ignore[arg-type]


def _held(year: OrganYear) -> UUID:
    about = meetings.record_meeting(_form(year), _ask("superior")).main.about
    assert about is not None
    return about


Act = Callable[[OrganYear, UUID, Ask], object]
ACTS: dict[str, tuple[Act, set[str]]] = {
    "record": (lambda y, s, a: meetings.record_meeting(_form(y), a), KEEPERS),
    "papers": (lambda y, s, a: meetings.add_papers(s, Papers(MinutesForm("别处")), a), KEEPERS),
    "settle": (lambda y, s, a: meetings.settle_decision(s, 1, "已办结", a), KEEPERS | {"member"}),
}


@pytest.mark.parametrize("what", sorted(ACTS))
def test_who_may(year: OrganYear, what: str) -> None:
    act, expected = ACTS[what]
    session, allowed = _held(year), set()
    for name in cast.CAST:
        try:
            act(year, session, _ask(name))
        except NotYours:
            continue
        allowed.add(name)
    assert allowed == expected
    org = year.branches[0].id
    assert {n for n in cast.CAST if meetings.may_record(cast.actor(n, today=TODAY), org)} == KEEPERS
    assert {n for n in cast.CAST if meetings.may_record(cast.actor(n, today=TODAY), None)} == {"superior"}


def test_sent_again_it_stands_once_with_one_audit_line(year: OrganYear) -> None:
    ask, before, lines = _ask("branch"), queries.fact_count(), AuditLine.objects.count()
    first, second = meetings.record_meeting(_form(year), ask), meetings.record_meeting(_form(year), ask)
    assert (first.new, second.new) == (True, False)
    assert queries.fact_count() - before == len(first.entered.facts)
    assert AuditLine.objects.count() - lines == 1
    other = meetings.record_meeting(_form(year), _ask("secretary"))
    assert not other.new


def test_it_brings_the_figures_that_the_plain_form_brings(year: OrganYear) -> None:
    form = _form(year)
    recording.record_session(form.session, _ask("branch"))
    plain = {one.id: one.collective.value for one in whole_year(2026, today=TODAY).members}
    booked = meetings.record_meeting(form, _ask("branch"))
    assert booked.new, "the papers are new, the session is known"
    kinds = [fact.kind for fact in things.about(booked.main.about or uuid4())]
    assert kinds.count(Kind.SESSION_HELD) == 1
    assert {one.id: one.collective.value for one in whole_year(2026, today=TODAY).members} == plain


def test_nothing_is_entered_where_a_part_is_wrong(year: OrganYear) -> None:
    before = queries.fact_count()
    wrong = _form(year, papers=Papers(votes=(VoteForm("事项", "ordinary", 999, 0, 0, True),)))
    with pytest.raises(FactError):
        meetings.record_meeting(wrong, _ask("branch"))
    assert queries.fact_count() == before


def test_a_vote_that_stands_is_not_written_over(year: OrganYear) -> None:
    meetings.record_meeting(_form(year), _ask("branch"))
    changed = _form(year)
    [vote] = changed.papers.votes
    changed = replace(
        changed, papers=replace(changed.papers, votes=(replace(vote, approve=1, passed=False),))
    )
    with pytest.raises(FactError, match="更正"):
        meetings.record_meeting(changed, _ask("branch"))


def test_votes_written_later_are_numbered_behind(year: OrganYear) -> None:
    session = _held(year)
    more = Papers(votes=(VoteForm("另一事项", "ordinary", 0, 0, 0, False, reason="会上说明"),))
    meetings.add_papers(session, more, _ask("branch"))
    kept_now = meetings.on_file(session)
    assert [(one.body.nth, one.matter) for one in kept_now.votes] == [(1, "事项"), (2, "另一事项")]
    assert kept_now.votes[0].body.base == kept_now.votes[1].body.base


def test_a_closed_year_takes_a_second_person(year: OrganYear) -> None:
    form = _form(year)
    reviews.keep(
        year=2026,
        digest="d",
        rulebook="r",
        last_seq=1,
        as_of=TODAY,
        by="刘英",
        now=NOW,
        content=b"",
        books="",
    )
    with pytest.raises(YearFrozen):
        meetings.record_meeting(form, _ask("branch"))
    late = replace(_ask("branch"), late="原件在抢险现场")
    assert meetings.record_meeting(form, late).proposal is not None

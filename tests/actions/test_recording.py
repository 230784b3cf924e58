"""Recording by hand in the store: who may, entered once, known when told again, contradictions refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings
from tests import cast, kept
from tests.core import made

from zhixing.actions import recording
from zhixing.actions.dossier import whole_year
from zhixing.actions.import_folder import import_folder
from zhixing.actions.record import YearFrozen
from zhixing.actions.recording import Ask, NotYours
from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.record import FactError
from zhixing.core.figures.organ import OrganYear
from zhixing.core.recording import care, plans, problems, study
from zhixing.core.recording.base import Refused
from zhixing.store.ledger import queries
from zhixing.store.ledger.models import AuditLine
from zhixing.store.reviews import api as reviews

pytestmark = pytest.mark.django_db

NOW, TODAY = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC), dt.date(2026, 3, 2)
DAY = dt.date(2026, 2, 10)


@pytest.fixture
def year(db: None, settings: Settings) -> OrganYear:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return kept.bureau(12, 4)


def _ask(name: str, uid: UUID | None = None, *, another: bool = False) -> Ask:
    return Ask(cast.actor(name, today=TODAY), NOW, TODAY, uid or uuid4(), another)


def _people(year: OrganYear, branch: int) -> list[UUID]:
    return [
        one.id for one in year.members if one.branch_id == year.branches[branch].id and one.on_roll_at_end
    ]


Act = Callable[[OrganYear, Ask], object]


def _session(year: OrganYear, ask: Ask, *, org: int | None = 0) -> object:
    unit = None if org is None else year.branches[org].id
    roll = dict.fromkeys(_people(year, 0), "present")
    form = study.SessionForm(unit, DAY, 60, ("党课", "主题党日"), "学党章", "政治理论", roll=roll)
    return recording.record_session(form, ask)


def _first(year: OrganYear) -> UUID:
    return _people(year, 0)[0]


OWN: dict[str, Act] = {
    "session": _session,
    "training": lambda y, a: recording.record_training(
        study.TrainingForm(_first(y), DAY, DAY, "主体班", "县委组织部", "A+B"), a
    ),
    "self_study": lambda y, a: recording.record_self_study(
        study.SelfStudyForm(_first(y), DAY, "读书笔记", "优"), a
    ),
    "test": lambda y, a: recording.record_test(study.TestForm(_first(y), DAY, "应知应会", 8000), a),
    "visit": lambda y, a: recording.record_visit(
        care.VisitForm(y.branches[0].id, DAY, "道班", (_first(y),), 240, "饮水"), a
    ),
    "talk": lambda y, a: recording.record_talk(care.TalkForm(_first(y), DAY, "面谈"), a),
    "need": lambda y, a: recording.record_need(care.NeedForm(_first(y), DAY, "就医"), a),
    "pledge": lambda y, a: recording.record_pledge(care.PledgeForm(_first(y), DAY, "保通"), a),
    "problem": lambda y, a: recording.record_problem(
        problems.ProblemForm(2026, y.branches[0].id, "会风", code="P91"), a
    ),
    "plan": lambda y, a: recording.record_plan_item(
        plans.PlanForm(2026, 4, ("党课",), "学党史", y.branches[0].id), a
    ),
}
WHO = {
    **dict.fromkeys(OWN, {"superior", "leader", "branch", "secretary"}),
    "gate": {"superior", "leader", "secretary", "discipline"},
    "joint": {"superior"},
}
ACTS: dict[str, Act] = {
    **OWN,
    "gate": lambda y, a: recording.record_gate(care.GateForm(_first(y), "诫勉", DAY, 6), a),
    "joint": lambda y, a: _session(y, a, org=None),
}


@pytest.mark.parametrize("what", sorted(ACTS))
def test_who_may_record_what(year: OrganYear, what: str) -> None:
    allowed = set()
    for name in cast.CAST:
        try:
            ACTS[what](year, _ask(name))
        except NotYours:
            continue
        allowed.add(name)
    assert allowed == WHO[what]


@pytest.mark.parametrize("what", sorted(ACTS))
def test_sent_twice_it_stands_once_with_one_audit_line(year: OrganYear, what: str) -> None:
    ask, before, lines = _ask("superior"), queries.fact_count(), AuditLine.objects.count()
    first, second = ACTS[what](year, ask), ACTS[what](year, ask)
    assert isinstance(first, recording.Booked)
    assert isinstance(second, recording.Booked)
    assert (first.new, second.new) == (True, False)
    assert queries.fact_count() - before == len(first.entered.facts)
    assert AuditLine.objects.count() - lines == 1
    again = ACTS[what](year, _ask("superior"))
    assert isinstance(again, recording.Booked)
    assert not again.new


def test_one_more_of_the_day_is_one_more(year: OrganYear) -> None:
    form = care.TalkForm(_first(year), DAY, "面谈")
    made = [recording.record_talk(form, _ask("branch", another=another)) for another in (False, True, True)]
    assert [one.new for one in made] == [True, True, True]
    assert len({one.main.key for one in made}) == 3


def test_another_visit_of_the_day_does_not_overwrite_the_first(year: OrganYear) -> None:
    form = care.VisitForm(year.branches[0].id, DAY, "道班", (_first(year),), 240, "饮水")
    recording.record_visit(form, _ask("branch"))
    other = replace(form, problem="照明")
    with pytest.raises(FactError, match="当天的另一次"):
        recording.record_visit(other, _ask("branch"))
    assert recording.record_visit(other, _ask("branch", another=True)).new


def test_states_follow_and_are_kept_once(year: OrganYear) -> None:
    need = recording.record_need(care.NeedForm(_first(year), DAY, "就医"), _ask("branch")).main
    visit = recording.record_visit(
        care.VisitForm(year.branches[0].id, DAY, "道班", (_first(year),), 0, "饮水"), _ask("branch")
    ).main
    assert need.about
    assert visit.about
    for kind, about, state in (
        (Kind.NEED_RAISED, need.about, "受理"),
        (Kind.PRACTICE_VISIT, visit.about, ""),
    ):
        assert [recording.record_state(kind, about, state, _ask("branch")).new for _ in range(2)] == [
            True,
            False,
        ]
        with pytest.raises(NotYours):
            recording.record_state(kind, about, state, _ask("branch_other"))
    seen = whole_year(2026, today=TODAY)
    unit = seen.branches[0]
    assert (unit.visits.part, unit.visits.whole, unit.needs.whole) == (1, 1, 1)


def test_what_contradicts_is_refused_and_nothing_is_written(year: OrganYear) -> None:
    OWN["self_study"](year, _ask("branch"))
    _session(year, _ask("branch"))
    before = queries.fact_count()
    roll = dict.fromkeys(_people(year, 0), "absent")
    form = study.SessionForm(year.branches[0].id, DAY, 60, ("党课",), "学党章", "政治理论", roll=roll)
    with pytest.raises(FactError, match="账上已有同一件事"):
        recording.record_session(form, _ask("branch"))
    assert queries.fact_count() == before


def test_a_makeup_goes_behind_the_session(year: OrganYear) -> None:
    away, *others = _people(year, 0)
    roll = {away: "duty", **dict.fromkeys(others, "present")}
    form = study.SessionForm(year.branches[0].id, DAY, 60, ("党课",), "学党章", roll=roll)
    held = recording.record_session(form, _ask("branch")).main
    assert held.about
    line = study.MakeupLine(away, DAY + dt.timedelta(days=3), "delivered")
    assert recording.record_makeup(held.about, line, _ask("branch")).new
    with pytest.raises(NotYours):
        recording.record_makeup(held.about, line, _ask("branch_other"))
    with pytest.raises(Refused, match="已记实到"):
        recording.record_makeup(held.about, replace(line, person=others[0]), _ask("branch"))
    counted = whole_year(2026, today=TODAY).member(away)
    assert counted
    assert counted.collective.value == 100


def test_a_closed_year_stays_closed(year: OrganYear) -> None:
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
        _session(year, _ask("branch"))
    late = made.folder(made.session("H999", day=DAY, title="补开的会"), year=2026)
    before = queries.fact_count()
    read = import_folder(late, name="补", year=2026, by="刘英", now=NOW, today=TODAY).intake
    assert [one.reason[:10] for one in read.unresolved] == ["2026 年已定格，"[:10]]
    assert queries.fact_count() == before


def test_another_branches_member_is_not_ours_to_record(year: OrganYear) -> None:
    theirs = _people(year, 1)[0]
    with pytest.raises(NotYours):
        recording.record_talk(care.TalkForm(theirs, DAY, "面谈"), _ask("branch"))
    assert recording.record_talk(care.TalkForm(theirs, DAY, "面谈"), _ask("branch_other")).new


@pytest.mark.parametrize("state", ["absent", "leave", "duty"])
def test_a_branch_notes_of_another_branches_member_only_that_he_came(year: OrganYear, state: str) -> None:
    own, theirs = _people(year, 0), _people(year, 1)[0]
    roll = {**dict.fromkeys(own, "present"), own[0]: state, theirs: state}
    form = study.SessionForm(year.branches[0].id, DAY, 60, ("党课",), "学党章", roll=roll)
    before = queries.fact_count()
    for name in ("branch", "superior"):
        with pytest.raises(Refused, match="外支部和列席的只登记实到") as refusal:
            recording.record_session(form, _ask(name))
        assert refusal.value.field == "roll"
    assert queries.fact_count() == before
    assert recording.record_session(replace(form, roll={**roll, theirs: "present"}), _ask("branch")).new
    seen = whole_year(2026, today=TODAY).member(theirs)
    assert seen
    assert seen.collective.value == 100
    everybody = replace(form, org=None, title="全局学习", roll={own[0]: state, theirs: state})
    assert recording.record_session(everybody, _ask("superior")).new

"""Objecting and correcting: who of the cast may do what, two people always, the figure follows, both versions stay."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st
from pytest_django import Settings
from tests import cast, kept
from tests.sample_year import YEAR

from zhixing.actions import corrections, objections
from zhixing.actions.case_desk import desk, own_objections
from zhixing.actions.corrections import Change
from zhixing.actions.dossier import member_year_for, whole_year
from zhixing.actions.objections import NotFound
from zhixing.core.corrections import replacement
from zhixing.core.corrections.cases import Cases, fold_cases
from zhixing.core.facts.kinds import Attendance, Kind, SelfStudy
from zhixing.core.facts.record import Draft, Fact, FactError, Source
from zhixing.core.figures.organ import OrganYear
from zhixing.store.ledger import models, queries, redress
from zhixing.store.people.queries import Actor

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)


@dataclass(frozen=True)
class House:
    """A small bureau, its cast, and an attendance of the member in which he was absent."""

    year: OrganYear
    absent: Fact

    def actor(self, name: str) -> Actor:
        """One of the cast."""
        return cast.actor(name, today=TODAY)

    @property
    def present(self) -> Draft:
        """The same attendance, as it should be."""
        return replacement.replaced(self.absent, {"state": "present"})

    def hours(self) -> int:
        """The member's hours in ledger A, by the short way and by the whole fold."""
        member = self.actor("member")
        file = member_year_for(member, member.person, YEAR, today=TODAY)  # type: ignore[arg-type]
        whole = whole_year(YEAR, today=TODAY)
        found = next(one for one in whole.members if one.id == member.person)
        assert file is not None
        assert file.member.collective.value == found.collective.value
        return found.collective.value or 0

    def cases(self) -> Cases:
        """All cases."""
        return fold_cases(redress.case_facts())


@pytest.fixture
def house(db: None, settings: Settings) -> House:
    """Twelve members in two branches. Passwords of invented people need no slow digest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    year = kept.bureau(12, 12)
    member = cast.actor("member", today=TODAY).person
    absent = next(
        fact for fact in queries.facts() if fact.subject == member and fact.body == Attendance("absent")
    )
    return House(year, absent)


def _object(house: House, name: str = "member", form: UUID | None = None) -> UUID:
    return objections.object_to(
        house.absent.uid,
        reason="当天我在会上，签到表有我",
        form=form or uuid4(),
        by=house.actor(name),
        now=NOW,
        today=TODAY,
    )


def _propose(house: House, name: str, objection: UUID | None = None, *, drafts: bool = True) -> UUID:
    change = Change((house.present,) if drafts else (), "核对签到表，此人到会", uuid4(), objection)
    return corrections.propose(house.absent.uid, change, by=house.actor(name), now=NOW, today=TODAY)


def _confirm(house: House, name: str, proposal: UUID) -> None:
    corrections.confirm(proposal, by=house.actor(name), now=NOW, today=TODAY)


EVERYBODY = [*cast.CAST]
OVER_FIRST = {"superior", "leader", "branch", "secretary"}


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_the_one_concerned_objects(house: House, name: str) -> None:
    if name == "member":
        assert _object(house, name) in house.cases().objections
    else:
        with pytest.raises(NotFound):
            _object(house, name)


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_answers(house: House, name: str) -> None:
    objection = _object(house)
    if name in OVER_FIRST:
        objections.answer(
            objection, outcome="upheld", words="签到表上没有", by=house.actor(name), now=NOW, today=TODAY
        )
        assert house.cases().objections[objection].words == "维持"
    else:
        with pytest.raises(NotFound):
            objections.answer(
                objection, outcome="upheld", words="不", by=house.actor(name), now=NOW, today=TODAY
            )


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_proposes(house: House, name: str) -> None:
    if name in OVER_FIRST:
        assert _propose(house, name) in house.cases().proposals
    else:
        with pytest.raises(NotFound):
            _propose(house, name)


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_confirms(house: House, name: str) -> None:
    proposal = _propose(house, "branch")
    if name in OVER_FIRST - {"branch"}:
        _confirm(house, name, proposal)
        assert queries.is_reversed(house.absent.uid)
    else:
        with pytest.raises(FactError if name == "branch" else NotFound):
            _confirm(house, name, proposal)
        assert not queries.is_reversed(house.absent.uid)


def test_the_figure_follows_and_both_versions_stay(house: House) -> None:
    before = house.hours()
    objection = _object(house)
    proposal = _propose(house, "branch", objection)
    assert house.hours() == before
    _confirm(house, "secretary", proposal)
    assert house.hours() == before + 200
    cases = house.cases()
    assert cases.objections[objection].words == "已更正"
    assert cases.proposals[proposal].words == "已更正"
    member = house.actor("member")
    file = member_year_for(member, member.person, YEAR, today=TODAY)  # type: ignore[arg-type]
    assert file is not None
    ((old, reversal),) = file.reversed
    assert (old.uid, reversal.reason) == (house.absent.uid, "核对签到表，此人到会")
    assert reversal.second == house.actor("secretary").signature
    right = next(fact for fact in queries.facts() if fact.second and fact.reverses is None)
    assert (right.body, right.by, right.second) == (
        Attendance("present"),
        house.actor("branch").signature,
        house.actor("secretary").signature,
    )
    assert list(queries.breaks()) == []


def test_an_answer_is_given_once_and_the_organ_hears_it_again(house: House) -> None:
    first = _object(house)
    with pytest.raises(FactError, match="正在办理"):
        _object(house)
    upheld = {"outcome": "upheld", "words": "签到表上没有", "now": NOW, "today": TODAY}
    objections.answer(first, by=house.actor("superior"), **upheld)  # type: ignore[arg-type]
    with pytest.raises(FactError, match="已经有了结果"):
        objections.answer(first, by=house.actor("branch"), **upheld)  # type: ignore[arg-type]
    again = _object(house)
    for name, reason in (("branch", "机关党委"), ("superior", "由别人复核")):
        with pytest.raises(FactError, match=reason):
            objections.answer(again, by=house.actor(name), **upheld)  # type: ignore[arg-type]
    objections.answer(again, by=house.actor("leader"), **upheld)  # type: ignore[arg-type]
    assert [one.words for one in house.cases().objections_to(house.absent.uid)] == ["维持", "维持"]


def test_declined_is_open_again(house: House) -> None:
    objection = _object(house)
    proposal = _propose(house, "branch", objection)
    with pytest.raises(FactError, match="第二人确认"):
        objections.answer(
            objection, outcome="upheld", words="不", by=house.actor("secretary"), now=NOW, today=TODAY
        )
    corrections.decline(proposal, words="证据不足", by=house.actor("secretary"), now=NOW, today=TODAY)
    assert house.cases().objections[objection].words == "待答复"
    _confirm(house, "secretary", _propose(house, "branch", objection))
    assert house.cases().objections[objection].words == "已更正"


def test_a_double_click_is_one(house: House) -> None:
    form = uuid4()
    assert _object(house, form=form) == _object(house, form=form)
    change = Change((house.present,), "核对", uuid4())
    made = {
        corrections.propose(house.absent.uid, change, by=house.actor("branch"), now=NOW, today=TODAY)
        for _ in range(2)
    }
    assert len(made) == 1
    _confirm(house, "secretary", made.pop())
    with pytest.raises(FactError, match="已经有了结果"):
        _confirm(house, "secretary", change.form)
    kinds = [fact.kind for fact in redress.case_facts()]
    assert [kinds.count(kind) for kind in (Kind.OBJECTION, Kind.CHANGE_PROPOSED, Kind.CHANGE_SETTLED)] == [
        1,
        1,
        1,
    ]


def test_what_contradicts_is_refused_before_a_second_person_is_asked(house: House) -> None:
    same = replacement.replaced(house.absent, {"state": "absent"})
    for draft, told in (
        (same, "与原来一样"),
        (
            Draft(
                Attendance("present"),
                house.absent.chain,
                Source(),
                uuid4(),
                house.absent.about,
                house.absent.day,
            ),
            "另一个人",
        ),
    ):
        with pytest.raises(FactError, match=told):
            corrections.propose(
                house.absent.uid,
                Change((draft,), "理由", uuid4()),
                by=house.actor("branch"),
                now=NOW,
                today=TODAY,
            )


def test_late_facts_wait_for_a_second_person(house: House) -> None:
    member = house.actor("member").person
    day = dt.date(2024, 5, 6)
    late = Draft(SelfStudy("读书笔记", 1), house.absent.chain, Source(), member, uuid4(), day)
    form = uuid4()
    by = {"reason": "归档时漏记", "form": form, "now": NOW, "today": TODAY}
    assert corrections.propose_late([late], by=house.actor("branch"), **by) == form  # type: ignore[arg-type]
    assert not [fact for fact in queries.facts() if fact.day == day]
    with pytest.raises(NotFound):
        _confirm(house, "branch_other", form)
    _confirm(house, "secretary", form)
    (entered,) = [fact for fact in queries.facts() if fact.day == day]
    assert (entered.second, entered.reason) == (house.actor("secretary").signature, "归档时漏记")
    with pytest.raises(FactError, match="不在您管的支部"):
        corrections.propose_late([late], by=house.actor("branch_other"), **{**by, "form": uuid4()})  # type: ignore[arg-type]


def test_words_are_sealed_and_named_in_no_audit_line(house: House) -> None:
    objection = _object(house)
    stored = models.Private.objects.get(fact=objection)
    assert stored.sealed
    assert "签到" not in stored.payload
    _confirm(house, "secretary", _propose(house, "branch", objection))
    lines = models.AuditLine.objects.filter(subject=house.actor("member").person)
    assert {line.verb for line in lines} >= {"提出异议", "提出更正", "确认更正"}
    assert not [line for line in models.AuditLine.objects.all() if "签到" in line.target + line.detail]


STEPS = ("object", "uphold", "propose", "confirm", "decline", "take_back", "withdraw")
PEOPLE = ("member", "branch", "secretary")


def _step(house: House, step: str, name: str, again: bool) -> None:
    """One step by somebody; what is refused leaves nothing behind."""
    cases = house.cases()
    objection = next(reversed([*cases.objections]), None)
    proposal = next(reversed([*cases.proposals]), None)
    by = {"by": house.actor(name), "now": NOW, "today": TODAY}
    for _ in range(1 + again):
        try:
            with transaction.atomic():
                if step == "object":
                    _object(house, name)
                elif step == "propose":
                    _propose(house, name, objection)
                elif step == "uphold" and objection:
                    objections.answer(objection, outcome="upheld", words="不", **by)  # type: ignore[arg-type]
                elif step == "withdraw" and objection:
                    objections.withdraw(objection, **by)  # type: ignore[arg-type]
                elif step == "confirm" and proposal:
                    corrections.confirm(proposal, **by)  # type: ignore[arg-type]
                elif step == "decline" and proposal:
                    corrections.decline(proposal, words="不", **by)  # type: ignore[arg-type]
                elif step == "take_back" and proposal:
                    corrections.take_back(proposal, **by)  # type: ignore[arg-type]
        except (FactError, NotFound):
            pass


@trials(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(STEPS), st.sampled_from(PEOPLE), st.booleans()), min_size=3, max_size=14
    )
)
def test_any_order_of_steps_is_sound(house: House, steps: list[tuple[str, str, bool]]) -> None:
    before = house.hours()
    with transaction.atomic():
        for step, name, again in steps:
            _step(house, step, name, again)
        facts = queries.facts()
        reversals = [fact for fact in facts if fact.reverses is not None]
        cases = house.cases()
        assert len({fact.reverses for fact in reversals}) == len(reversals)
        assert all(fact.second and fact.second != fact.by for fact in reversals)
        confirmed = [one for one in cases.proposals.values() if one.end and one.end.outcome == "confirmed"]
        assert len(confirmed) == len(reversals) <= 1
        assert all(one.end is None or one.account != one.end.account for one in confirmed)
        ended = [fact.about for fact in facts if fact.kind in (Kind.CHANGE_SETTLED, Kind.OBJECTION_ANSWERED)]
        assert len(ended) == len(set(ended))
        open_ones = [one for one in cases.proposals.values() if one.end is None]
        assert len(open_ones) <= 1
        assert house.hours() == before + 200 * len(confirmed)
        transaction.set_rollback(True)


def test_what_is_overdue_is_seen_by_the_officer_the_organ_and_the_member(house: House) -> None:
    """Ten working days from Monday 2026-03-02, that day not counted: 03-16."""
    _object(house)
    for day, late in ((dt.date(2026, 3, 16), 0), (dt.date(2026, 3, 17), 1)):
        for name in ("branch", "superior"):
            found = desk(house.actor(name), today=day)
            assert (len(found.to_answer), found.overdue) == (1, late)
        member = house.actor("member")
        (mine,) = own_objections(member.person, member, today=day)  # type: ignore[arg-type]
        assert (mine.due.day, mine.overdue) == (dt.date(2026, 3, 16), bool(late))
    for name in ("branch_other", "discipline", "member"):
        assert desk(house.actor(name), today=TODAY).to_answer == ()


def test_a_term_into_a_year_without_notice_is_provisional(house: House) -> None:
    late = dt.date(2026, 12, 28)
    objections.object_to(
        house.absent.uid, reason="到会", form=uuid4(), by=house.actor("member"), now=NOW, today=late
    )
    (one,) = desk(house.actor("branch"), today=late).to_answer
    assert one.due.provisional
    assert "2027" in one.due.sentence


def test_a_gate_is_corrected_by_the_secretary_and_the_organ_alone(house: House) -> None:
    gate = next(fact for fact in queries.facts() if fact.kind is Kind.GATE)
    over = {name for name in cast.CAST if house.actor(name).over(gate.chain, "secretary", "superior")}
    change = {name: Change((), "系误录", uuid4()) for name in cast.CAST}
    made = set()
    for name in cast.CAST:
        try:
            with transaction.atomic():
                corrections.propose(gate.uid, change[name], by=house.actor(name), now=NOW, today=TODAY)
                made.add(name)
                transaction.set_rollback(True)
        except NotFound:
            continue
    assert made == over
    assert "branch" not in made


def test_a_withdrawn_row_settles_nothing_by_itself(house: House) -> None:
    """What an import took back meanwhile cannot be reversed again; the objection is answered in words."""
    objection = _object(house)
    _confirm(house, "secretary", _propose(house, "branch", drafts=False))
    with pytest.raises(FactError, match="另行更正"):
        objections.answer(
            objection, outcome="upheld", words="不", by=house.actor("branch"), now=NOW, today=TODAY
        )
    objections.answer(
        objection, outcome="elsewhere", words="已作废", by=house.actor("branch"), now=NOW, today=TODAY
    )
    assert house.cases().objections[objection].words == "已另行更正"

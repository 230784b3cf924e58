"""The register of problems in the store: who may, once, in order, of a frozen year by two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings
from tests import cast, kept

from zhixing.actions import problems
from zhixing.actions.changing import NotYours, Sheet
from zhixing.actions.duties import open_things
from zhixing.actions.problem_file import problem_file
from zhixing.actions.problem_signals import HoursGap, signals
from zhixing.actions.record import YearFrozen
from zhixing.actions.recording import Ask, record_problem
from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.record import FactError
from zhixing.core.figures.organ import OrganYear
from zhixing.core.problems.register import Problem
from zhixing.core.recording.problems import Change, Places, ProblemForm, Shown
from zhixing.store.ledger import queries
from zhixing.store.ledger.models import AuditLine

pytestmark = pytest.mark.django_db

NOW, TODAY = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC), dt.date(2026, 3, 2)


@pytest.fixture
def year(db: None, settings: Settings) -> OrganYear:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return kept.bureau(12, 4)


def _sheet(name: str = "superior") -> Sheet:
    return Sheet(uuid4(), cast.actor(name, today=TODAY), NOW, TODAY)


def _new(year: OrganYear, text: str, branch: int = 0, places: Places = Places()) -> Problem:  # noqa: B008 - frozen
    ask = Ask(cast.actor("superior", today=TODAY), NOW, TODAY, uuid4())
    booked = record_problem(ProblemForm(2026, year.branches[branch].id, text, weight=2, places=places), ask)
    assert booked.main.about is not None
    return problems.all_problems()[booked.main.about]


def _change(one: Problem, **said: object) -> Change:
    form = Change(one.owner, one.text, one.source, one.category, one.weight, one.due)
    return replace(form, **said)  # type: ignore[arg-type]


Act = Callable[[Problem, Problem, Sheet], object]
ACTS: dict[str, Act] = {
    "change": lambda one, _, sheet: problems.change_problem(one.id, _change(one, weight=5), sheet),
    "place": lambda one, _, sheet: problems.place_problem(one.id, Places(one.orgs, ("works",)), sheet),
    "step": lambda one, _, sheet: problems.step_problem(one.id, "整改中", sheet),
    "effect": lambda one, _, sheet: problems.show_effect(one.id, Shown("都改了"), sheet),
    "merge": lambda one, other, sheet: problems.merge_problem(other.id, one.id, sheet),
}


@pytest.mark.parametrize("what", sorted(ACTS))
def test_who_may_change_what_and_once(year: OrganYear, what: str) -> None:
    one, other = _new(year, "坑槽"), _new(year, "坑槽多")
    allowed, refused = set(), set[str]()
    for name in cast.CAST:
        sheet, before, lines = _sheet(name), queries.fact_count(), AuditLine.objects.count()
        try:
            ACTS[what](one, other, sheet)
            ACTS[what](one, other, sheet)
        except NotYours:
            assert (queries.fact_count(), AuditLine.objects.count()) == (before, lines)
            continue
        except FactError:
            refused.add(what)
        allowed.add(name)
    assert allowed == {"superior", "leader", "branch", "secretary"}
    file = problem_file(_sheet().by, other.id if what == "merge" else one.id, today=TODAY)
    assert file is not None
    assert len(file.history) == 3, "told by several, entered once"


def test_who_reads_where_it_occurs_reads_and_changes_it(year: OrganYear) -> None:
    there = year.branches[1].id
    one = _new(year, "两处都有", 0, Places((there,)))
    assert one.places == {year.branches[0].id, there}
    other = cast.actor("branch_other", today=TODAY)
    assert problems.may_see(other, one)
    assert problems.may_change(other, one)
    with pytest.raises(NotYours):
        problems.place_problem(one.id, Places(), _sheet("branch"))
    alone = _new(year, "只在第一支部")
    assert not problems.may_see(other, alone)
    assert problem_file(other, alone.id, today=TODAY) is None
    member = cast.actor("member", today=TODAY)
    assert not problems.may_see(member, one)


def test_open_problems_are_ordered_and_leave_out_what_is_closed_or_merged(year: OrganYear) -> None:
    light, heavy = _new(year, "轻的"), _new(year, "重的")
    problems.change_problem(heavy.id, _change(heavy, weight=5), _sheet())
    double = _new(year, "重的一样")
    problems.merge_problem(double.id, heavy.id, _sheet())
    found = problems.open_problems(2026, today=TODAY)
    carried = [one.carried for one in found]
    assert carried == sorted(carried, reverse=True)
    own = [one.id for one in found if not one.carried]
    assert own == [heavy.id, light.id]
    assert all(not one.closed for one in found)
    waiting = {one.about for one in open_things(_sheet().by, TODAY) if one.kind is Kind.PROBLEM_SET}
    assert double.id not in waiting
    assert heavy.id in waiting


def test_merging_goes_to_the_end_and_never_in_a_circle(year: OrganYear) -> None:
    a, b, c = (_new(year, text) for text in ("一", "二", "三"))
    problems.merge_problem(b.id, c.id, _sheet())
    problems.merge_problem(a.id, b.id, _sheet())
    known = problems.all_problems()
    assert {known[a.id].into, known[b.id].into} == {c.id}
    for gone, into in ((c.id, a.id), (c.id, b.id), (c.id, c.id)):
        with pytest.raises(FactError):
            problems.merge_problem(gone, into, _sheet())
    assert not problems.merge_problem(a.id, c.id, _sheet()).facts
    with pytest.raises(NotYours):
        problems.merge_problem(a.id, UUID(int=7), _sheet())


def test_a_frozen_year_is_changed_by_two(year: OrganYear) -> None:
    carried = next(one for one in problems.open_problems(2026, today=TODAY) if one.carried)
    with pytest.MonkeyPatch.context() as patch:
        for module in ("record", "changing"):
            patch.setattr(f"zhixing.actions.{module}.closed_years", lambda: frozenset({2025}))
        with pytest.raises(YearFrozen):
            problems.change_problem(carried.id, _change(carried, weight=5), _sheet())
        before = queries.fact_count()
        proposal = problems.change_problem(carried.id, _change(carried, weight=5), _sheet(), late="时限延长")
        assert isinstance(proposal, UUID)
        assert queries.fact_count() == before + 1, "only the proposal stands"
        assert problems.all_problems()[carried.id].weight == carried.weight
        # How far it is, where it occurs and what shows it are of today: the year stays as it is.
        problems.show_effect(carried.id, Shown("已改"), _sheet())
        problems.place_problem(carried.id, Places((), ("works",)), _sheet())


def test_signals_name_nobody(year: OrganYear) -> None:
    for name in ("superior", "branch", "publicity", "discipline"):
        found = signals(cast.actor(name, today=TODAY), 2025, today=TODAY)
        words = repr(found)
        assert not any(member.name in words for member in year.members)
    assert signals(cast.actor("branch", today=TODAY), 2025, today=TODAY).gaps


def test_hours_short_everywhere_are_one_signal(year: OrganYear) -> None:
    found = signals(cast.actor("superior", today=TODAY), 2025, today=TODAY)
    some = (HoursGap(year.branches[0].id, "甲", 3, 8), HoursGap(year.branches[1].id, "乙", 8, 8))
    none = tuple(replace(one, short=one.of) for one in some)
    assert [replace(found, gaps=gaps).everywhere for gaps in (some, none, none[:1])] == [False, True, False]
    assert replace(found, gaps=some).count - replace(found, gaps=none).count == 1

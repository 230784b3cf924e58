"""What is due on a day: meetings of the month and quarter, contacts, problems, needs, terms; nothing twice."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests import sample_year
from tests.core import made

from zhixing.core.facts.kinds import PostHeld
from zhixing.core.facts.record import Draft, Source
from zhixing.core.figures.due import Due, Sort
from zhixing.core.intake.rows import NeedRow, OrgRow, PledgeRow, ProblemRow, SessionRow, StationRow, TalkRow

YEAR = made.YEAR
DAYS = st.dates(dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31))
MONTHLY, QUARTERLY = "主题党日", "党员大会"


def _due(ledger: made.Ledger, today: dt.date, sort: Sort | None = None) -> list[Due]:
    return [one for one in ledger.year(today=today).dues if sort is None or one.sort is sort]


def _held(form: str, day: dt.date) -> SessionRow:
    return made.session(f"{form}{day}", form=form, day=day, present_names=("王磊",))


@given(DAYS, st.lists(st.integers(1, 12), unique=True))
@made.PROPERTY
def test_a_month_without_its_meeting_is_due_and_one_with_it_is_not(today: dt.date, months: list[int]) -> None:
    held = [_held(MONTHLY, dt.date(YEAR, month, 1)) for month in months if month <= today.month]
    before = _held(MONTHLY, dt.date(YEAR - 1, 12, 1))
    ledger = made.ledger(made.member("王磊"), before, *held, today=dt.date(YEAR, 12, 31))
    found = [one for one in _due(ledger, today, Sort.MEETING) if one.form == MONTHLY]
    missing = set(range(1, today.month + 1)) - set(months)
    assert {one.deadline.month for one in found if one.deadline} == missing
    for one in found:
        assert one.deadline is not None
        assert one.deadline.day == calendar.monthrange(YEAR, one.deadline.month)[1]
        assert one.late is (one.deadline < today)
        assert one.article
        assert one.org == ledger.year(today=today).branches[0].id


@given(DAYS)
@made.PROPERTY
def test_recording_the_meeting_settles_it(today: dt.date) -> None:
    start = (made.member("王磊"), _held(QUARTERLY, dt.date(YEAR - 1, 12, 1)))
    ledger = made.ledger(*start, today=dt.date(YEAR, 12, 31))
    found = [one for one in _due(ledger, today, Sort.MEETING) if one.form == QUARTERLY]
    assert found
    last = found[-1].deadline
    assert last is not None
    ledger.take(_held(QUARTERLY, min(last, today)), today=dt.date(YEAR, 12, 31))
    after = [one for one in _due(ledger, today, Sort.MEETING) if one.form == QUARTERLY]
    assert [one.deadline for one in after] == [one.deadline for one in found if one.deadline != last]


def test_one_session_of_three_forms_settles_three() -> None:
    today = dt.date(YEAR, 3, 20)
    before = [_held(form, dt.date(YEAR - 1, 12, 1)) for form in (MONTHLY, QUARTERLY, "党课")]
    ledger = made.ledger(made.member("王磊"), *before)
    assert {one.form for one in _due(ledger, today, Sort.MEETING)} == {MONTHLY, QUARTERLY}
    joint = _held("主题党日、党员大会、党课", dt.date(YEAR, 3, 5))
    ledger.take(joint)
    late = _due(ledger, today, Sort.MEETING)
    assert [(one.form, one.deadline) for one in late] == [
        (MONTHLY, dt.date(YEAR, 1, 31)),
        (MONTHLY, dt.date(YEAR, 2, 28)),
    ]


def test_nothing_is_due_of_forms_that_the_books_never_kept_nor_before_they_began() -> None:
    empty = made.ledger(made.member("王磊"))
    assert _due(empty, dt.date(YEAR, 5, 9), Sort.MEETING) == []
    begun = made.ledger(made.member("王磊"), _held(MONTHLY, dt.date(YEAR, 5, 3)))
    assert _due(begun, dt.date(YEAR, 5, 9), Sort.MEETING) == []
    june = _due(begun, dt.date(YEAR, 6, 9), Sort.MEETING)
    assert [(one.form, one.late) for one in june] == [(MONTHLY, False)]


def test_a_committee_meets_where_there_is_one_and_groups_where_there_are_any() -> None:
    today, before = dt.date(YEAR, 2, 9), dt.date(YEAR - 1, 12, 1)
    few = made.ledger(made.member("王磊"), _held("支委会", before), _held("党小组会", before))
    assert _due(few, today, Sort.MEETING) == []
    many = [made.member(f"王{letter}", group="第1党小组") for letter in "磊芳娜敏静丽强"]
    full = made.ledger(*many, _held("支委会", before), _held("党小组会", before))
    assert {one.form for one in _due(full, today, Sort.MEETING)} == {"支委会", "党小组会"}


@given(st.integers(0, 200))
@made.PROPERTY
def test_remote_members_are_due_by_the_interval_of_the_rule(days: int) -> None:
    today = dt.date(YEAR, 11, 20)
    last = today - dt.timedelta(days=days)
    ledger = made.ledger(
        made.row(StationRow, station="北岭站", distance=400),
        made.member("王磊", station="北岭站"),
        made.row(TalkRow, name="王磊", day=last),
    )
    found = _due(ledger, today, Sort.CONTACT)
    assert [one.late for one in found] == ([] if days < 76 else [days > 90])
    assert all(one.deadline == last + dt.timedelta(days=90) for one in found)


def test_problems_pledges_and_needs_are_due_until_they_are_settled() -> None:
    today, due = dt.date(YEAR, 6, 20), dt.date(YEAR, 6, 15)
    rows = [
        made.member("王磊"),
        made.row(ProblemRow, due=due, state="整改中"),
        made.row(PledgeRow, name="王磊", due=due),
        made.row(NeedRow, name="王磊", day=dt.date(YEAR, 6, 1), state="已登记"),
    ]
    ledger = made.ledger(*rows)
    found = {one.sort: one for one in _due(ledger, today)}
    assert {Sort.PROBLEM, Sort.PLEDGE, Sort.NEED} <= set(found)
    assert all(found[sort].late for sort in (Sort.PROBLEM, Sort.PLEDGE, Sort.NEED))
    assert found[Sort.NEED].deadline == dt.date(YEAR, 6, 8)
    assert "就医" not in found[Sort.NEED].sentence
    settled = made.ledger(
        rows[0],
        replace(rows[1], state="已销号"),
        replace(rows[2], state="已践诺"),
        replace(rows[3], state="受理"),
    )
    assert [one for one in _due(settled, today) if one.sort in (Sort.PROBLEM, Sort.PLEDGE, Sort.NEED)] == []


def test_terms_and_posts_that_run_out_are_told_of() -> None:
    today = dt.date(YEAR, 6, 20)
    ledger = made.ledger(
        made.row(OrgRow, name=made.BRANCH, elected=dt.date(YEAR - 3, 7, 1)),
        made.member("王磊", post="党支部书记"),
    )
    terms = _due(ledger, today, Sort.TERM)
    assert [(one.deadline, one.late) for one in terms] == [(dt.date(YEAR, 7, 1), False)]
    assert "任期" in terms[0].sentence
    person = next(iter(ledger.register.people.values()))
    org = next(uid for uid, unit in ledger.register.orgs.items() if unit.name == made.BRANCH)
    post = PostHeld(org.hex, "youth_officer", "青年委员", dt.date(YEAR, 1, 1), dt.date(YEAR, 7, 31))
    ledger.drafts.append(Draft(post, org, Source(), person.id))
    ledger.facts = sample_year.facts_of(ledger.drafts)
    found = [one.sentence for one in _due(ledger, today, Sort.TERM)]
    assert any("青年委员任职到" in words for words in found)


@given(DAYS)
@made.PROPERTY
def test_the_day_decides_and_the_order_is_by_urgency(today: dt.date) -> None:
    ledger = made.ledger(
        *(made.member(f"王{letter}") for letter in "磊芳娜"),
        *(_held(form, dt.date(YEAR - 1, 12, 1)) for form in (MONTHLY, QUARTERLY, "党课", "组织生活会")),
        made.row(ProblemRow, due=dt.date(YEAR, 6, 15)),
        today=dt.date(YEAR, 12, 31),
    )
    found = _due(ledger, today)
    assert found == _due(ledger, today)
    assert [one.late for one in found] == sorted((one.late for one in found), reverse=True)
    assert all(one.article for one in found)
    assert all(one.deadline is None or one.late is (one.deadline < today) for one in found)

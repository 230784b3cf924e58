"""转接组织关系: nobody is lost or counted twice on any day, and illegal steps are refused in words."""

from __future__ import annotations

import calendar
import datetime as dt
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import sample_year
from tests.core.made import BRANCH, OTHER, PROPERTY, RULES, Ledger, ledger, member, of

from zhixing.core.facts.moves import TransferOpened, TransferState
from zhixing.core.facts.record import Draft, FactError, Source
from zhixing.core.figures.target import months_of
from zhixing.core.people.changes import change_roll, move
from zhixing.core.people.register import Person
from zhixing.core.people.transfer import (
    NEXT,
    Step,
    Transfer,
    can_open,
    can_step,
    check_open,
    check_step,
    due_on,
    fold_transfers,
    is_overdue,
    responsible,
    running_of,
)

TODAY = dt.date(2025, 12, 31)
ID = UUID(int=77)
DAYS = st.dates(dt.date(2025, 1, 2), TODAY)


def hand(book: Ledger, drafts: list[Draft]) -> None:
    """Enters drafts made by hand."""
    book.drafts += drafts
    book.facts = sample_year.facts_of(book.drafts)


def person_of(book: Ledger, name: str) -> Person:
    """The one person of this name."""
    (found,) = [one for one in book.register.people.values() if one.name == name]
    return found


def branch_of(book: Ledger, name: str) -> UUID:
    """A branch by name."""
    return next(org.id for org in book.register.orgs.values() if org.name == name)


def opened(book: Ledger, name: str, day: dt.date, *, target: UUID | None, ident: UUID = ID) -> Transfer:
    """A transfer out, begun on `day`, its letter given the same day."""
    person = person_of(book, name)
    check_open(person, running(book, name), target=target, elsewhere="" if target else "外地", day=day)
    source = person.roll[-1].org
    body = TransferOpened(source.hex, target.hex if target else "")
    hand(book, [Draft(body, source, Source(), person.id, ident, day, {"elsewhere": "外地"})])
    return step(book, ident, Step.IN_TRANSIT, day)


def step(book: Ledger, ident: UUID, to: Step, day: dt.date) -> Transfer:
    """Takes a step as an action does."""
    before = transfers(book)[ident]
    person = book.register.people[before.person]
    check_step(before, to, day=day, person=person)
    chain = before.source or before.target
    assert chain is not None
    drafts = [Draft(TransferState(to.value), chain, Source(), person.id, ident, day)]
    if to is Step.RECEIVED:
        drafts += move(person, target=before.target, group=None, day=day, today=TODAY)
    hand(book, drafts)
    return transfers(book)[ident]


def transfers(book: Ledger) -> dict[UUID, Transfer]:
    """All transfers."""
    return fold_transfers(book.facts, book.private)


def running(book: Ledger, name: str) -> Transfer | None:
    """The running transfer of somebody."""
    return running_of(transfers(book).values(), person_of(book, name).id)


def two_branches() -> Ledger:
    """One member in a branch, another branch beside it."""
    return ledger(member("张三丰"), member("李四光", branch=OTHER), today=TODAY)


def test_the_former_branch_stays_responsible_until_it_is_received() -> None:
    book = two_branches()
    here, there = branch_of(book, BRANCH), branch_of(book, OTHER)
    going = opened(book, "张三丰", dt.date(2025, 3, 5), target=there)
    assert going.running
    assert responsible(going) == here
    person = person_of(book, "张三丰")
    assert person.on_roll(dt.date(2025, 4, 1)).org == here  # type: ignore[union-attr]
    done = step(book, ID, Step.RECEIVED, dt.date(2025, 4, 10))
    assert responsible(done) == there
    person = person_of(book, "张三丰")
    assert person.on_roll(dt.date(2025, 4, 9)).org == here  # type: ignore[union-attr]
    assert person.on_roll(dt.date(2025, 4, 10)).org == there  # type: ignore[union-attr]
    assert of(book.year(today=TODAY), "张三丰").branch == OTHER
    assert of(book.year(today=TODAY), "张三丰").target.value == 3200


def test_out_of_the_organ_the_month_of_the_receipt_does_not_count() -> None:
    book = two_branches()
    opened(book, "张三丰", dt.date(2025, 8, 5), target=None)
    assert of(book.year(today=TODAY), "张三丰").target.value == 3200
    step(book, ID, Step.RECEIVED, dt.date(2025, 9, 10))
    told = of(book.year(today=TODAY), "张三丰").target
    assert told.value == 2150
    assert "32×8/12" in told.sentence


@pytest.mark.parametrize("end", [Step.RETURNED, Step.WITHDRAWN])
def test_returned_or_withdrawn_nothing_has_changed_and_it_may_begin_anew(end: Step) -> None:
    book = two_branches()
    before = person_of(book, "张三丰").roll
    opened(book, "张三丰", dt.date(2025, 3, 5), target=branch_of(book, OTHER))
    step(book, ID, end, dt.date(2025, 3, 20))
    assert person_of(book, "张三丰").roll == before
    assert opened(
        book, "张三丰", dt.date(2025, 4, 1), target=branch_of(book, OTHER), ident=UUID(int=78)
    ).running


def test_every_illegal_step_is_refused_with_words() -> None:
    day = dt.date(2025, 5, 1)
    for now in Step:
        transfer = Transfer(ID, ID, ID, None, "外地", day, now, day, day, ())
        for to in Step:
            legal = to in NEXT[now]
            assert can_step(transfer, to, day=day) is legal
            if not legal:
                with pytest.raises(FactError, match=r"转接|介绍信"):
                    check_step(transfer, to, day=day)
        for to in NEXT[now]:
            assert not can_step(transfer, to, day=dt.date(2025, 4, 30))


def test_what_may_not_be_begun() -> None:
    book = two_branches()
    person, there = person_of(book, "张三丰"), branch_of(book, OTHER)
    day = dt.date(2025, 3, 5)
    assert can_open(person, None, target=there, elsewhere="", day=day)
    assert not can_open(person, None, target=None, elsewhere=" ", day=day)
    assert not can_open(person, None, target=there, elsewhere="外地", day=day)
    assert not can_open(person, None, target=branch_of(book, BRANCH), elsewhere="", day=day)
    first = opened(book, "张三丰", day, target=there)
    assert not can_open(person, first, target=there, elsewhere="", day=day)


def test_a_letter_that_has_run_out_is_overdue_by_the_rule() -> None:
    book = two_branches()
    going = opened(book, "张三丰", dt.date(2025, 3, 1), target=None)
    assert due_on(going, RULES) == dt.date(2025, 5, 30)
    assert not is_overdue(going, RULES, dt.date(2025, 5, 30))
    assert is_overdue(going, RULES, dt.date(2025, 5, 31))


@PROPERTY
@given(st.lists(st.tuples(DAYS, st.sampled_from(["move", "group", "back", "stand"])), max_size=8))
def test_on_every_day_exactly_one_membership_and_months_add_up(moves: list[tuple[dt.date, str]]) -> None:
    book = two_branches()
    orgs = [branch_of(book, BRANCH), branch_of(book, OTHER)]
    for n, (day, what) in enumerate(sorted(moves)):
        person = person_of(book, "张三丰")
        here = person.roll[-1].org
        try:
            if what == "group":
                hand(book, change_roll(person, day=day, today=TODAY, group=UUID(int=n), keep_group=False))
                continue
            ident = UUID(int=100 + n)
            opened(book, "张三丰", day, target=next(org for org in orgs if org != here), ident=ident)
            step(book, ident, {"move": Step.RECEIVED, "back": Step.RETURNED}.get(what, Step.WITHDRAWN), day)
        except FactError:
            pass
    person = person_of(book, "张三丰")
    for back in range(365):
        day = TODAY - dt.timedelta(back)
        assert sum(span.covers(day) for span in person.roll) == 1
    months = months_of(person, 2025, ())
    assert (months.plain, months.off_roll) == (12, 0)


@PROPERTY
@given(DAYS, st.integers(0, 200))
def test_who_left_counts_the_months_whose_last_day_he_was_there(day: dt.date, later: int) -> None:
    book = two_branches()
    received = min(day + dt.timedelta(later), TODAY)
    opened(book, "张三丰", day, target=None)
    step(book, ID, Step.RECEIVED, received)
    person = person_of(book, "张三丰")
    whole = sum(
        dt.date(2025, month, calendar.monthrange(2025, month)[1]) < received for month in range(1, 13)
    )
    months = months_of(person, 2025, ())
    assert (months.plain, months.off_roll) == (whole, 12 - whole)
    assert person.on_roll(received) is None
    assert sum(span.until is None for span in (*person.roll, *person.posts, *person.places)) == 0

"""What follows a batch in force: an exchange settled in time and told at once, changes that nobody was told of yet."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import connection
from pytest_django import Settings
from tests import kept, planted_batches
from tests.actions.test_batches import officer, pairs, plain, ready, state  # noqa: F401
from tests.planted_batches import NOW, PLAN_YEAR, TODAY, asked, prepare, worked
from tests.web.conftest import Bureau, bureau, founded, quick  # noqa: F401

from zhixing.actions import batches, batches_changes, batches_exchange, batches_solving, plan
from zhixing.actions.batches import NotDone
from zhixing.actions.batches_events import RUN
from zhixing.actions.batches_inputs import first_day, given_for, next_workday
from zhixing.actions.batches_waiting import untold, waiting
from zhixing.actions.publishing import publish
from zhixing.actions.workdays import workdays
from zhixing.core.plan.body import Body, encode_body
from zhixing.core.plan.plan import State as PlanState
from zhixing.core.plan.plan import Way
from zhixing.core.rosters.grid import year_grid
from zhixing.core.timetable.teaching import clashes
from zhixing.interop.batch_orders import Happened
from zhixing.interop.batch_texts import answer_of, instance_of
from zhixing.store.plans import api as plans_api
from zhixing.store.plans import batches as queries
from zhixing.store.plans import models
from zhixing.store.plans.batches import State

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=1)
YEAR_OVER = dt.date(2026, 12, 30)


def exchanged(batch: UUID) -> tuple[batches_exchange.Table, UUID, UUID, str]:
    """Two of one branch whose exchange would stand, and the need it is about."""
    row = queries.batch(batch)
    assert row is not None
    held = batches_exchange.table(row)
    assert held is not None
    near = batches_exchange.colleagues
    one, other, need, _ = next(it for it in pairs(held) if not it[3] and it[1] in near(it[0]))
    return held, one, other, need


def agreed(held: batches_exchange.Table, one: UUID, other: UUID, need: str) -> UUID:
    """Both want it; the officer has not settled it."""
    form = uuid4()
    wanted = held.answer.codes[held.run_of(other, need) or 0]
    batches_exchange.ask(
        held.row.id, form=form, person=one, requirement=need, wanted=wanted, other=other, words="",
        by=plain(one), now=NOW, today=TODAY,
    )  # fmt: skip
    batches_exchange.agree(form, yes=True, by=plain(other), now=NOW, today=TODAY)
    return form


def test_with_somebody_of_another_branch_nothing_is_learned(ready: Bureau) -> None:  # noqa: F811
    held, one, _, need = exchanged(planted_batches.in_force())
    near, said = batches_exchange.colleagues(one), set()
    mine = held.run_of(one, need)
    for far, run in [(held.keys.people[seat.member], seat.run) for seat in held.answer.plan.seats]:
        if far in near or far == one or run == mine:
            continue
        with pytest.raises(NotDone) as told:
            batches_exchange.ask(
                held.row.id, form=uuid4(), person=one, requirement=need, wanted=held.answer.codes[run],
                other=far, words="", by=plain(one), now=NOW, today=TODAY,
            )  # fmt: skip
        said.add(str(told.value))
    assert said == {batches_exchange.NOT_OFFERED}, "the same for a wrong run, a busy person, another branch"


def test_what_has_begun_meanwhile_is_closed(ready: Bureau) -> None:  # noqa: F811
    batch = planted_batches.in_force()
    form = agreed(*exchanged(batch))
    before = queries.seats(batch)
    with pytest.raises(NotDone, match="自动关闭"):
        batches_exchange.settle(form, yes=True, by=officer(), now=LATER, today=YEAR_OVER)
    row = queries.ask(form)
    assert row is not None
    assert (row.state, row.state_words) == (queries.Asked.LAPSED, "已过期关闭")
    assert queries.seats(batch) == before


def test_once_the_dates_are_out_the_two_are_told_at_once(ready: Bureau) -> None:  # noqa: F811
    batch = planted_batches.in_force()
    publish(PLAN_YEAR, by=officer(), now=NOW, today=TODAY)
    held, one, other, need = exchanged(batch)
    form = agreed(held, one, other, need)
    batches_exchange.settle(form, yes=True, by=officer(), now=LATER, today=TODAY)
    told = models.Told.objects.filter(told_at=LATER)
    assert set(told.values_list("person", flat=True)) == {one, other}
    assert untold(PLAN_YEAR, today=TODAY) == 0, "nothing is left to tell"


def test_what_differs_from_what_was_told_waits_for_the_officer(ready: Bureau) -> None:  # noqa: F811
    planted_batches.in_force()
    assert untold(PLAN_YEAR, today=TODAY) == 0, "never published: another step"
    publish(PLAN_YEAR, by=officer(), now=NOW, today=TODAY)

    second = worked(asked(start=dt.date(2026, 3, 3)))
    batches.accept(second, by=officer(), now=LATER)
    count = untold(PLAN_YEAR, today=TODAY)
    assert count > 0
    words = [one.sentence for one in waiting(officer(), TODAY)]
    assert f"{PLAN_YEAR} 年学习日期有变动，还没告知 {count} 人" in words
    publish(PLAN_YEAR, by=officer(), now=LATER, today=TODAY)
    assert untold(PLAN_YEAR, today=TODAY) == 0
    assert not [one for one in waiting(officer(), TODAY) if one.form == "tell"]


def test_what_is_in_force_is_not_dropped_in_silence(ready: Bureau) -> None:  # noqa: F811
    batch = planted_batches.in_force()
    with pytest.raises(NotDone, match="已经采用过"):
        batches.drop(batch, by=officer(), now=NOW)
    other = worked(asked(start=dt.date(2026, 3, 3)))
    for _ in range(2):
        batches.drop(other, by=officer(), now=NOW)
    assert state(other) == State.DROPPED


def test_a_plan_that_changed_meanwhile_is_named(ready: Bureau) -> None:  # noqa: F811
    batch = worked(asked(start=dt.date(2026, 3, 3)))
    held = plan.current(PLAN_YEAR)
    assert held is not None
    gone = next(one for one in held.plan.lessons if one.way is Way.COURSE)
    rest = replace(held.plan, lessons=tuple(one for one in held.plan.lessons if one != gone))
    plans_api.add_version(
        PLAN_YEAR, held.number + 1, state=PlanState.CHANGED.value, body=encode_body(Body(rest)), reason="减课",
        by=plans_api.Hand(0, "刘英（superior）"), now=NOW,
    )  # fmt: skip
    with pytest.raises(NotDone, match=gone.title):
        batches.accept(batch, by=officer(), now=NOW)
    row = queries.batch(batch)
    assert row is not None
    assert batches.changed_courses(row) == [gone.title]


def test_no_run_lies_on_a_festival_of_a_year_without_notice(ready: Bureau) -> None:  # noqa: F811
    held = plan.current(PLAN_YEAR)
    assert held is not None
    given = given_for(replace(held.plan, year=2027), start=dt.date(2027, 1, 4), today=TODAY)
    grid = year_grid(2027, workdays())
    assert grid.provisional
    for day in (dt.date(2027, 4, 5), dt.date(2027, 5, 3), dt.date(2027, 10, 6)):
        assert {one.free[grid.index(day, half)] for one in given.rooms for half in ("am", "pm")} == {"0"}
    assert {one.free[grid.index(dt.date(2027, 4, 6), "am")] for one in given.rooms} == {"1"}


def test_members_who_teach_sit_in_no_other_run_meanwhile(
    ready: Bureau,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    everybody = {0: 0, 1: 1}
    for module in (batches, batches_solving):
        monkeypatch.setattr(module, "teaching", lambda _: everybody)
    first = planted_batches.in_force()
    run = queries.runs(first)[-1]
    happened = Happened(RUN, (run.code,), TODAY, TODAY)
    changed = worked(
        batches_changes.replan(PLAN_YEAR, happened, batch=uuid4(), by=officer(), now=NOW, today=TODAY)
    )
    for one in (first, changed):
        texts = queries.texts(one)
        assert texts is not None
        assert clashes(instance_of(texts.instance), answer_of(texts.result).plan, everybody) == ()
    batches.accept(changed, by=officer(), now=LATER)
    assert state(changed) == State.ACCEPTED


def test_from_which_day_runs_may_lie(ready: Bureau) -> None:  # noqa: F811
    batch, autumn = planted_batches.in_force(), dt.date(2026, 11, 20)
    begun = first_day(PLAN_YEAR, today=autumn)
    models.Batch.objects.filter(id=batch).update(published_at=NOW)
    assert first_day(PLAN_YEAR, today=autumn) == next_workday(autumn) == dt.date(2026, 11, 23)
    assert begun in (dt.date(2026, 1, 1), dt.date(2026, 11, 23))
    assert first_day(PLAN_YEAR, today=dt.date(2027, 2, 1)) == dt.date(2026, 1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time")
def test_of_two_accepted_at_the_same_moment_one_is_in_force(db: None, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    kept.bureau()
    prepare()
    both = [worked(asked(start=dt.date(2026, 3, 3))) for _ in range(2)]

    def go(batch: UUID) -> None:
        try:
            batches.accept(batch, by=officer(), now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(go, both))
    assert sorted(state(one) for one in both) == [State.ACCEPTED, State.REPLACED]

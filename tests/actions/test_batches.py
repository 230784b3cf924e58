"""A batch's life: asked, worked out, killed, stopped, accepted, changed; judged apart from the engine all the while."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from tests import cast, planted_batches
from tests.planted_batches import GUEST, NOW, PLAN_YEAR, TEACHER, TODAY, asked, prepare, worked
from tests.web.conftest import Bureau, bureau, founded, quick  # noqa: F401

from zhixing.actions import batches, batches_changes, batches_exchange, batches_wishes
from zhixing.actions.batches import Busy, NotDone
from zhixing.actions.batches_reading import HUNG, progress, situation
from zhixing.actions.batches_waiting import waiting
from zhixing.actions.rosters import year_rosters
from zhixing.core.timetable.instance import Plan
from zhixing.core.timetable.wishes import Conflict
from zhixing.interop.batch_orders import Happened, Wished, order_of
from zhixing.interop.batch_texts import answer_text, instance_text
from zhixing.interop.batch_wishes import wish_answer_of
from zhixing.store.ledger.models import AuditLine
from zhixing.store.people.queries import MEMBER, Actor, Hat
from zhixing.store.plans import batches as queries
from zhixing.store.plans import models
from zhixing.store.plans.batches import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(bureau: Bureau) -> Bureau:  # noqa: F811
    """A bureau that can be planned."""
    prepare()
    return bureau


def officer() -> Actor:
    return cast.actor("superior", today=TODAY)


def state(batch: UUID) -> str:
    row = queries.batch(batch)
    assert row is not None
    return row.state


def uncovered(batch: UUID) -> list[str]:
    """What a second program finds wrong with the rows in force, from the rosters alone, without the engine's types."""
    rosters, wrong = year_rosters(PLAN_YEAR, today=TODAY), []
    runs = {one.number: one for one in queries.runs(batch)}
    away: Counter[tuple[UUID, int]] = Counter()
    inside: dict[int, set[UUID]] = {}
    where = planted_batches.roll().register.people
    for seat in queries.seats(batch):
        if seat.run is not None:
            inside.setdefault(seat.run, set()).add(seat.person)
    busy: set[tuple[object, int]] = set()
    for number, people in inside.items():
        run = runs[number]
        first = rosters.grid.index(run.day, run.half)
        for t in range(first, first + run.half_days):
            for person in people:
                if rosters.availability(person).free[t] != "1":
                    wrong.append(f"{person} is not free in {t}")
                place = where[person].place_on(run.day)
                if place and place.station:
                    away[place.station, t] += 1
            for key in [*people, run.venue, run.speaker]:
                if (key, t) in busy:
                    wrong.append(f"{key} twice in {t}")
                busy.add((key, t))
    for (station, t), count in away.items():
        if count > rosters.may_leave(station)[t]:
            wrong.append(f"{station} below cover in {t}: {count}")
    return wrong


def test_asked_worked_out_accepted_and_withdrawn(ready: Bureau) -> None:
    batch = asked()
    assert state(batch) == State.WAITING
    worked(batch)
    row = queries.batch(batch)
    assert row is not None
    assert (row.state, row.problem) == (State.SOLVED, "")
    found = situation(row)
    assert found is not None
    assert not found.picture.verdict.broken
    assert found.picture.met + len(found.gaps) == found.picture.needs > 0
    batches.accept(batch, by=officer(), now=NOW)
    batches.accept(batch, by=officer(), now=NOW)
    seats = queries.seats(batch)
    assert len({(one.person, one.requirement) for one in seats}) == len(seats)
    assert {one.person for one in seats if one.way == "delivered"} == {
        one.person for one in found.outside if one.why == "exempt"
    }
    assert all(one.run is not None or one.why for one in seats), "every gap is explained"
    assert uncovered(batch) == []
    assert AuditLine.objects.filter(verb="采用批次").count() == 1
    batches.withdraw(batch, by=officer(), now=NOW)
    assert (state(batch), queries.runs(batch), queries.seats(batch)) == (State.SOLVED, [], [])


def test_a_double_click_is_one_and_a_second_officer_is_told(ready: Bureau) -> None:
    form = uuid4()
    for _ in range(2):
        made = batches.start(
            PLAN_YEAR, batch=form, seconds=30, start=None, by=officer(), now=NOW, today=TODAY
        )
        assert made == form
    with pytest.raises(Busy) as told:
        asked()
    assert told.value.other.id == form
    assert len(queries.batches(PLAN_YEAR)) == 1


def test_killed_in_the_middle_it_is_taken_up_again(ready: Bureau) -> None:
    batch = asked()
    models.Batch.objects.filter(id=batch).update(state=State.SOLVING)
    row = queries.batch(batch)
    assert row is not None
    assert progress(row, now=NOW + HUNG * 2).hung
    assert not progress(row, now=NOW).hung
    batches.again(batch, by=officer(), now=NOW)
    assert state(batch) == State.WAITING
    worked(batch)
    assert state(batch) == State.SOLVED
    worked(batch)
    assert state(batch) == State.SOLVED, "the same task once more changes nothing"


def test_stopped_it_keeps_the_best_so_far(ready: Bureau) -> None:
    waiting = asked()
    batches.stop(waiting, by=officer(), now=NOW)
    assert state(waiting) == State.DROPPED
    batch = asked()
    models.Batch.objects.filter(id=batch).update(stop_wanted=True)
    worked(batch, seconds=60)
    assert state(batch) == State.STOPPED
    row = queries.batch(batch)
    assert row is not None
    found = situation(row)
    assert found is not None
    assert not found.picture.verdict.broken


def test_what_is_missing_is_told_and_can_be_tried_again(bureau: Bureau) -> None:  # noqa: F811
    with pytest.raises(NotDone, match="学习计划"):
        asked()
    planted_batches.plant()
    batch = worked(asked())
    row = queries.batch(batch)
    assert row is not None
    assert row.state == State.FAILED
    assert "场地" in row.problem
    batches.again(batch, by=officer(), now=NOW)
    assert state(batch) == State.WAITING


@pytest.mark.parametrize(
    "name", ["leader", "branch", "secretary", "discipline", "publicity", "member", "system"]
)
def test_only_the_organ_s_officer_plans(ready: Bureau, name: str) -> None:
    batch, by = worked(asked()), cast.actor(name, today=TODAY)
    with pytest.raises(NotDone):
        batches.start(PLAN_YEAR, batch=uuid4(), seconds=30, start=None, by=by, now=NOW, today=TODAY)
    for verb in (batches.accept, batches.drop, batches.stop, batches.again, batches.withdraw):
        with pytest.raises(NotDone):
            verb(batch, by=by, now=NOW)
    with pytest.raises(NotDone):
        batches.lock(batch, 0, locked=True, by=by, now=NOW)


def test_what_breaks_a_rule_never_comes_into_force(ready: Bureau) -> None:
    batch = worked(asked())
    row = queries.batch(batch)
    assert row is not None
    held = batches_exchange.table(row)
    assert held is not None
    text = instance_text(
        replace(
            held.instance,
            stations=tuple(
                replace(one, may_leave=(0,) * held.instance.half_days) for one in held.instance.stations
            ),
        )
    )
    models.Batch.objects.filter(id=batch).update(instance=text)
    with pytest.raises(NotDone, match="最低在岗"):
        batches.accept(batch, by=officer(), now=NOW)
    assert state(batch) == State.SOLVED


def test_the_one_before_holds_again_with_what_was_asked_of_it(ready: Bureau) -> None:
    first = planted_batches.in_force()
    second = worked(asked())
    batches.accept(second, by=officer(), now=NOW + dt.timedelta(hours=1))
    batches.withdraw(second, by=officer(), now=NOW + dt.timedelta(hours=2))
    assert (state(first), state(second)) == (State.ACCEPTED, State.SOLVED)
    told = [one.sentence for one in waiting(officer(), TODAY)]
    assert len(told) == 1
    assert "等您看了定" in told[0]
    assert list(waiting(cast.actor("branch", today=TODAY), TODAY)) == []


def test_locked_runs_stay_in_a_new_plan_with_their_codes(ready: Bureau) -> None:
    first = planted_batches.in_force()
    kept = queries.runs(first)[0]
    batches.lock(first, kept.number, locked=True, by=officer(), now=NOW)
    second = worked(asked())
    batches.accept(second, by=officer(), now=NOW)
    assert state(first) == State.REPLACED
    again = next(one for one in queries.runs(second) if one.code == kept.code)
    assert (again.day, again.half, again.venue, again.speaker, again.locked) == (
        kept.day,
        kept.half,
        kept.venue,
        kept.speaker,
        True,
    )
    assert uncovered(second) == []


def test_a_speaker_falls_ill_and_nothing_changes_before_it_is_accepted(ready: Bureau) -> None:
    first = planted_batches.in_force()
    run = queries.runs(first)[0]
    assert run.speaker in (TEACHER, GUEST)
    happened = Happened("speaker", (run.speaker,), run.day, run.day)
    made = batches_changes.replan(PLAN_YEAR, happened, batch=uuid4(), by=officer(), now=NOW, today=TODAY)
    worked(made)
    row = queries.batch(made)
    assert row is not None
    assert (row.state, row.problem) == (State.SOLVED, "")
    assert queries.runs(first)[0].speaker == run.speaker
    batches.accept(made, by=officer(), now=NOW)
    codes = {one.code: one for one in queries.runs(made)}
    same = codes[run.code]
    assert (same.day, same.venue) == (run.day, run.venue), "only the speaker gives way"
    assert same.speaker != run.speaker
    assert uncovered(made) == []
    batches.withdraw(made, by=officer(), now=NOW)
    assert state(first) == State.ACCEPTED, "the one before is in force again"


def test_a_make_up_batch_leaves_what_stands(ready: Bureau) -> None:
    first = planted_batches.in_force()
    row = queries.batch(first)
    assert row is not None
    held = batches_exchange.table(row)
    assert held is not None
    seat = held.answer.plan.seats[0]
    person, key = held.keys.people[seat.member], held.keys.requirements[seat.requirement]
    plan = Plan(held.answer.plan.runs, held.answer.plan.seats[1:])
    text = answer_text(replace(held.answer, plan=plan))
    models.Batch.objects.filter(id=first).update(result=text)
    models.Seat.objects.filter(batch_id=first, person=person, requirement=key).update(run=None, why="away")
    made = batches_changes.make_up(PLAN_YEAR, batch=uuid4(), seconds=10, start=None, by=officer(), now=NOW)
    worked(made)
    batches.accept(made, by=officer(), now=NOW)
    before, after = {one.code for one in queries.runs(first)}, {one.code for one in queries.runs(made)}
    assert before < after
    mine = next(one for one in queries.seats(made, [person]) if one.requirement == key)
    assert (mine.way, mine.run is not None) == ("makeup", True)
    assert uncovered(made) == []


def plain(person: UUID) -> Actor:
    """A member of whom nothing else is known."""
    return Actor(900, f"m{person.hex[:4]}", "某党员", person, (Hat(MEMBER, None, frozenset()),))


def pairs(held: batches_exchange.Table) -> list[tuple[UUID, UUID, str, str]]:
    """Two people in different runs for one need, with what the judge says to their exchange."""
    found, keys, seats = [], held.keys, held.answer.plan.seats
    for one in seats[:40]:
        for other in seats:
            if other.requirement == one.requirement and other.run != one.run:
                people = keys.people[one.member], keys.people[other.member]
                need = keys.requirements[one.requirement]
                row = queries.AskRow(
                    uuid4(),
                    held.row.id,
                    people[0],
                    need,
                    held.answer.codes[other.run],
                    people[1],
                    "",
                    "",
                    NOW,
                    None,
                    "",
                    None,
                )
                found.append(
                    (*people, need, batches_exchange.refusal(held, batches_exchange.after(held, row)))
                )
    return found


def test_an_exchange_needs_the_other_and_the_officer_and_holds_the_cover(ready: Bureau) -> None:
    first = planted_batches.in_force()
    row = queries.batch(first)
    assert row is not None
    held = batches_exchange.table(row)
    assert held is not None
    tried = pairs(held)
    assert any(why for *_, why in tried), "some exchanges would take too many from a post"
    near = batches_exchange.colleagues
    one, other, need, _ = next(pair for pair in tried if not pair[3] and pair[1] in near(pair[0]))
    wanted = held.answer.codes[held.run_of(other, need) or 0]
    form = uuid4()

    def ask(person: UUID, with_whom: UUID, by: Actor) -> None:
        code = held.answer.codes[held.run_of(with_whom, need) or 0]
        batches_exchange.ask(
            first, form=form, person=person, requirement=need, wanted=code, other=with_whom, words="", by=by,
            now=NOW, today=TODAY,
        )  # fmt: skip

    with pytest.raises(NotDone):
        ask(one, other, plain(other))
    bad = next(((a, b) for a, b, which, why in tried if why and which == need), None)
    if bad is not None:
        with pytest.raises(NotDone, match="这样调换不行"):
            ask(bad[0], bad[1], plain(bad[0]))
    ask(one, other, plain(one))
    for wrong in (officer(), plain(one)):
        with pytest.raises(NotDone):
            batches_exchange.agree(form, yes=True, by=wrong, now=NOW, today=TODAY)
    with pytest.raises(NotDone):
        batches_exchange.settle(form, yes=True, by=officer(), now=NOW, today=TODAY)
    batches_exchange.agree(form, yes=True, by=plain(other), now=NOW, today=TODAY)
    with pytest.raises(NotDone):
        batches_exchange.settle(form, yes=True, by=plain(one), now=NOW, today=TODAY)
    batches_exchange.settle(form, yes=True, by=officer(), now=NOW, today=TODAY)
    asked_row = queries.ask(form)
    assert asked_row is not None
    assert asked_row.state == queries.Asked.DONE
    moved = next(seat for seat in queries.seats(first, [one]) if seat.requirement == need)
    assert next(run.code for run in queries.runs(first) if run.number == moved.run) == wanted
    assert uncovered(first) == []


def test_a_wish_is_answered_and_its_repair_can_be_taken(ready: Bureau) -> None:
    branch = ready.year.branches[0]
    planted = planted_batches.built()
    wished = Wished("finish", planted.course, branch.id, (), dt.date(2026, 4, 8), 0)
    made = batches_wishes.ask_wish(PLAN_YEAR, wished, batch=uuid4(), by=officer(), now=NOW, today=TODAY)
    worked(made, seconds=10)
    row = queries.batch(made)
    assert row is not None
    assert (row.state, row.problem) == (State.SOLVED, "")
    with pytest.raises(NotDone):
        batches.accept(made, by=officer(), now=NOW)
    taken = batches_wishes.apply_repair(made, -1, batch=uuid4(), seconds=10, by=officer(), now=NOW)
    worked(taken)
    assert state(taken) == State.SOLVED
    batches.accept(taken, by=officer(), now=NOW)
    assert uncovered(taken) == []


def test_a_number_of_runs_that_cannot_hold_everybody_is_answered_and_repaired(ready: Bureau) -> None:
    planted = planted_batches.built()
    wished = Wished("runs", planted.bare, None, (), None, 1)
    made = batches_wishes.ask_wish(PLAN_YEAR, wished, batch=uuid4(), by=officer(), now=NOW, today=TODAY)
    worked(made, seconds=8)
    row = queries.batch(made)
    assert row is not None
    assert (row.state, row.problem) == (State.SOLVED, "")
    answer = wish_answer_of(order_of(row.wish).answer)
    for number in range(-1, len(answer.repairs) if isinstance(answer, Conflict) else 0):
        taken = batches_wishes.apply_repair(made, number, batch=uuid4(), seconds=10, by=officer(), now=NOW)
        worked(taken)
        assert state(taken) == State.SOLVED

"""A batch is worked out in the background. Killed in between, the same call begins it again.

Loaded by the worker alone: the engines come with it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from uuid import UUID

from django.db import DatabaseError, transaction
from django.utils import timezone

from zhixing.actions import plan as plans
from zhixing.actions.batches import code_of, teaching
from zhixing.actions.batches_events import Unclear, event_of
from zhixing.actions.batches_inputs import first_day, given_for
from zhixing.actions.batches_wishes import wishes_of
from zhixing.actions.plan_people import audience
from zhixing.actions.start import rulebooks
from zhixing.core.rules.book import RulebookError
from zhixing.core.timetable.building import Built, Keys, NothingToPlan, Outside, build
from zhixing.core.timetable.carrying import Carried, Taken, joined, left_over, take_over
from zhixing.core.timetable.changes import apply_all
from zhixing.core.timetable.changes_told import Replanned
from zhixing.core.timetable.instance import Instance, Plan
from zhixing.core.timetable.teaching import apart, seated
from zhixing.core.timetable.wishes import Conflict, Drop, Except, Later, LeaveOut, MoreThan, Prices
from zhixing.core.timetable.wishes_met import loosen
from zhixing.core.timetable.wishing import bind
from zhixing.interop.batch_orders import Order, order_of, order_text
from zhixing.interop.batch_texts import (
    Answer,
    Changed,
    Lost,
    Moved,
    Replanning,
    answer_of,
    answer_text,
    instance_of,
    instance_text,
    keys_of,
    keys_text,
)
from zhixing.interop.batch_wishes import wish_answer_of, wish_answer_text
from zhixing.solvers.answers import Progress
from zhixing.solvers.batches import solve
from zhixing.solvers.conflicts import explain
from zhixing.solvers.opening import Unlockable
from zhixing.solvers.replanning import replan
from zhixing.store.plans import batch_api as api
from zhixing.store.plans import batches as queries
from zhixing.store.plans.batches import UNDER_WAY, BatchRow, Kind, State

ABOUT_WISHES = (Later, LeaveOut, Except, MoreThan, Drop)
MORE_RUNS = 2
"""Runs that a make-up batch may add to a course."""
REPLAN_SECONDS = 5.0
TEACHES = "本人当期主讲"
SAID_EVERY = 0.7
"""Seconds between two words about progress."""


class TaskFailed(RuntimeError):
    """A task came to no end. Only the kind of failure is named: its words may hold somebody's data."""


def run(batch: str, *, now: dt.datetime, today: dt.date) -> None:
    """Works a batch out and keeps its answer; a batch that was given up or is done already is left alone."""
    wanted = UUID(batch)
    if not api.move(wanted, before=UNDER_WAY, to=State.SOLVING, now=now):
        return
    row = queries.batch(wanted)
    if row is None:
        return
    with _told_in_words(wanted):
        stopped = _worked_out(row, order_of(row.wish), today)
        with transaction.atomic():
            to = State.STOPPED if stopped else State.SOLVED
            api.move(wanted, before=(State.SOLVING,), to=to, now=timezone.now(), problem="")


def _worked_out(row: BatchRow, order: Order, today: dt.date) -> bool:
    """The answer is written down; tells whether it was stopped before its time."""
    if row.kind == Kind.REPLAN:
        _replanned(row, order, today)
        return False
    if row.kind == Kind.MAKEUP:
        return _made_up(row, today)
    if row.kind == Kind.WISH:
        _wished(row, order, today)
        return False
    return _planned(row, order, today)


def _planned(row: BatchRow, order: Order, today: dt.date) -> bool:
    taken, keys, outside = _repaired(row, order, today) if row.parent else _problem(row, order, today)
    teaches = teaching(keys)
    taken = replace(taken, instance=seated(taken.instance, taken.plan, teaches))
    api.set_problem_texts(row.id, instance=instance_text(taken.instance), keys=keys_text(keys, outside))
    speaker = _Speaker(row.id, row.seconds)
    found = solve(
        taken.instance,
        seed=row.seed,
        seconds=row.seconds,
        start=taken.plan if taken.plan.runs else None,
        locked=range(len(taken.plan.runs)),
        on_progress=speaker,
    )
    instance, plan = apart(taken.instance, found.plan, teaches, kept=taken.plan.runs)
    if instance is not taken.instance:
        api.set_problem_texts(row.id, instance=instance_text(instance), keys=keys_text(keys, outside))
    codes = _codes(row.id, plan, taken.plan, taken.codes)
    api.set_result(row.id, answer_text(Answer(plan, codes, found.bound, found.seconds)))
    return found.stopped


def _problem(row: BatchRow, order: Order, today: dt.date) -> tuple[Taken, Keys, tuple[Outside, ...]]:
    """The problem as plan, people and rosters tell it now, with what stays of the batch in force."""
    held = plans.version(row.year, row.plan)
    if held is None:
        raise NothingToPlan(f"{row.year} 年的学习计划第 {row.plan} 版已经不在；请重新开始排")
    start = order.start or first_day(row.year, today=today)
    built = build(given_for(held.plan, start=start, today=today))
    now = max(0, built.keys.half_day(start))
    taken = take_over(built.instance, built.keys, _carried(row.year, built, start), now=now)
    return taken, built.keys, built.outside


def _repaired(row: BatchRow, order: Order, today: dt.date) -> tuple[Taken, Keys, tuple[Outside, ...]]:
    """The problem that a wish was about, loosened by the repair that was chosen, with the wish as a condition."""
    instance, before, keys_told = _parent(row)
    keys, outside = keys_of(keys_told)
    asked = queries.batch(row.parent) if row.parent else None
    told = order_of(asked.wish) if asked else Order()
    if told.wish is None:
        raise NothingToPlan("要照办的那个办法已经不在；请重新问一次")
    found = wish_answer_of(told.answer)
    wanted = wishes_of(told.wish, keys, instance, audience(row.year, today=today).branches)
    if isinstance(found, Conflict) and 0 <= order.repair < len(found.repairs):
        steps = found.repairs[order.repair].steps
        # Steps about what was only taken for granted (everybody has a seat) leave it to the plan to weigh that.
        mine = [one for one in steps if not isinstance(one, ABOUT_WISHES) or one.wish in wanted]
        instance, wanted = loosen(instance, wanted, mine)
    instance, keys = bind(instance, keys, wanted)
    return Taken(instance, before.plan, before.codes), keys, outside


def _wished(row: BatchRow, order: Order, today: dt.date) -> None:
    taken, keys, outside = _problem(row, order, today)
    if order.wish is None:
        raise NothingToPlan("没有写明想要什么")
    wanted = wishes_of(order.wish, keys, taken.instance, audience(row.year, today=today).branches)
    api.set_problem_texts(row.id, instance=instance_text(taken.instance), keys=keys_text(keys, outside))
    held = taken.plan if taken.plan.runs else None
    priced = _prices(row.year)
    found = explain(taken.instance, wanted, seed=row.seed, seconds=row.seconds, prices=priced, plan=held)
    told = order_text(replace(order, answer=wish_answer_text(found)))
    api.set_result(row.id, answer_text(Answer(taken.plan, taken.codes)), wish=told)


def _prices(year: int) -> Prices:
    """What each sort of repair weighs, by the rulebook of the year's first day."""
    rule = rulebooks().need("batch.repairs", dt.date(year, 1, 1))
    return Prices(**{field.name: rule.whole(field.name) for field in fields(Prices)})


def _carried(year: int, built: Built, start: dt.date) -> list[Carried]:
    """Runs of the batch in force that are over by the first day of the new one, or locked."""
    force = queries.in_force(year)
    if force is None:
        return []
    people: dict[int, list[tuple[UUID, str]]] = {}
    for seat in queries.seats(force.id):
        if seat.run is not None:
            people.setdefault(seat.run, []).append((seat.person, seat.requirement))
    return [
        Carried(
            one.code,
            one.lesson,
            built.keys.half_day(one.day) + (one.half == "pm"),
            one.venue,
            one.speaker,
            tuple(people.get(one.number, ())),
        )
        for one in queries.runs(force.id)
        if (one.locked or one.day < start) and not one.cancelled
    ]


def _codes(batch: UUID, plan: Plan, kept: Plan, codes: tuple[UUID, ...]) -> tuple[UUID, ...]:
    """A run that was taken over keeps its code, wherever the answer put it."""
    known = dict(zip(kept.runs, codes, strict=True))
    return tuple(known.get(run) or code_of(batch, number) for number, run in enumerate(plan.runs))


def _parent(row: BatchRow) -> tuple[Instance, Answer, str]:
    texts = queries.texts(row.parent) if row.parent else None
    if texts is None or not texts.result:
        raise NothingToPlan("要改的那个方案已经不在；请刷新页面")
    return instance_of(texts.instance), answer_of(texts.result), texts.keys


def _today_in(year: int, keys_day: int, today: dt.date) -> int:
    """The half-day that is now; the beginning, for a year that is over (looked at afterwards) or lies ahead."""
    return max(0, keys_day) if today.year == year else 0


def _replanned(row: BatchRow, order: Order, today: dt.date) -> None:
    """Two half-days a day: what begins today may still be changed."""
    instance, before, keys_told = _parent(row)
    keys, outside = keys_of(keys_told)
    now = _today_in(row.year, keys.half_day(today), today)
    if order.happened is None:
        raise NothingToPlan("没有写明出了什么变动")
    events = event_of(order.happened, keys, before)
    locked = [one.number for one in queries.runs(row.parent or row.id) if one.locked]
    rule = rulebooks().need("batch.moves", dt.date(row.year, 1, 1))
    done = replan(
        instance,
        before.plan,
        events,
        now_half_day=now,
        locked=locked,
        seed=row.seed,
        seconds=REPLAN_SECONDS,
        moved_price=rule.whole("moved"),
        others=rule.whole("others_hundredths") / 100,
    )
    codes = tuple(
        code_of(row.id, number) if old is None else before.codes[old] for number, old in enumerate(done.kept)
    )
    fixed = {run for n, run in enumerate(before.plan.runs) if run.start < now or n in locked}
    changed, plan = apart(
        apply_all(instance, events, now_half_day=now), done.plan, teaching(keys), kept=fixed
    )
    api.set_problem_texts(row.id, instance=instance_text(changed), keys=keys_text(keys, outside))
    told = Answer(plan, codes, None, done.seconds, _change(before.plan, done, plan))
    api.set_result(row.id, answer_text(told))


def _change(before: Plan, done: Replanned, plan: Plan) -> Replanning:
    """`plan`: what was kept of it, once those who teach sit nowhere else."""
    old, first, last = (
        {(s.member, s.requirement): s.run for s in one.seats} for one in (before, done.plan, plan)
    )
    teach = {key: last.get(key) for key, run in first.items() if last.get(key) != run}
    moves = [one for one in done.moves if (one.member, one.requirement) not in teach]
    return Replanning(
        before,
        tuple(
            sorted(
                [Moved(m.member, m.requirement, m.before, m.after, m.cause.value) for m in moves]
                + [Moved(*key, old[key], run, TEACHES) for key, run in teach.items() if key in old],
                key=lambda one: (one.member, one.requirement),
            )
        ),
        tuple(Changed(one.deed.value, one.before, one.after, one.cause.value) for one in done.runs),
        tuple(
            [Lost(one.member, one.requirement, one.why.value) for one in done.unserved]
            + [Lost(*key, TEACHES) for key, run in teach.items() if run is None]
        ),
        done.held,
        done.displaced,
        done.others,
    )


def _made_up(row: BatchRow, today: dt.date) -> bool:
    instance, before, keys_told = _parent(row)
    keys, outside = keys_of(keys_told)
    order = order_of(row.wish)
    start = order.start or first_day(row.year, today=today)
    now = max(0, keys.half_day(start))
    rest = left_over(instance, before.plan, now=now, more_runs=MORE_RUNS)
    rest = seated(rest, before.plan, teaching(keys))
    if not any(one.needs for one in rest.members):
        raise NothingToPlan("没有还没排上的人，不用补课")
    found = solve(rest, seed=row.seed, seconds=row.seconds, on_progress=_Speaker(row.id, row.seconds))
    whole, plan = joined(instance, before.plan, found.plan, more_runs=MORE_RUNS)
    whole, plan = apart(whole, plan, teaching(keys), kept=before.plan.runs)
    api.set_problem_texts(row.id, instance=instance_text(whole), keys=keys_text(keys, outside))
    first = len(before.codes)
    codes = (*before.codes, *(code_of(row.id, first + n) for n in range(len(found.plan.runs))))
    told = Answer(plan, codes, None, found.seconds, Replanning(before.plan))
    api.set_result(row.id, answer_text(told))
    return found.stopped


@dataclass
class _Speaker:
    """Writes down how far the planner is, and hears whether to stop."""

    batch: UUID
    seconds: int
    said: float = -1.0
    going: bool = True

    def __call__(self, progress: Progress) -> bool:
        if not self.going or 0 <= progress.seconds - self.said < SAID_EVERY:
            return self.going
        self.said = progress.seconds
        told = {
            "seconds": round(progress.seconds, 1),
            "of": self.seconds,
            "incumbent": progress.incumbent,
            "bound": progress.bound,
            "at": time.time(),
        }
        api.set_progress(self.batch, json.dumps(told))
        self.going = not queries.stop_wanted(self.batch)
        return self.going


@contextlib.contextmanager
def _told_in_words(batch: UUID) -> Iterator[None]:
    """A failure becomes a sentence on the batch's page. Raises TaskFailed for what is a fault of the program."""
    try:
        yield
    except (NothingToPlan, Unclear, RulebookError, Unlockable) as refusal:
        _failed(batch, f"{refusal}。改好后点“再排一次”")
    except Exception as failure:  # noqa: BLE001  the edge of a task: whatever happened, the page must tell of it
        _failed(batch, _sentence(failure))
        raise TaskFailed(type(failure).__name__) from None


def _failed(batch: UUID, problem: str) -> None:
    with transaction.atomic():
        api.move(batch, before=UNDER_WAY, to=State.FAILED, now=timezone.now(), problem=problem)


def _sentence(failure: Exception) -> str:
    if isinstance(failure, DatabaseError):
        return "数据库没有写成（磁盘可能已满）；请管理员看过后点“再排一次”"
    return f"程序出错（{type(failure).__name__}），没有改动任何已有安排；请把这一句告诉管理员"

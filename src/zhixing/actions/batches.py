"""Batches (批次): asking the planner, stopping it, taking its answer into force, locking runs.

The planner itself runs in the background (`batches_solving`); nothing here loads an engine. Only an officer over the
whole tree does any of this.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid5

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from zhixing.actions import background, plan
from zhixing.actions.actors import whole_tree
from zhixing.actions.batches_inputs import first_day
from zhixing.actions.resources import resource_book
from zhixing.core.plan.plan import AnnualPlan, Way
from zhixing.core.timetable.building import EXEMPT, Keys, Outside
from zhixing.core.timetable.checking import judge
from zhixing.core.timetable.instance import Instance, Plan
from zhixing.core.timetable.teaching import clashes
from zhixing.core.timetable.unserved import Gaps
from zhixing.interop.batch_orders import Order, order_text
from zhixing.interop.batch_texts import Answer, answer_of, instance_of, keys_of
from zhixing.store.ledger import api as ledger
from zhixing.store.people.queries import SUPERIOR, Actor
from zhixing.store.plans import batch_api as api
from zhixing.store.plans import batches as queries
from zhixing.store.plans.batch_api import NewBatch, NewRun, NewSeat
from zhixing.store.plans.batches import DONE, BatchRow, Kind, State

SECONDS = (10, 30, 60, 120)
"""How long the planner may be asked to work."""
HALVES = ("am", "pm")
DELIVERED, SEATED, MAKEUP = "delivered", "seat", "makeup"


class NotDone(ValueError):
    """It was not done; the sentence says why and what to do."""


class Busy(NotDone):
    """Another batch of the year is being worked out."""

    def __init__(self, other: BatchRow) -> None:
        super().__init__(f"{other.by}要的{other.kind_words}正在排；排好以后再开始新的，也可以先停止它")
        self.other = other


def may_plan(actor: Actor) -> bool:
    """Whether an actor may start, accept and change batches."""
    return whole_tree(actor, SUPERIOR)


def start(
    year: int,
    *,
    batch: UUID,
    seconds: int,
    start: dt.date | None,
    by: Actor,
    now: dt.datetime,
    today: dt.date,
) -> UUID:
    """Asks for a plan of the year's courses. `batch` is the form's own id: sent twice, it is one. Raises NotDone."""
    order = Order(start=start or first_day(year, today=today))
    if order.start is not None and order.start.year != year:
        raise NotDone(f"起排日要在 {year} 年内，写的是 {order.start}")
    return begin(year, Kind.YEAR, order, batch=batch, seconds=seconds, by=by, now=now)


def begin(
    year: int,
    kind: Kind,
    order: Order,
    *,
    batch: UUID,
    seconds: int,
    by: Actor,
    now: dt.datetime,
    parent: UUID | None = None,
    reason: str = "",
) -> UUID:
    """Puts a batch on the list. Raises NotDone."""
    if not may_plan(by):
        raise NotDone("批次由机关党委的党务干部来排")
    if seconds not in SECONDS:
        raise NotDone(f"求解时间只能选 {'、'.join(map(str, SECONDS))} 秒")
    with transaction.atomic():
        ledger.lock()
        if (known := queries.batch(batch)) is not None:
            return known.id
        held = plan.current(year)
        if held is None:
            raise NotDone(f"{year} 年还没有学习计划；请先编计划，把要轮训的课定为“分批轮训”")
        other = next((one for one in queries.under_way() if one.year == year), None)
        if other is not None:
            raise Busy(other)
        new = NewBatch(
            batch, year, held.number, kind, seconds, _seed(batch), order_text(order), reason[:300], parent
        )
        if api.add(new, by=by.signature, account=by.account, now=now):
            _note(by, now, f"开始{queries.KIND_WORDS[kind]}", batch, f"{seconds} 秒")
            background.later(background.plan_batches, str(batch))
    return batch


def stop(batch: UUID, *, by: Actor, now: dt.datetime) -> None:
    """The planner ends at its next look and keeps the best so far; one that waits is given up."""
    _allowed(by)
    with transaction.atomic():
        ledger.lock()
        if api.move(batch, before=(State.WAITING,), to=State.DROPPED, now=now) or api.ask_stop(batch):
            _note(by, now, "停止排批次", batch)


def again(batch: UUID, *, by: Actor, now: dt.datetime) -> None:
    """What came to nothing, or hangs because the background was broken off, is put on the list once more."""
    _allowed(by)
    with transaction.atomic():
        ledger.lock()
        hung = api.move(batch, before=(State.SOLVING,), to=State.WAITING, now=now)
        if hung or api.begin_again(batch, now=now):
            _note(by, now, "重新排批次", batch)
            background.later(background.plan_batches, str(batch))


def drop(batch: UUID, *, by: Actor, now: dt.datetime) -> None:
    """An answer nobody wants; twice is once. Raises NotDone for what is in force or under way."""
    _allowed(by)
    with transaction.atomic():
        ledger.lock()
        if api.move(batch, before=(*DONE, State.FAILED), to=State.DROPPED, now=now):
            _note(by, now, "放弃批次方案", batch)
            return
        row = queries.batch(batch)
        if row is None or row.state == State.DROPPED:
            return
        if row.working:
            raise NotDone("方案正在排；要放弃，请先停止")
        raise NotDone("这个方案已经采用过，不能放弃；没有发布的可以撤回采用")


def accept(batch: UUID, *, by: Actor, now: dt.datetime) -> None:
    """Takes a batch into force: its runs and seats are kept, the one before it is replaced. Raises NotDone.

    Judged once more by the judge alone: a plan that breaks a hard rule never comes into force.
    """
    _allowed(by)
    with transaction.atomic():
        ledger.lock()
        row, texts = queries.batch(batch), queries.texts(batch)
        if row is None or texts is None or not texts.result or row.kind == Kind.WISH:
            raise NotDone("这个方案还没有排好")
        before = queries.in_force(row.year)
        if row.state == State.ACCEPTED:
            return
        answer, instance = answer_of(texts.result), instance_of(texts.instance)
        keys, outside = keys_of(texts.keys)
        _sound(row, before, answer, instance, keys)
        if not api.accept(batch, before=DONE, by=by.signature, now=now):
            raise NotDone("这个方案的状态刚刚变了；请刷新页面再看")
        codes = {one.code for one in queries.runs(before.id) if one.locked} if before else set()
        api.keep(
            batch,
            run_rows(keys, instance, answer, locked=codes),
            [*seat_rows(keys, instance, answer.plan, first_new=_first_new(row, answer)), *_outside(outside)],
        )
        if before is not None:
            api.carry_asks(before.id, batch)
        runs, seats = len(answer.plan.runs), len(answer.plan.seats)
        _note(by, now, "采用批次", batch, f"{runs} 期，{seats} 人次")


def _sound(row: BatchRow, before: BatchRow | None, answer: Answer, instance: Instance, keys: Keys) -> None:
    """Raises NotDone for what may not come into force."""
    stale = changed_courses(row)
    if stale and row.kind == Kind.YEAR:
        raise NotDone(
            f"学习计划后来改了（{'、'.join(stale)}），这个方案是按原来的计划排的，不能采用；请重新排"
        )
    broken = judge(instance, answer.plan).broken
    if broken:
        raise NotDone(
            f"独立核查发现硬性条件被违反（{broken[0].rule.value}等 {len(broken)} 处），不能采用；请重新排"
        )
    _nobody_teaches_and_sits(before, answer, instance, keys)
    if row.kind not in (Kind.REPLAN, Kind.MAKEUP):
        return
    if before is None or before.id != row.parent:
        raise NotDone("要改的那个方案已经不是现行方案；请在现行方案上重新改排")
    held = queries.texts(before.id)
    if answer.change is None or held is None or answer_of(held.result).plan != answer.change.before:
        raise NotDone("改排以后现行方案又有调换；请重新改排，免得把调换的冲掉")


def _nobody_teaches_and_sits(before: BatchRow | None, answer: Answer, instance: Instance, keys: Keys) -> None:
    """Raises NotDone where a speaker sits in a run while teaching another, and did not so far."""
    new = _teaching_twice(answer, instance, keys)
    held = queries.texts(before.id) if before and new else None
    if held is not None:
        new -= _teaching_twice(answer_of(held.result), instance_of(held.instance), keys_of(held.keys)[0])
    if new:
        raise NotDone(f"有 {len(new)} 处主讲人同时被排进别的期，不能采用；请重新排")


def _teaching_twice(answer: Answer, instance: Instance, keys: Keys) -> set[tuple[UUID, UUID, UUID]]:
    """By person, the run he sits in and the one he teaches at the same time."""
    return {
        (keys.people[one.seat.member], answer.codes[one.seat.run], answer.codes[one.taught])
        for one in clashes(instance, answer.plan, teaching(keys))
    }


def teaching(keys: Keys) -> dict[int, int]:
    """Which speakers of a problem are members of it: the speaker's number and the member's."""
    people = {person: n for n, person in enumerate(keys.people)}
    own = {one.id: people[one.person] for one in resource_book().speakers if one.person in people}
    return {n: own[speaker] for n, speaker in enumerate(keys.speakers) if speaker in own}


def changed_courses(row: BatchRow) -> list[str]:
    """The courses that the plan has changed, added or dropped since a batch was asked for: what a batch depends on."""
    held, now = plan.version(row.year, row.plan), plan.current(row.year)
    if held is None or now is None or held.number == now.number:
        return []
    old, new = _courses(held.plan), _courses(now.plan)
    return sorted({title for _, title in old.items() ^ new.items()})


def _courses(held: AnnualPlan) -> dict[tuple[object, ...], str]:
    """What the problem is built from, of each course, with its title."""
    return {
        (
            *(one.id, one.category, one.half_days, one.cells, one.window, one.meets),
            *(one.venues, one.speakers, one.capacity, one.max_runs),
        ): one.title
        for one in held.lessons
        if one.way is Way.COURSE
    }


def withdraw(batch: UUID, *, by: Actor, now: dt.datetime) -> None:
    """Takes an accepted batch out of force, as long as nobody has been told; the one before it holds again.

    Raises NotDone.
    """
    _allowed(by)
    with transaction.atomic():
        ledger.lock()
        row = queries.batch(batch)
        if row is None or row.state != State.ACCEPTED:
            raise NotDone("这个方案不是现行方案")
        if row.published_at is not None:
            raise NotDone("已经发布、告知了本人，不能撤回；有变动请用“变动改排”")
        earlier = api.replaced_at(row.year, row.accepted_at) if row.accepted_at else None
        if earlier is not None:
            api.carry_asks(batch, earlier)
        api.unaccept(batch, now=now)
        if earlier is not None:
            api.restore(earlier, now=now)
        _note(by, now, "撤回采用", batch)


def lock(batch: UUID, number: int, *, locked: bool, by: Actor, now: dt.datetime) -> None:
    """A locked run stays as it is whatever is planned anew."""
    _allowed(by)
    with transaction.atomic():
        ledger.lock()
        if api.lock(batch, number, locked=locked):
            _note(by, now, "锁定一期" if locked else "解除锁定", batch, f"第 {number + 1} 期")


def run_rows(
    keys: Keys, instance: Instance, answer: Answer, *, locked: set[UUID] | frozenset[UUID] = frozenset()
) -> list[NewRun]:
    """The runs of an answer as they are kept."""
    return [
        NewRun(
            number,
            code,
            keys.lessons[run.course],
            keys.day(run.start),
            HALVES[run.start % 2],
            instance.courses[run.course].length,
            keys.venues[run.venue],
            keys.speakers[run.instructor],
            code in locked,
        )
        for number, (run, code) in enumerate(zip(answer.plan.runs, answer.codes, strict=True))
    ]


def seat_rows(keys: Keys, instance: Instance, plan: Plan, *, first_new: int | None) -> list[NewSeat]:
    """Everybody's seats, and who has none, with the reason. `first_new`: the first run of a make-up batch."""
    found = [
        NewSeat(
            keys.people[seat.member],
            keys.requirements[seat.requirement],
            seat.run,
            MAKEUP if first_new is not None and seat.run >= first_new else SEATED,
        )
        for seat in plan.seats
    ]
    gaps = Gaps(instance, plan).all()
    return found + [
        NewSeat(keys.people[member], keys.requirements[need], None, SEATED, why.value)
        for (member, need), why in gaps.items()
    ]


def _outside(outside: tuple[Outside, ...]) -> list[NewSeat]:
    """Whom nobody seats: the exempt are served at home."""
    return [
        NewSeat(one.person, one.requirement, None, DELIVERED if one.why == EXEMPT else SEATED, one.why)
        for one in outside
    ]


def _first_new(row: BatchRow, answer: Answer) -> int | None:
    if row.kind != Kind.MAKEUP or answer.change is None:
        return None
    return len(answer.change.before.runs)


def pick_up() -> int:
    """Puts batches on the list again that somebody waits for and that stand on no list. Gives how many."""
    listed = DBTaskResult.objects.ready() | DBTaskResult.objects.running()
    known = {one["args"][0] for one in listed.values_list("args_kwargs", flat=True) if one["args"]}
    lost = [row for row in queries.under_way() if str(row.id) not in known]
    for row in lost:
        with transaction.atomic():
            background.later(background.plan_batches, str(row.id))
    return len(lost)


def code_of(batch: UUID, number: int) -> UUID:
    """What a new run is known by from now on."""
    return uuid5(batch, str(number))


def _seed(batch: UUID) -> int:
    """Tells batches apart, and is kept: the same seed and limit can be tried again."""
    return batch.int % 100_000


def _allowed(by: Actor) -> None:
    if not may_plan(by):
        raise NotDone("批次由机关党委的党务干部来排")


def _note(by: Actor, now: dt.datetime, verb: str, batch: UUID, detail: str = "") -> None:
    ledger.audit(ledger.Stamp(by.signature, now), verb, f"批次 {batch.hex[:8]}", detail)

"""调换和候补: a member asks for another run, alone or in exchange with a colleague; the officer approves.

Every step is judged on the whole plan, minimum cover included, by the judge that judges plans. A refusal says which
rule stands in the way and never why somebody is not free.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from zhixing.actions.batches import NotDone, may_plan
from zhixing.actions.publishing import publish_to
from zhixing.actions.roll import roll
from zhixing.core.people.changes import home
from zhixing.core.timetable.building import Keys
from zhixing.core.timetable.checking import Broken, Rule, judge
from zhixing.core.timetable.instance import Instance, Plan, Seat
from zhixing.interop.batch_texts import Answer, answer_of, answer_text, instance_of, keys_of
from zhixing.store.ledger import api as ledger
from zhixing.store.people.queries import Actor
from zhixing.store.plans import batch_api as api
from zhixing.store.plans import batches as queries
from zhixing.store.plans.batches import Asked, AskRow, BatchRow, State

NOT_OFFERED = "这样调换不行：请从页面列出的期和人里选"
"""One sentence for a run or a colleague that was not offered: why somebody can't is nobody's business."""
OVER = "其中一期已经开始或已经开过，这一件已自动关闭；缺课的人由机关党委排进补课批次"
REFUSALS: dict[Rule, str] = {
    Rule.BUSY: "那个半天有人要值班或不在岗",
    Rule.COVER: "换过去以后站点会低于最低在岗人数",
    Rule.CAPACITY: "那一期已经满员",
    Rule.TWO_PLACES: "那个半天已经排了别的课",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A batch in force: the problem, its keys and the answer."""

    row: BatchRow
    instance: Instance
    keys: Keys
    answer: Answer

    def member(self, person: UUID) -> int | None:
        """The number of a person."""
        return self.keys.people.index(person) if person in self.keys.people else None

    def run(self, code: UUID) -> int | None:
        """The number of a run."""
        return self.answer.codes.index(code) if code in self.answer.codes else None

    def run_of(self, person: UUID, requirement: str) -> int | None:
        """The run in which somebody meets a requirement."""
        member = self.member(person)
        return next(
            (
                seat.run
                for seat in self.answer.plan.seats
                if seat.member == member and self.keys.requirements[seat.requirement] == requirement
            ),
            None,
        )

    def day(self, run: int) -> dt.date:
        """The day of a run."""
        return self.keys.day(self.answer.plan.runs[run].start)


def table(row: BatchRow) -> Table | None:
    """A batch in force as it stands."""
    texts = queries.texts(row.id)
    if texts is None or not texts.result:
        return None
    return Table(row, instance_of(texts.instance), keys_of(texts.keys)[0], answer_of(texts.result))


def moved(held: Table, person: UUID, requirement: str, to: int) -> Plan:
    """The plan with somebody in run `to`: with everything that his old run met for him and the new one can meet."""
    member, old = held.member(person), held.run_of(person, requirement)
    plan, instance = held.answer.plan, held.instance
    covers = instance.courses[plan.runs[to].course].covers
    if old is not None:
        seats = [
            replace(seat, run=to)
            if seat.member == member and seat.run == old and seat.requirement in covers
            else seat
            for seat in plan.seats
        ]
        return Plan(plan.runs, tuple(sorted(seats)))
    needs = instance.members[member].needs if member is not None else ()
    met = {seat.requirement for seat in plan.seats if seat.member == member}
    more = [
        Seat(member, q, to)
        for q in needs
        if member is not None and q in covers and q not in met and held.keys.requirements[q] == requirement
    ]
    return Plan(plan.runs, tuple(sorted([*plan.seats, *more])))


def refusal(held: Table, after: Plan) -> str:
    """Why a changed plan may not stand, in words; empty where it may. What was broken before doesn't count."""
    before = set(judge(held.instance, held.answer.plan).broken)
    new = [one for one in judge(held.instance, after).broken if one not in before]
    return _words(new)


def _words(broken: list[Broken]) -> str:
    if not broken:
        return ""
    rules = list(dict.fromkeys(one.rule for one in broken))
    return "；".join(REFUSALS.get(rule, rule.value) for rule in rules)


def after(held: Table, asked: AskRow) -> Plan:
    """The plan after what was asked. Raises NotDone where a run or seat isn't there any more."""
    to = held.run(asked.wanted) if asked.wanted else None
    if to is None:
        raise NotDone("要换去的那一期已经不在；请重新提出")
    plan = moved(held, asked.person, asked.requirement, to)
    if asked.other is None:
        return plan
    back = held.run_of(asked.person, asked.requirement)
    if back is None or held.run_of(asked.other, asked.requirement) != to:
        raise NotDone("双方的安排后来有变动，这次调换办不成了；请重新提出")
    return moved(replace(held, answer=replace(held.answer, plan=plan)), asked.other, asked.requirement, back)


def ask(
    batch: UUID,
    *,
    form: UUID,
    person: UUID,
    requirement: str,
    wanted: UUID,
    other: UUID | None,
    words: str,
    by: Actor,
    now: dt.datetime,
    today: dt.date,
) -> None:
    """A member asks, for himself alone. Raises NotDone."""
    if by.person != person:
        raise NotDone("只能为本人提出")
    with transaction.atomic():
        ledger.lock()
        held = _in_force(batch)
        draft = AskRow(
            form, batch, person, requirement, wanted, other, Asked.WAITING, words, now, None, "", None
        )
        _may_ask(held, draft, today)
        made = api.add_ask(
            form,
            batch=batch,
            person=person,
            requirement=requirement,
            run=wanted,
            other=other,
            words=words.strip(),
            now=now,
        )
        if made:
            _note(by, now, "提出调换" if other else "提出候补", form, person)


def _may_ask(held: Table, draft: AskRow, today: dt.date) -> None:
    """Raises NotDone. What isn't offered is refused with one sentence, whatever the reason."""
    person, requirement, other = draft.person, draft.requirement, draft.other
    if held.member(person) is None:
        raise NotDone("本人没有要排的课")
    new = held.run(draft.wanted) if draft.wanted else None
    if new is None or new == held.run_of(person, requirement):
        raise NotDone("请选另一期")
    if _over(held, draft, today):
        raise NotDone("已经开始或已过的期不能调换")
    if held.answer.plan.runs[new].course not in _serving(held, person, requirement):
        raise NotDone(NOT_OFFERED)
    if other is not None:
        offered = partners(held, person, requirement, colleagues=colleagues(person), today=today)
        if (other, new) not in offered:
            raise NotDone(NOT_OFFERED)
        why = refusal(held, after(held, draft))
        if why:
            raise NotDone(f"这样调换不行：{why}。请换一期或换一个人")
    same = [
        one
        for one in queries.asks_of(person, held.row.id)
        if one.person == person and one.requirement == requirement
    ]
    if any(one.state in queries.OPEN_ASKS and one.id != draft.id for one in same):
        raise NotDone("这门课已经提过一次，还没有办；要改请先撤回原来的")


def colleagues(person: UUID) -> set[UUID]:
    """The others of somebody's own branch: with nobody else may he exchange."""
    people = roll().register.people
    mine = people.get(person)
    branch = home(mine) if mine else None
    return {uid for uid, one in people.items() if uid != person and home(one) == branch} if mine else set()


def _over(held: Table, asked: AskRow, today: dt.date) -> bool:
    """Whether one of the runs has begun. A run that isn't there any more has not."""
    ways = (held.run(asked.wanted) if asked.wanted else None, held.run_of(asked.person, asked.requirement))
    return any(held.day(one) <= today for one in ways if one is not None)


def _serving(held: Table, person: UUID, requirement: str) -> set[int]:
    """The courses that can meet a requirement for somebody."""
    member = held.member(person)
    needs = held.instance.members[member].needs if member is not None else ()
    mine = {q for q in needs if held.keys.requirements[q] == requirement}
    return {one.id for one in held.instance.courses if mine & set(one.covers)}


def agree(wanted: UUID, *, yes: bool, by: Actor, now: dt.datetime, today: dt.date) -> None:
    """The colleague says yes or no. Raises NotDone; what has begun meanwhile is closed."""
    with transaction.atomic():
        ledger.lock()
        asked = queries.ask(wanted)
        if asked is None or by.person is None or asked.other != by.person:
            raise NotDone("没有等您答复的调换")
        late = yes and asked.state == Asked.OTHER and _over(_in_force(asked.batch), asked, today)
        if late:
            _lapse(asked, by, now)
        else:
            to = Asked.AGREED if yes else Asked.REFUSED
            if api.step_ask(wanted, before=(Asked.OTHER,), to=to, by="对方", now=now):
                _note(by, now, "同意调换" if yes else "不同意调换", wanted, asked.person)
    if late:
        raise NotDone(OVER)


def _lapse(asked: AskRow, by: Actor, now: dt.datetime) -> None:
    """Too late: closed by itself when somebody takes it up."""
    api.step_ask(asked.id, before=queries.OPEN_ASKS, to=Asked.LAPSED, by="过期关闭", now=now)
    _note(by, now, "关闭过期的调换", asked.id, asked.person)


def take_back(wanted: UUID, *, by: Actor, now: dt.datetime) -> None:
    """Who asked thinks better of it. Raises NotDone."""
    with transaction.atomic():
        ledger.lock()
        asked = queries.ask(wanted)
        if asked is None or by.person is None or asked.person != by.person:
            raise NotDone("没有可以撤回的")
        if api.step_ask(wanted, before=queries.OPEN_ASKS, to=Asked.WITHDRAWN, by="本人", now=now):
            _note(by, now, "撤回调换", wanted, asked.person)


def settle(wanted: UUID, *, yes: bool, by: Actor, now: dt.datetime, today: dt.date) -> None:
    """The officer approves or refuses. Approved only what the judge lets stand, while both runs lie ahead.

    Where the dates are out, those whom it moves are told in the same transaction. Raises NotDone.
    """
    if not may_plan(by):
        raise NotDone("调换由机关党委批准")
    with transaction.atomic():
        ledger.lock()
        asked = queries.ask(wanted)
        if asked is None or asked.state not in (Asked.WAITING, Asked.AGREED):
            raise NotDone("这一件已经办过了")
        if by.person in (asked.person, asked.other):
            raise NotDone("自己的调换要由另一位办理")
        if not yes:
            api.step_ask(wanted, before=(asked.state,), to=Asked.REFUSED, by=by.signature, now=now)
            _note(by, now, "不批准调换", wanted, asked.person)
            return
        held = _in_force(asked.batch)
        late = _over(held, asked, today)
        if late:
            _lapse(asked, by, now)
        else:
            _approved(held, asked, by, now, today)
    if late:
        raise NotDone(OVER)


def _approved(held: Table, asked: AskRow, by: Actor, now: dt.datetime, today: dt.date) -> None:
    plan = after(held, asked)
    why = refusal(held, plan)
    if why:
        raise NotDone(f"这样调换不行：{why}")
    waiting = (Asked.WAITING, Asked.AGREED)
    if not api.step_ask(asked.id, before=waiting, to=Asked.DONE, by=by.signature, now=now):
        raise NotDone("这一件刚刚由别人办了")
    _keep(held, plan, now)
    _note(by, now, "批准调换", asked.id, asked.person)
    if held.row.published_at is not None:
        touched = {asked.person, asked.other} if asked.other else {asked.person}
        publish_to(touched, held.row.year, now=now, today=today)


def _keep(held: Table, plan: Plan, now: dt.datetime) -> None:
    old = {(one.member, one.requirement): one.run for one in held.answer.plan.seats}
    changed = {
        (held.keys.people[one.member], held.keys.requirements[one.requirement]): one.run
        for one in plan.seats
        if old.get((one.member, one.requirement)) != one.run
    }
    api.reseat(held.row.id, changed)
    api.set_result(held.row.id, answer_text(replace(held.answer, plan=plan)))
    api.move(held.row.id, before=(State.ACCEPTED,), to=State.ACCEPTED, now=now)


def partners(
    held: Table, person: UUID, requirement: str, *, colleagues: set[UUID], today: dt.date
) -> list[tuple[UUID, int]]:
    """Colleagues with whom an exchange would stand, with the run one would get; by run."""
    member, old = held.member(person), held.run_of(person, requirement)
    if member is None or old is None or held.day(old) <= today:
        return []
    serving = _serving(held, person, requirement)
    found = []
    for seat in held.answer.plan.seats:
        other, run = held.keys.people[seat.member], held.answer.plan.runs[seat.run]
        if other not in colleagues or other == person or seat.run == old or run.course not in serving:
            continue
        if held.keys.requirements[seat.requirement] != requirement or held.day(seat.run) <= today:
            continue
        if _free(held, member, seat.run) and _free(held, seat.member, old):
            found.append((other, seat.run))
    return sorted(found, key=lambda one: (one[1], one[0]))


def _free(held: Table, member: int, run: int) -> bool:
    """Whether somebody is neither on duty nor away in a run's half-days."""
    one, free = held.answer.plan.runs[run], held.instance.members[member].free
    length = held.instance.courses[one.course].length
    return all(free[t] == "1" for t in range(one.start, one.start + length))


def other_runs(held: Table, person: UUID, requirement: str, *, today: dt.date) -> list[int]:
    """The other runs to come that would meet a requirement, in which the member is free."""
    member, old = held.member(person), held.run_of(person, requirement)
    if member is None:
        return []
    serving = _serving(held, person, requirement)
    return [
        number
        for number, run in enumerate(held.answer.plan.runs)
        if run.course in serving
        and number != old
        and held.day(number) > today
        and _free(held, member, number)
    ]


def _in_force(batch: UUID) -> Table:
    row = queries.batch(batch)
    held = table(row) if row is not None and row.state == State.ACCEPTED else None
    if held is None:
        raise NotDone("这个方案已经不是现行方案；请刷新页面")
    return held


def _note(by: Actor, now: dt.datetime, verb: str, asked: UUID, person: UUID) -> None:
    ledger.audit(ledger.Stamp(by.signature, now), verb, f"调换 {asked.hex[:8]}", subject=person)

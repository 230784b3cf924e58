"""The annual plan: drafted, discussed, approved by a second person, published, changed; every version is kept.

Whoever saves says on which version he worked. If another has saved meanwhile, nothing is written and nothing that
he typed is lost: the screen shows it again beside the new version.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from zhixing.actions import plan_draft, plan_publish
from zhixing.actions.actors import tree, whole_tree
from zhixing.actions.plan_checks import findings
from zhixing.core.plan import rules
from zhixing.core.plan.body import Body, decode_body, encode_body
from zhixing.core.plan.differences import Difference, differences
from zhixing.core.plan.plan import AnnualPlan, State
from zhixing.core.plan.rules import Hand, PlanError
from zhixing.store.ledger import api as ledger
from zhixing.store.people import queries as people
from zhixing.store.people.queries import BRANCH, SECRETARY, SUPERIOR, Actor
from zhixing.store.plans import api, queries
from zhixing.store.plans.queries import OpinionRow, VersionRow

_DRAFTED = ("起草", "重新起草")
"""Why there is a version that was drafted: the first, and any later one."""


class Overtaken(PlanError):
    """Somebody saved a later version meanwhile: `number`, `by` and `made_at` tell which."""

    def __init__(self, based_on: int, latest: VersionRow | None) -> None:
        """`based_on`: the version that was worked on."""
        self.number = latest.number if latest else 0
        self.by = latest.by if latest else ""
        self.made_at = latest.made_at if latest else None
        told = f"{self.by}已经存了第 {self.number} 版" if latest else "这一年的计划已经不在"
        super().__init__(
            f"您是在第 {based_on} 版上改的，{told}；没有写入，您填的内容还在，请对照新版再存一次"
        )


@dataclass(frozen=True, slots=True)
class PlanView:
    """A version of a year's plan. `reason`: why it differs from the one before."""

    year: int
    number: int
    state: State
    plan: AnnualPlan
    by: str
    made_at: dt.datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the list of versions."""

    number: int
    state: State
    by: str
    made_at: dt.datetime
    reason: str


def current(year: int) -> PlanView | None:
    """The version that holds now; None where the year has no plan."""
    return _view(queries.latest_version(year))


def version(year: int, number: int) -> PlanView | None:
    """A version by its number."""
    return _view(queries.version(year, number))


def versions(year: int) -> tuple[VersionLine, ...]:
    """All versions, the first one first."""
    return tuple(
        VersionLine(row.number, State(row.state), row.by, row.made_at, row.reason)
        for row in queries.versions(year)
    )


def compared(year: int, old: int, new: int) -> tuple[Difference, ...] | None:
    """What a version changed against another; None where one of them is not there."""
    before, after = version(year, old), version(year, new)
    if before is None or after is None:
        return None
    return differences(before.plan, after.plan)


def hand(actor: Actor, year: int) -> Hand:
    """What an actor may do with a year's plan, for the `can_` of `core.plan.rules`."""
    rows = queries.versions(year)
    accounts = {row.account for row in (*_sending(rows)[-1:], *rows[-1:])}
    return Hand(
        plans=whole_tree(actor, SUPERIOR),
        approves=whole_tree(actor, SUPERIOR, SECRETARY),
        branches=actor.reach(BRANCH, SECRETARY),
        was_sender=any(
            account == actor.account or people.same_person(actor, account) for account in accounts
        ),
    )


def _sending(rows: list[VersionRow]) -> list[VersionRow]:
    """The versions with which opinions began to be asked for."""
    before = [None, *rows]
    return [
        row
        for row, last in zip(rows, before, strict=False)
        if row.state == State.OPINIONS and (last is None or last.state != State.OPINIONS)
    ]


def draft(year: int, *, based_on: int, by: Actor, now: dt.datetime, today: dt.date) -> PlanView:
    """Drafts the year's plan from problems, duties and rules, with nothing typed. Raises PlanError, Overtaken.

    `based_on`: the version seen, 0 where there was none. Pressed twice by the same officer, it makes one version.
    """
    row = queries.latest_version(year)
    last = _view(row)
    rules.check_draft(last.state if last else None, who=hand(by, year))
    if (last.number if last else 0) != based_on:
        if last is not None and row is not None and row.account == by.account and _again(last, based_on):
            return last
        raise Overtaken(based_on, row)
    body = plan_draft.drafted(year, today=today)
    return _write(
        year, based_on, State.DRAFT, body, _DRAFTED[last is not None], "起草学习计划", by=by, now=now
    )


def _again(last: PlanView, based_on: int) -> bool:
    return (last.number, last.state) == (based_on + 1, State.DRAFT) and last.reason in _DRAFTED


def save(
    year: int,
    plan: AnnualPlan,
    *,
    based_on: int,
    reason: str,
    by: Actor,
    now: dt.datetime,
    today: dt.date,
) -> PlanView:
    """Keeps a changed plan as a new version. Raises PlanError, Overtaken."""
    last, body = _based(year, based_on)
    rules.check_change(last.state, last.plan, plan, who=hand(by, year), reason=reason)
    if plan == last.plan:
        return last
    state = rules.after_change(last.state)
    with transaction.atomic():
        kept = _write(
            year, based_on, state, Body(plan, body.explained), reason, "修改学习计划", by=by, now=now
        )
        if state is State.CHANGED:
            second = _second(year, by)
            plan_publish.enter_items(
                last.plan, plan, by=by, second=second, reason=reason, now=now, today=today
            )
    return kept


def send_for_opinions(year: int, *, based_on: int, by: Actor, now: dt.datetime, today: dt.date) -> PlanView:
    """草案 → 征求意见. Raises PlanError, Overtaken."""
    del today
    last, body = _based(year, based_on)
    rules.check_send(last.state, who=hand(by, year))
    return _write(year, based_on, State.OPINIONS, body, "送各支部征求意见", "计划征求意见", by=by, now=now)


def approve(year: int, *, based_on: int, by: Actor, now: dt.datetime, today: dt.date) -> PlanView:
    """征求意见 → 已审定, by a second person. Raises PlanError, Overtaken."""
    last, body = _based(year, based_on)
    rules.check_approve(
        last.state,
        who=hand(by, year),
        unanswered=sum(not one.answer for one in queries.opinions(year)),
        in_the_way=sum(one.hard for one in findings(year, last.plan, today=today)),
    )
    return _write(year, based_on, State.APPROVED, body, "审定", "审定学习计划", by=by, now=now)


def publish(year: int, *, based_on: int, by: Actor, now: dt.datetime, today: dt.date) -> PlanView:
    """已审定 → 已发布; its items enter the ledger, so that the year's figures follow. Raises PlanError, Overtaken."""
    last, body = _based(year, based_on)
    rules.check_publish(last.state, who=hand(by, year))
    with transaction.atomic():
        kept = _write(year, based_on, State.PUBLISHED, body, "发布", "发布学习计划", by=by, now=now)
        plan_publish.enter_items(
            None, last.plan, by=by, second=_second(year, by), reason="", now=now, today=today
        )
    return kept


def opinions(year: int) -> tuple[OpinionRow, ...]:
    """What was said about the year's plan, the first one first."""
    return tuple(queries.opinions(year))


def say_opinion(
    uid: UUID, year: int, org: UUID | None, words: str, *, by: Actor, now: dt.datetime, today: dt.date
) -> None:
    """Keeps an opinion on the version that holds; sent twice it stands once. Raises PlanError."""
    del today
    last = _need(year)
    rules.check_opinion(last.state, org, who=hand(by, year), words=words)
    with transaction.atomic():
        if api.add_opinion(uid, year, last.number, org=org, words=words.strip(), by=_pen(by), now=now):
            _audit(by, now, "提计划意见", year, tree().name_of(org))


def answer_opinion(year: int, uid: UUID, words: str, *, by: Actor, now: dt.datetime, today: dt.date) -> None:
    """Answers an opinion. Raises PlanError."""
    del today
    found = queries.opinion(uid)
    if found is None:
        raise PlanError("没有这条意见；请从计划页重新打开")
    rules.check_answer(who=hand(by, year), words=words, answered=bool(found.answer))
    with transaction.atomic():
        if not api.answer_opinion(uid, words.strip(), by=_pen(by), now=now):
            raise PlanError("这条意见刚由别人答复过了")
        _audit(by, now, "答复计划意见", year, tree().name_of(found.org))


def tick(
    year: int,
    lesson: UUID,
    step: str,
    day: dt.date | None,
    *,
    done: bool = True,
    by: Actor,
    now: dt.datetime,
    today: dt.date,
) -> None:
    """Notes that a step of a lesson's checklist is ready for the session of a day (None: for all), or not after all."""
    del today
    found = _need(year).plan.lesson(lesson)
    rules.check_prepare(found, who=hand(by, year))
    if found is None or step not in {one.key for one in found.plan.checklist}:
        raise PlanError("备课清单里没有这一步了；请从计划页重新打开")
    when = day.isoformat() if day else ""
    with transaction.atomic():
        changed = (
            api.tick(year, lesson, step, when, by=_pen(by), now=now)
            if done
            else api.untick(lesson, step, when)
        )
        if changed:
            verb = "备课已备" if done else "备课改为未备"
            _audit(by, now, verb, year, f"{found.title} {when}".strip())


def _second(year: int, by: Actor) -> str:
    """Who approved the plan, or sent it for opinions, and is not the actor: the second hand on what is taken out."""
    rows = [row for row in queries.versions(year) if row.state in (State.APPROVED, State.OPINIONS)]
    return next((row.by for row in reversed(rows) if row.by != by.signature), "")


def _based(year: int, based_on: int) -> tuple[PlanView, Body]:
    row = queries.latest_version(year)
    view = _view(row)
    if row is None or view is None or row.number != based_on:
        raise Overtaken(based_on, row)
    return view, decode_body(row.body)


def _need(year: int) -> PlanView:
    found = current(year)
    if found is None:
        raise PlanError(f"{year} 年还没有学习计划；请先起草")
    return found


def _write(
    year: int,
    based_on: int,
    state: State,
    body: Body,
    reason: str,
    verb: str,
    *,
    by: Actor,
    now: dt.datetime,
) -> PlanView:
    number = based_on + 1
    try:
        with transaction.atomic():
            api.add_version(
                year,
                number,
                state=state.value,
                body=encode_body(body),
                reason=reason.strip(),
                by=_pen(by),
                now=now,
            )
            _audit(by, now, verb, year, f"第 {number} 版，{len(body.plan.lessons)} 课")
    except api.Overtaken as taken:
        raise Overtaken(based_on, queries.latest_version(year)) from taken
    return PlanView(year, number, state, body.plan, by.signature, now, reason.strip())


def _view(row: VersionRow | None) -> PlanView | None:
    if row is None:
        return None
    plan = decode_body(row.body).plan
    return PlanView(row.year, row.number, State(row.state), plan, row.by, row.made_at, row.reason)


def _pen(by: Actor) -> api.Hand:
    return api.Hand(by.account, by.signature)


def _audit(by: Actor, now: dt.datetime, verb: str, year: int, detail: str) -> None:
    ledger.audit(ledger.Stamp(by.signature, now), verb, f"{year} 年学习计划", detail)

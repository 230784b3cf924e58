"""Recording by hand, kind by kind: who may, what the ledger knows of it already, then entered.

Each `record_…` takes a form of `core.recording` and the uid that the form was given; sent twice it is entered
once. Raises `NotYours` where the actor keeps no such books, `Refused` with the field that is wrong, `FactError`
for what contradicts the ledger, `YearFrozen` for a closed year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID, uuid5

from django.db import transaction

from zhixing.actions.corrections import propose_late
from zhixing.actions.record import Entered, enter, nth_uid
from zhixing.actions.roll import roll
from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.record import Draft, FactError
from zhixing.core.facts.telling import kind_word
from zhixing.core.facts.twins import STATES, signature
from zhixing.core.intake.desk import SUPERSEDING
from zhixing.core.people.register import Person, Register
from zhixing.core.recording import care, plans, problems, study
from zhixing.core.recording.base import Desk, Recorded, Refused, known_states, worded
from zhixing.store.ledger import bookings, queries
from zhixing.store.ledger.standing import standing
from zhixing.store.people.queries import BRANCH, DISCIPLINE, SECRETARY, SUPERIOR, Actor

BOOKKEEPERS = (BRANCH, SECRETARY, SUPERIOR)
"""Hats that keep a branch's books; what the whole organ holds is the superior's to record."""
GATE_KEEPERS = (DISCIPLINE, SECRETARY, SUPERIOR)
"""Hats that enter and see 评优资格限制."""
Form = TypeVar(
    "Form", study.SelfStudyForm, study.TestForm, care.VisitForm, care.TalkForm, care.NeedForm, care.PledgeForm
)

MOST_ALIKE = 9
"""Of one person, day and kind; more is a slip."""


class NotYours(Exception):
    """Whoever asks keeps no such books: the answer is that there is nothing here."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Who enters when, and the uid that the form was given.

    `another`: one more of the same kind and day. `late`: why it comes after the year was frozen; a second person
    has to confirm it then. `claimed`, `corrected`: what a device's own clock said, and the same by the server's.
    """

    by: Actor
    now: dt.datetime
    today: dt.date
    uid: UUID
    another: bool = False
    late: str = ""
    claimed: dt.datetime | None = None
    corrected: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Booked:
    """What came of it: the thing recorded, how much of it was new; `proposal` where a second person must confirm."""

    main: Draft
    entered: Entered
    proposal: UUID | None = None

    @property
    def new(self) -> bool:
        """Whether anything was new."""
        return bool(self.entered.facts)


def nth_form(form: UUID, person: UUID) -> UUID:
    """The uid of one person's part of a form that several are ticked on."""
    return uuid5(form, person.hex)


def desk(today: dt.date) -> Desk:
    """What forms are read against."""
    return Desk(roll().register, queries.identify(), today)


def keeps(actor: Actor, org: UUID | None, known: Register) -> bool:
    """Whether an actor keeps the books of an organisation; of the whole (None) only the superior does."""
    root = known.root
    if org is None or (root is not None and org == root.id):
        return root is not None and actor.over(root.id, SUPERIOR)
    return actor.over(org, *BOOKKEEPERS)


def record_session(form: study.SessionForm, ask: Ask) -> Booked:
    """A session with its roll and make-ups."""
    return _of_org(form.org, lambda at: study.session(form, at), ask, "登记学习活动")


def record_visit(form: care.VisitForm, ask: Ask) -> Booked:
    """A visit (下基层)."""
    return _of_org(form.org, lambda at: care.visit(_nth(form, ask, care.visit, at), at), ask, "登记下基层")


def record_problem(form: problems.ProblemForm, ask: Ask) -> Booked:
    """A prominent problem. It occurs in organisations whose books the actor keeps."""
    known = roll().register
    if not all(keeps(ask.by, org, known) for org in form.places.orgs):
        raise NotYours
    return _of_org(form.org, lambda at: problems.problem(form, at), ask, "登记突出问题")


def record_plan_item(form: plans.PlanForm, ask: Ask) -> Booked:
    """An item of the annual plan."""
    return _of_org(form.org, lambda at: plans.plan_item(form, at), ask, "登记计划")


def record_training(form: study.TrainingForm, ask: Ask) -> Booked:
    """A training or certified online study."""
    return _of_person(form.person, lambda at: study.training(form, at), ask, "登记学时")


def record_self_study(form: study.SelfStudyForm, ask: Ask) -> Booked:
    """An output of self-study."""
    return _of_person(
        form.person, lambda at: study.self_study(_nth(form, ask, study.self_study, at), at), ask, "登记自学"
    )


def record_test(form: study.TestForm, ask: Ask) -> Booked:
    """The result of a test."""
    return _of_person(
        form.person, lambda at: study.test(_nth(form, ask, study.test, at), at), ask, "登记测验"
    )


def record_talk(form: care.TalkForm, ask: Ask) -> Booked:
    """A talk, without its content."""
    return _of_person(
        form.person, lambda at: care.talk(_nth(form, ask, care.talk, at), at), ask, "登记谈心谈话"
    )


def record_need(form: care.NeedForm, ask: Ask) -> Booked:
    """A need; its words are sealed."""
    return _of_person(form.person, lambda at: care.need(_nth(form, ask, care.need, at), at), ask, "登记诉求")


def record_pledge(form: care.PledgeForm, ask: Ask) -> Booked:
    """A pledge."""
    return _of_person(
        form.person, lambda at: care.pledge(_nth(form, ask, care.pledge, at), at), ask, "登记承诺"
    )


def record_gate(form: care.GateForm, ask: Ask) -> Booked:
    """An effect period (影响期): only those who may know of it."""
    return _of_person(
        form.person, lambda at: care.gate(form, at), ask, "登记评优资格限制", roles=GATE_KEEPERS
    )


def record_makeup(session: UUID, line: study.MakeupLine, ask: Ask) -> Booked:
    """补学 of a session on the ledger, by who keeps its books, or those of the person's branch on that day."""
    at, held = desk(ask.today), bookings.thing(Kind.SESSION_HELD, session)
    if held is None or line.person not in at.register.people:
        raise NotYours
    branch = at.branch_of(line.person, held.day or line.day)
    if not keeps(ask.by, held.chain, at.register) and not ask.by.over(branch, *BOOKKEEPERS):
        raise NotYours
    stood = {
        fact.subject: getattr(fact.body, "state", "")
        for fact in bookings.roll(session)
        if fact.kind is Kind.ATTENDANCE and fact.subject is not None
    }
    return book(Recorded(study.makeup(line, held, stood, at)), ask, "登记补学", line.person)


def record_makeups(session: UUID, lines: Sequence[study.MakeupLine], ask: Ask) -> None:
    """补学 of several who are ticked on one form: all of it or none."""
    with transaction.atomic():
        for line in lines:
            record_makeup(session, line, replace(ask, uid=nth_form(ask.uid, line.person)))


def record_check(output: UUID, result: str, ask: Ask) -> Booked:
    """The check of an output of self-study."""
    held = _held(Kind.SELF_STUDY, output, ask)
    return book(Recorded(study.check(held, result, desk(ask.today))), ask, "抽查自学", held.subject)


def record_state(kind: Kind, about: UUID, state: str, ask: Ask) -> Booked:
    """A further state of a need, pledge, plan item or visit that stands on the ledger."""
    held, at = _held(kind, about, ask), desk(ask.today)
    makers: dict[Kind, Callable[[], Draft]] = {
        Kind.NEED_RAISED: lambda: care.need_state(held, state, at),
        Kind.PLEDGE: lambda: care.pledge_state(held, state, at),
        Kind.PLAN_ITEM: lambda: plans.plan_item_done(held),
        Kind.PRACTICE_VISIT: lambda: care.settle_visit(held),
    }
    anew = kind is Kind.PRACTICE_VISIT
    return book(Recorded(makers[kind]()), ask, "登记办理情况", held.subject, anew=anew)


def _held(kind: Kind, about: UUID, ask: Ask) -> Draft:
    """A thing on the ledger whose books the actor keeps."""
    found = bookings.thing(kind, about)
    if found is None or not keeps(ask.by, found.chain, roll().register):
        raise NotYours
    return found


def _of_org(org: UUID | None, make: Callable[[Desk], Recorded], ask: Ask, verb: str) -> Booked:
    at = desk(ask.today)
    if not keeps(ask.by, org, at.register):
        raise NotYours
    return book(make(at), ask, verb, None)


def _of_person(
    person: UUID,
    make: Callable[[Desk], Recorded],
    ask: Ask,
    verb: str,
    *,
    roles: Sequence[str] = BOOKKEEPERS,
) -> Booked:
    """What is about one person is recorded by those who keep the books of the branch it belongs to."""
    at = desk(ask.today)
    known = at.register.people.get(person)
    if known is None or not ask.by.over(_listed_in(known, ask.today), *roles):
        raise NotYours
    made = make(at)
    if not ask.by.over(made.main.chain, *roles):
        raise Refused("day", "那一天此人的组织关系不在您负责的支部；请核对日期，或请当时的支部登记")
    return book(made, ask, verb, person)


def _listed_in(person: Person, day: dt.date) -> UUID | None:
    held = person.on_roll(day) or (person.roll[-1] if person.roll else None)
    if held is not None:
        return held.org
    return person.candidacy.org if person.candidacy else None


def _nth(form: Form, ask: Ask, make: Callable[[Form, Desk], Recorded], at: Desk) -> Form:
    """The form, numbered behind what stands of the same person, day and kind where it is one more of them."""
    if not ask.another:
        return form
    for nth in range(2, MOST_ALIKE + 1):
        numbered = replace(form, nth=nth)
        main = make(numbered, at).main
        if not standing([main]).get(main.key):
            return numbered
    raise Refused("another", f"同一天已有 {MOST_ALIKE} 条同样的登记，请核对")


def book(recorded: Recorded, ask: Ask, verb: str, subject: UUID | None, *, anew: bool = False) -> Booked:
    """Enters what a form says, worded as the ledger words it. Whether the actor may is the caller's to check.

    `anew`: a description that stands is meant to be changed.
    """
    if signature(recorded.main) is not None:
        recorded = worded(recorded, bookings.near(recorded.main))
    drafts: Sequence[Draft] = recorded.drafts
    if any(isinstance(draft.body, STATES) for draft in drafts):
        drafts = known_states(drafts, standing(drafts))
    if not anew:
        _check_overwriting(recorded.main)
    drafts = [replace(draft, uid=nth_uid(ask.uid, place)) for place, draft in enumerate(drafts)]
    if ask.late:
        waiting = propose_late(drafts, reason=ask.late, form=ask.uid, by=ask.by, now=ask.now, today=ask.today)
        return Booked(recorded.main, Entered((), 0), waiting)
    target = f"{kind_word(recorded.main.kind)} {recorded.main.day or ''}".strip()
    entered = enter(
        drafts,
        by=ask.by,
        verb=verb,
        target=target,
        now=ask.now,
        today=ask.today,
        subject=subject,
        claimed=ask.claimed,
        corrected=ask.corrected,
    )
    return Booked(recorded.main, entered)


def _check_overwriting(main: Draft) -> None:
    """A form states something new; a description that stands is changed where it is shown, not by chance."""
    if not isinstance(main.body, SUPERSEDING):
        return
    before = standing([main]).get(main.key, ())
    if before and before[-1].content != main.content:
        raise FactError(
            "账上已有同一天同一地点（或同一编号）的一条，内容不同。确实是另一次，请勾选“当天的另一次”；"
            "编号相同的请换一个编号；原来那条写错了，请在那一条上点“更正”"
        )

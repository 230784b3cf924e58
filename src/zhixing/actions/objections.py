"""Objecting (异议) and answering: the member asks, the officer of his branch or the organ answers with reasons."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from zhixing.actions.hands import Bench, bench_for
from zhixing.actions.record import nth_uid
from zhixing.core.corrections.cases import ELSEWHERE, UPHELD, WITHDRAWN, ObjectionCase
from zhixing.core.corrections.rules import check_answer, check_object, check_withdraw_objection
from zhixing.core.facts.body import Body
from zhixing.core.facts.record import Draft, Source
from zhixing.core.facts.redress import Objection, ObjectionAnswered
from zhixing.store.ledger import api
from zhixing.store.people.queries import Actor

VERBS = {UPHELD: "答复异议：维持", ELSEWHERE: "答复异议：已另行更正", WITHDRAWN: "撤回异议"}


class NotFound(LookupError):
    """No such case or fact, or none that this actor may know of."""


@dataclass(frozen=True, slots=True)
class _Said:
    """Who says what when."""

    by: Actor
    words: str
    now: dt.datetime


def object_to(target: UUID, *, reason: str, form: UUID, by: Actor, now: dt.datetime, today: dt.date) -> UUID:
    """The member objects to a fact about himself; gives the objection's id. Sent twice it is one. Raises
    NotFound, FactError."""
    stamp = api.Stamp(by.signature, now)
    with transaction.atomic():
        pen = api.Pen()
        bench = bench_for(by, target=target)
        fact = bench.target
        if fact is None or by.person is None or fact.subject != by.person:
            raise NotFound
        known = bench.cases.objections.get(form)
        if known is not None and known.target == target:
            return form
        earlier = bench.cases.objections_to(target)
        check_object(fact, who=bench.hand, reason=reason, reversed_already=bench.reversed, earlier=earlier)
        private = {"reason": reason.strip()}
        draft = Draft(
            Objection(len(earlier) + 1), fact.chain, Source(), by.person, target, today, private, form
        )
        pen.append([draft], stamp)
        api.audit(stamp, "提出异议", bench.what, "", by.person)
    return form


def answer(objection: UUID, *, outcome: str, words: str, by: Actor, now: dt.datetime, today: dt.date) -> None:
    """维持 or 已另行更正, with reasons. Raises NotFound, FactError."""
    with transaction.atomic():
        pen = api.Pen()
        bench = bench_for(by, case=objection)
        case = bench.objection
        if case is None or not bench.hand.covers:
            raise NotFound
        check_answer(
            case,
            who=bench.hand,
            outcome=outcome,
            words=words,
            earlier=bench.cases.objections_to(case.target),
            reversed_already=bench.reversed,
        )
        _end(pen, bench, case, outcome, _Said(by, words, now), today)


def withdraw(objection: UUID, *, by: Actor, now: dt.datetime, today: dt.date) -> None:
    """The member takes his objection back. Raises NotFound, FactError."""
    with transaction.atomic():
        pen = api.Pen()
        bench = bench_for(by, case=objection)
        case = bench.objection
        if case is None or case.person != by.person:
            raise NotFound
        check_withdraw_objection(case, who=bench.hand)
        _end(pen, bench, case, WITHDRAWN, _Said(by, "", now), today)


def _end(pen: api.Pen, bench: Bench, case: ObjectionCase, outcome: str, told: _Said, today: dt.date) -> None:
    stamp = api.Stamp(told.by.signature, told.now)
    pen.append([answered(case, outcome, told.by.account, told.words, today)], stamp)
    api.audit(stamp, VERBS[outcome], bench.what, "", case.person)


def answered(case: ObjectionCase, outcome: str, account: int, words: str, today: dt.date) -> Draft:
    """The fact that ends an objection."""
    body: Body = ObjectionAnswered(outcome, account)
    private = {"words": words.strip()} if words.strip() else None
    uid = nth_uid(case.uid, 1)
    return Draft(body, case.chain, Source(), case.person, case.uid, today, private, uid)

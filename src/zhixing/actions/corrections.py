"""Correcting a fact (更正): one officer proposes, a second person confirms; the ledger keeps both versions.

Confirming is one transaction: the reversing fact, what stands in its place, the answer to the objection if there
was one, and the audit line. What comes late to a frozen year waits for a second person likewise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from zhixing.actions.hands import Bench, bench_for, hand_over
from zhixing.actions.objections import NotFound, answered
from zhixing.actions.record import fresh, nth_uid
from zhixing.core.corrections import replacement, rules
from zhixing.core.corrections.cases import CONFIRMED, CORRECTED, DECLINED, WITHDRAWN, ProposalCase
from zhixing.core.facts.accept import check_draft, check_reversal
from zhixing.core.facts.record import Draft, FactError, Source
from zhixing.core.facts.redress import ChangeProposed, ChangeSettled
from zhixing.store.ledger import api, redress
from zhixing.store.ledger.standing import standing
from zhixing.store.people.queries import Actor, username_of


@dataclass(frozen=True, slots=True)
class Change:
    """What is proposed: drafts in the fact's place (none: it is taken back), why, the objection it would answer.

    `form` is the uid that the form made: sent twice it is one proposal.
    """

    drafts: tuple[Draft, ...]
    reason: str
    form: UUID
    objection: UUID | None = None


def propose(target: UUID, change: Change, *, by: Actor, now: dt.datetime, today: dt.date) -> UUID:
    """An officer proposes to correct a fact; gives the proposal's id. Raises NotFound, FactError."""
    for draft in change.drafts:
        check_draft(draft, today=today)
    with transaction.atomic():
        pen = api.Pen()
        bench = bench_for(by, target=target)
        fact = bench.target
        if fact is None or not bench.hand.covers:
            raise NotFound
        if (known := bench.cases.proposals.get(change.form)) is not None and known.target == target:
            return known.uid
        rules.check_propose(
            fact,
            who=bench.hand,
            reason=change.reason,
            drafts=change.drafts,
            reversed_already=bench.reversed,
            waiting=bench.cases.open_proposal(target),
        )
        if not change.drafts and fact.kind in replacement.ONLY_REPLACED:
            raise FactError("别的登记还挂在这一条上，不能整条拿掉；请改成对的，或选“作废”")
        if change.objection is not None:
            _check_objection(bench, change.objection, by)
        _check_fits(change.drafts, without=target)
        nth = bench.cases.proposals_of(target) + 1
        subjects = (fact.subject, fact.chain)
        _enter_proposal(pen, bench, change, by, (now, today), subjects, about=target, nth=nth)
    return change.form


def propose_late(
    drafts: Sequence[Draft], *, reason: str, form: UUID, by: Actor, now: dt.datetime, today: dt.date
) -> UUID:
    """Facts that come late to a frozen year: entered once a second person has confirmed. Raises FactError."""
    change = Change(tuple(drafts), reason, form)
    for draft in drafts:
        check_draft(draft, today=today)
    with transaction.atomic():
        pen = api.Pen()
        bench = bench_for(by, case=form)
        if bench.proposal is not None:
            return form
        kinds, chains = {one.kind for one in drafts}, {one.chain for one in drafts}
        hands = [hand_over(by, [chain], kinds) for chain in chains]
        if not all(hand.covers for hand in hands):
            raise FactError("这些事实有的不在您管的支部里")
        if hands:
            rules.check_propose_late(drafts, who=hands[0], reason=reason)
        _check_fits(drafts)
        people = {one.subject for one in drafts}
        subjects = (people.pop() if len(people) == 1 else None, drafts[0].chain)
        _enter_proposal(pen, bench, change, by, (now, today), subjects, about=form, nth=1)
    return form


def confirm(proposal: UUID, *, by: Actor, now: dt.datetime, today: dt.date) -> None:
    """The second person agrees: the fact is reversed and what is right stands in its place. Raises NotFound, FactError."""
    with transaction.atomic():
        pen = api.Pen()
        bench, case = _case(by, proposal)
        rules.check_confirm(case, who=bench.hand, reversed_already=bench.reversed)
        words = redress.opened_words([case.uid]).get(case.uid, {})
        reason = words.get("reason", "")
        stamp = api.Stamp(case.by, now, second=by.signature, reason=reason[: rules.LONGEST_REASON])
        if bench.target is not None:
            target = bench.target
            check_reversal(target, reason=reason, by=case.by, second=by.signature, reversed_already=False)
            pen.reverse([target], api.Stamp(case.by, now), reason=stamp.reason, second=by.signature)
        drafts = [
            Draft(
                one.body,
                one.chain,
                one.source,
                one.subject,
                one.about,
                one.day,
                one.private,
                nth_uid(case.uid, n),
            )
            for n, one in enumerate(replacement.read(case.drafts, words), 1)
        ]
        for one in drafts:
            check_draft(one, today=today)
        pen.append(fresh(drafts, standing(drafts)), stamp)
        _answer_objection(pen, bench, case, by, (now, today))
        _settle(pen, bench, case, CONFIRMED, "", by, (now, today))


def decline(proposal: UUID, *, words: str, by: Actor, now: dt.datetime, today: dt.date) -> None:
    """The second person does not agree, and says why. Raises NotFound, FactError."""
    with transaction.atomic():
        pen = api.Pen()
        bench, case = _case(by, proposal)
        rules.check_decline(case, who=bench.hand, words=words)
        _settle(pen, bench, case, DECLINED, words, by, (now, today))


def take_back(proposal: UUID, *, by: Actor, now: dt.datetime, today: dt.date) -> None:
    """Who proposed thinks better of it. Raises NotFound, FactError."""
    with transaction.atomic():
        pen = api.Pen()
        bench, case = _case(by, proposal)
        rules.check_withdraw_proposal(case, who=bench.hand)
        _settle(pen, bench, case, WITHDRAWN, "", by, (now, today))


Moment = tuple[dt.datetime, dt.date]
_SETTLED = {CONFIRMED: "确认更正", DECLINED: "不同意更正", WITHDRAWN: "撤回更正提议"}


def _case(by: Actor, proposal: UUID) -> tuple[Bench, ProposalCase]:
    bench = bench_for(by, case=proposal)
    case = bench.proposal
    if case is None or not (bench.hand.covers or case.account == by.account):
        raise NotFound
    return bench, case


def _check_objection(bench: Bench, objection: UUID, by: Actor) -> None:
    """The objection that a proposal would answer concerns this fact, or the same session or visit."""
    case = bench.cases.objections.get(objection)
    found = redress.facts_by_uid([case.target]) if case else []
    objected = next((one for one in found if case and one.uid == case.target), None)
    if case is None or objected is None or bench.target is None:
        raise NotFound
    if case.proposal is not None:
        raise FactError("对这件异议已经提出了更正，等第二人确认")
    rules.check_answers_objection(
        bench.target, objected, case, who=bench.hand, earlier=bench.cases.objections_to(case.target)
    )
    if by.person is not None and by.person == case.person:
        raise FactError("自己的异议要由别人办理")


def _check_fits(drafts: Sequence[Draft], *, without: UUID | None = None) -> None:
    """Nothing else on the ledger contradicts what is to be entered; found out before a second person is asked."""
    held = {key: [one for one in found if one.uid != without] for key, found in standing(drafts).items()}
    fresh(drafts, {key: found for key, found in held.items() if found})


def _enter_proposal(
    pen: api.Pen,
    bench: Bench,
    change: Change,
    by: Actor,
    moment: Moment,
    subjects: tuple[UUID | None, UUID],
    *,
    about: UUID,
    nth: int,
) -> None:
    (now, today), (subject, chain) = moment, subjects
    text, words = replacement.spell(change.drafts)
    body = ChangeProposed(
        drafts=text,
        late=about == change.form,
        objection=change.objection.hex if change.objection else "",
        account=by.account,
        person=by.person.hex if by.person else "",
        nth=nth,
    )
    private = {"reason": change.reason.strip(), **words}
    stamp = api.Stamp(by.signature, now)
    pen.append([Draft(body, chain, Source(), subject, about, today, private, change.form)], stamp)
    api.audit(stamp, "提出更正", bench.what, "", subject)


def _answer_objection(pen: api.Pen, bench: Bench, case: ProposalCase, by: Actor, moment: Moment) -> None:
    """The objection that the correction grants is answered with it."""
    now, today = moment
    objection = bench.cases.objections.get(case.objection) if case.objection else None
    if objection is not None and objection.end is None:
        words = f"已按所提更正，提出人 {case.by}，第二人 {by.signature}"
        draft = answered(objection, CORRECTED, case.account, words, today)
        pen.append([draft], api.Stamp(case.by, now))


def _settle(
    pen: api.Pen, bench: Bench, case: ProposalCase, outcome: str, words: str, by: Actor, moment: Moment
) -> None:
    now, today = moment
    stamp = api.Stamp(by.signature, now)
    private = {"words": words.strip()} if words.strip() else None
    body, uid = ChangeSettled(outcome, by.account), nth_uid(case.uid, 0)
    pen.append([Draft(body, case.chain, Source(), case.subject, case.uid, today, private, uid)], stamp)
    api.audit(stamp, _SETTLED[outcome], bench.what, f"提出人：{username_of(case.by)}", case.subject)

"""Who may object, answer, propose and confirm. Each `check_` raises FactError with a reason; each `can_` answers.

A fact is corrected by two people, neither of them its subject; who objects is answered by somebody else, and the
second time by the organ (异议 → 复核 → 再向机关党委提出). A refusal says why (个人信息保护法第五十条).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec
from uuid import UUID

from zhixing.core.corrections.cases import ELSEWHERE, UPHELD, ObjectionCase, ProposalCase
from zhixing.core.facts.body import Kind
from zhixing.core.facts.record import Draft, Fact, FactError

LONGEST_WORDS = 1000
"""Of an objection or an answer."""
LONGEST_REASON = 300
"""Of a correction: it stands on the reversing fact."""
NOT_OBJECTED = frozenset(
    {
        Kind.REVERSAL,
        Kind.OBJECTION,
        Kind.OBJECTION_ANSWERED,
        Kind.CHANGE_PROPOSED,
        Kind.CHANGE_SETTLED,
        Kind.CALENDAR_YEAR,
        Kind.FEATURE_SET,
    }
)
NOT_REVERSED = NOT_OBJECTED | {Kind.ORG_SET, Kind.STATION_SET, Kind.PERSON_DESCRIBED}
"""Descriptions are given anew where people and organisations are kept; reversing one would leave a nameless thing."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts on a case: account, the person it is, whether he keeps the books that it stands in, or all of them."""

    account: int
    person: UUID | None
    covers: bool
    covers_whole: bool


P = ParamSpec("P")


def _answers(check: Callable[P, None]) -> Callable[P, bool]:
    """The question for buttons that belongs to a check."""

    @wraps(check)
    def can(*args: P.args, **kwargs: P.kwargs) -> bool:
        try:
            check(*args, **kwargs)
        except FactError:
            return False
        return True

    return can


def check_object(
    target: Fact, *, who: Hand, reason: str, reversed_already: bool, earlier: Sequence[ObjectionCase]
) -> None:
    """One objects to what is on the books about oneself, once at a time."""
    if target.kind in NOT_OBJECTED:
        raise FactError("对异议、更正和冲正本身不再提异议；请对原来的那一条提出")
    if who.person is None or target.subject != who.person:
        raise FactError("只能对记在自己名下的事实提异议")
    if reversed_already:
        raise FactError("这一条已经冲正，不再计入，不用再提异议")
    if any(one.end is None for one in earlier):
        raise FactError("对这一条已经提过异议，正在办理")
    _check_words(reason, "异议", LONGEST_WORDS)


def check_answer(
    objection: ObjectionCase,
    *,
    who: Hand,
    outcome: str,
    words: str,
    earlier: Sequence[ObjectionCase],
    reversed_already: bool,
) -> None:
    """维持 or 已另行更正, with the reasons in words; 更正 itself comes of a confirmed proposal."""
    _check_may_handle(objection, who, earlier)
    if objection.proposal is not None:
        raise FactError("有一项更正正等第二人确认；等它有了结果再答复")
    if outcome not in (UPHELD, ELSEWHERE):
        raise FactError("请选择维持，或写明已另行更正")
    if outcome == UPHELD and reversed_already:
        raise FactError("这一条已经冲正，不能再答复维持；请选“已另行更正”并写明")
    _check_words(words, "答复", LONGEST_WORDS)


def check_withdraw_objection(objection: ObjectionCase, *, who: Hand) -> None:
    """One may take one's own objection back until it is answered."""
    if who.person is None or who.person != objection.person:
        raise FactError("只能撤回自己的异议")
    if objection.end is not None:
        raise FactError(f"这件异议已经有了结果（{objection.words}）")


def check_propose(
    target: Fact,
    *,
    who: Hand,
    reason: str,
    drafts: Sequence[Draft],
    reversed_already: bool,
    waiting: ProposalCase | None,
) -> None:
    """An officer proposes to reverse a fact, with or without another in its place."""
    if target.kind in NOT_REVERSED:
        raise FactError("这一类登记不用冲正：到“人员”或“组织”里按日期改，原来的会留着")
    _check_covers(who)
    if who.person is not None and who.person == target.subject:
        raise FactError("不能更正自己名下的事实；请提异议，由别人办理")
    if reversed_already:
        raise FactError("这条事实已经冲正过")
    if waiting is not None:
        raise FactError(f"这一条已有更正在等第二人确认（{waiting.by} {waiting.day} 提出）")
    if any((one.kind, one.subject, one.about, one.chain) != _place(target) for one in drafts):
        raise FactError("更正不能换成另一个人、另一件事")
    if any((one.body, one.day) == (target.body, target.day) for one in drafts):
        raise FactError("改后的内容与原来一样；请改动至少一处，或选“作废这一条”")
    _check_words(reason, "理由", LONGEST_REASON)


def check_answers_objection(
    target: Fact, objected: Fact, objection: ObjectionCase, *, who: Hand, earlier: Sequence[ObjectionCase]
) -> None:
    """A correction answers an objection to the same fact, or to what was done at the same thing (session, visit)."""
    _check_may_handle(objection, who, earlier)
    same_thing = target.about is not None and target.about == objected.about
    if target.uid != objected.uid and not same_thing:
        raise FactError("这项更正与那件异议说的不是同一件事")


def check_propose_late(drafts: Sequence[Draft], *, who: Hand, reason: str) -> None:
    """What comes late to a frozen year is an adjustment: it waits for a second person (integrity rule 6)."""
    if not drafts:
        raise FactError("没有要补记的事实")
    _check_covers(who)
    if any(one.kind in NOT_OBJECTED for one in drafts):
        raise FactError("这一类登记不能补记")
    if who.person is not None and {one.subject for one in drafts} == {who.person}:
        raise FactError("不能自己补记自己名下的事实；请由别人登记")
    _check_words(reason, "理由", LONGEST_REASON)


def check_confirm(proposal: ProposalCase, *, who: Hand, reversed_already: bool) -> None:
    """The second person: another account and another human being, who keeps these books, not the subject."""
    _check_second(proposal, who)
    if reversed_already:
        raise FactError("这条事实已经由别的更正或撤回冲正；请选“不同意”了结这一项")


def check_decline(proposal: ProposalCase, *, who: Hand, words: str) -> None:
    """Whoever might confirm may say no, with a reason."""
    _check_second(proposal, who)
    _check_words(words, "理由", LONGEST_WORDS)


def check_withdraw_proposal(proposal: ProposalCase, *, who: Hand) -> None:
    """One may take back what one proposed until it is settled."""
    if proposal.account != who.account:
        raise FactError("只能撤回自己提出的更正")
    _check_open(proposal)


can_object = _answers(check_object)
can_answer = _answers(check_answer)
can_withdraw_objection = _answers(check_withdraw_objection)
can_propose = _answers(check_propose)
can_propose_late = _answers(check_propose_late)
can_confirm = _answers(check_confirm)
can_decline = _answers(check_decline)
can_withdraw_proposal = _answers(check_withdraw_proposal)


def _check_may_handle(objection: ObjectionCase, who: Hand, earlier: Sequence[ObjectionCase]) -> None:
    if objection.end is not None:
        raise FactError(f"这件异议已经有了结果（{objection.words}）")
    _check_covers(who)
    if who.person is not None and who.person == objection.person:
        raise FactError("自己的异议要由别人办理")
    if objection.nth > 1:
        if not who.covers_whole:
            raise FactError("再次提出的异议由机关党委办理")
        if any(one.end is not None and one.end.account == who.account for one in earlier):
            raise FactError("上一次是您答复的，这一次要由别人复核")


def _check_second(proposal: ProposalCase, who: Hand) -> None:
    _check_open(proposal)
    _check_covers(who)
    same = who.person is not None and who.person.hex == proposal.person
    if who.account == proposal.account or same:
        raise FactError("第二人不能是提出更正的人本人")
    if who.person is not None and who.person == proposal.subject:
        raise FactError("第二人不能是这条事实说的本人")


def _check_open(proposal: ProposalCase) -> None:
    if proposal.end is not None:
        raise FactError(f"这项更正已经有了结果（{proposal.words}）")


def _check_covers(who: Hand) -> None:
    if not who.covers:
        raise FactError("这一条不在您管的支部里")


def _check_words(words: str, what: str, longest: int) -> None:
    if not words.strip():
        raise FactError(f"请写明{what}")
    if len(words) > longest:
        raise FactError(f"{what}最多 {longest} 个字，写了 {len(words)} 个")


def _place(target: Fact) -> tuple[Kind, UUID | None, UUID | None, UUID]:
    return target.kind, target.subject, target.about, target.chain

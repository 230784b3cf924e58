"""Cases (异议、更正提议) folded from their facts: what is open, what became of it, by whom."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.facts.body import Kind
from zhixing.core.facts.record import Fact
from zhixing.core.facts.redress import ChangeProposed, ChangeSettled, Objection, ObjectionAnswered

UPHELD, CORRECTED, ELSEWHERE, WITHDRAWN = "upheld", "corrected", "elsewhere", "withdrawn"
ANSWERS: Mapping[str, str] = {
    UPHELD: "维持",
    CORRECTED: "已更正",
    ELSEWHERE: "已另行更正",
    WITHDRAWN: "本人撤回",
}
CONFIRMED, DECLINED = "confirmed", "declined"
SETTLEMENTS: Mapping[str, str] = {CONFIRMED: "已更正", DECLINED: "第二人不同意", WITHDRAWN: "提议人撤回"}
REDRESS = (Kind.OBJECTION, Kind.OBJECTION_ANSWERED, Kind.CHANGE_PROPOSED, Kind.CHANGE_SETTLED)
"""The kinds that a case is made of."""


@dataclass(frozen=True, slots=True)
class End:
    """How a case ended: the fact that says so, its outcome, who and when."""

    fact: UUID
    outcome: str
    account: int
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ObjectionCase:
    """An objection of `person` to `target`; `proposal` is the correction now waiting that would answer it."""

    uid: UUID
    target: UUID
    person: UUID
    chain: UUID
    nth: int
    day: dt.date
    at: dt.datetime
    by: str
    end: End | None
    proposal: UUID | None

    @property
    def words(self) -> str:
        """Its state in words."""
        if self.end is not None:
            return ANSWERS[self.end.outcome]
        return "更正待第二人确认" if self.proposal else "待答复"


@dataclass(frozen=True, slots=True)
class ProposalCase:
    """A proposed correction of `target`, or (late) of facts for a frozen year: then there is no target."""

    uid: UUID
    target: UUID | None
    subject: UUID | None
    chain: UUID
    objection: UUID | None
    late: bool
    drafts: str
    account: int
    person: str
    day: dt.date
    at: dt.datetime
    by: str
    end: End | None

    @property
    def words(self) -> str:
        """Its state in words."""
        return SETTLEMENTS[self.end.outcome] if self.end else "待第二人确认"


@dataclass(frozen=True, slots=True)
class Cases:
    """All cases by id, in order of entry."""

    objections: Mapping[UUID, ObjectionCase]
    proposals: Mapping[UUID, ProposalCase]

    def objections_to(self, target: UUID) -> list[ObjectionCase]:
        """The objections to a fact, the first one first."""
        return sorted(
            (one for one in self.objections.values() if one.target == target), key=lambda one: one.nth
        )

    def open_proposal(self, target: UUID) -> ProposalCase | None:
        """The correction of a fact that waits for its second person."""
        return next(
            (one for one in self.proposals.values() if one.target == target and one.end is None), None
        )

    def proposals_of(self, target: UUID) -> int:
        """How many corrections of a fact were ever proposed."""
        return sum(one.target == target for one in self.proposals.values())


def fold_cases(facts: Iterable[Fact]) -> Cases:
    """The cases that these facts make; facts of other kinds are passed over."""
    ordered = sorted(facts, key=lambda fact: fact.seq)
    ends: dict[UUID, End] = {}
    for fact in ordered:
        if isinstance(fact.body, ObjectionAnswered | ChangeSettled) and fact.about:
            end = End(fact.uid, fact.body.outcome, fact.body.account, fact.by, fact.received_at)
            ends.setdefault(fact.about, end)
    proposals = {
        fact.uid: _proposal(fact, fact.body, ends)
        for fact in ordered
        if isinstance(fact.body, ChangeProposed)
    }
    waiting: dict[UUID, list[UUID]] = defaultdict(list)
    for one in proposals.values():
        if one.objection is not None and one.end is None:
            waiting[one.objection].append(one.uid)
    objections = {
        fact.uid: _objection(fact, fact.body, ends, waiting)
        for fact in ordered
        if isinstance(fact.body, Objection)
    }
    return Cases(objections, proposals)


def _objection(
    fact: Fact, body: Objection, ends: Mapping[UUID, End], waiting: Mapping[UUID, list[UUID]]
) -> ObjectionCase:
    assert fact.about is not None
    assert fact.subject is not None
    assert fact.day is not None
    return ObjectionCase(
        fact.uid,
        fact.about,
        fact.subject,
        fact.chain,
        body.nth,
        fact.day,
        fact.received_at,
        fact.by,
        ends.get(fact.uid),
        next(iter(waiting.get(fact.uid, ())), None),
    )


def _proposal(fact: Fact, body: ChangeProposed, ends: Mapping[UUID, End]) -> ProposalCase:
    assert fact.about is not None
    assert fact.day is not None
    return ProposalCase(
        fact.uid,
        None if body.late else fact.about,
        fact.subject,
        fact.chain,
        UUID(body.objection) if body.objection else None,
        body.late,
        body.drafts,
        body.account,
        body.person,
        fact.day,
        fact.received_at,
        fact.by,
        ends.get(fact.uid),
    )

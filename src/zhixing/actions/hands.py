"""What lies on the bench when somebody acts on a case: the cases, the fact in question, and who he is to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from zhixing.actions.actors import tree
from zhixing.core.corrections.cases import Cases, ObjectionCase, ProposalCase, fold_cases
from zhixing.core.corrections.replacement import read
from zhixing.core.corrections.rules import Hand
from zhixing.core.facts.body import Kind
from zhixing.core.facts.record import Fact
from zhixing.core.facts.telling import kind_word
from zhixing.core.people.register import Register, fold_register
from zhixing.store.ledger import glances, redress
from zhixing.store.people.queries import BRANCH, SECRETARY, SUPERIOR, Actor

KEEPERS_OF_BOOKS = (BRANCH, SECRETARY, SUPERIOR)
OF_GATES = (SECRETARY, SUPERIOR)
"""A gate (评优资格限制) is known to the secretary and the organ; the branch's clerk has no part in it."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Cases, the fact that is in question (None for what comes late), whether it was reversed, who acts."""

    cases: Cases
    objection: ObjectionCase | None
    proposal: ProposalCase | None
    target: Fact | None
    reversed: bool
    hand: Hand
    people: Register

    @property
    def what(self) -> str:
        """The matter as an audit line names it: kind and day, no names, no words."""
        if self.target is None:
            return "定格年度补记"
        return f"{kind_word(self.target.kind)} {self.target.day or ''}".strip()


def bench_for(actor: Actor, *, target: UUID | None = None, case: UUID | None = None) -> Bench:
    """The bench for a fact or for a case; four queries."""
    cases = fold_cases(redress.case_facts())
    objection = cases.objections.get(case) if case else None
    proposal = cases.proposals.get(case) if case else None
    about = target or (objection.target if objection else proposal.target if proposal else None)
    facts = redress.facts_by_uid([about]) if about else []
    fact = next((one for one in facts if one.uid == about), None)
    gone = any(one.reverses == about for one in facts) if about else False
    people = who([fact.subject] if fact and fact.subject else [])
    return Bench(cases, objection, proposal, fact, gone, _hand(actor, fact, proposal, people), people)


def _hand(actor: Actor, fact: Fact | None, proposal: ProposalCase | None, people: Register) -> Hand:
    """Who an actor is to a fact, or to facts that came late."""
    if fact is not None:
        branches = {one.roll[-1].org for one in people.people.values() if one.roll}
        return hand_over(actor, {fact.chain, *branches}, [fact.kind])
    drafts = read(proposal.drafts) if proposal else ()
    chains = {one.chain for one in drafts}
    roles = roles_for(one.kind for one in drafts)
    covers = bool(chains) and all(actor.over(one, *roles) for one in chains)
    return Hand(actor.account, actor.person, covers, _whole(actor, tree(), roles))


def hand_over(
    actor: Actor, places: Iterable[UUID], kinds: Iterable[Kind], known: Register | None = None
) -> Hand:
    """Who an actor is to what stands in any of these organisations; `known`: the tree, where it is at hand."""
    roles = roles_for(kinds)
    covers = any(actor.over(place, *roles) for place in places)
    return Hand(actor.account, actor.person, covers, _whole(actor, known or tree(), roles))


def _whole(actor: Actor, known: Register, roles: tuple[str, ...]) -> bool:
    return known.root is not None and actor.over(known.root.id, *roles)


def roles_for(kinds: Iterable[Kind]) -> tuple[str, ...]:
    """The hats that keep the books of these kinds."""
    return OF_GATES if Kind.GATE in set(kinds) else KEEPERS_OF_BOOKS


def who(people: Iterable[UUID]) -> Register:
    """These people by name and branch, and nothing else about them."""
    facts = glances.descriptions(set(people))
    return fold_register(facts, glances.words_of(facts)) if facts else Register({}, {}, {})


def names(known: Register) -> dict[str, str]:
    """Organisations and stations of the tree by their id as bodies spell it."""
    found = {uid.hex: org.name for uid, org in known.orgs.items()}
    return found | {uid.hex: station.name for uid, station in known.stations.items()}

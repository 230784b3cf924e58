"""One fact on a sheet: what it says, where it came from, whether it stands, and what has been asked about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from zhixing.actions.actors import tree
from zhixing.actions.hands import bench_for, names
from zhixing.actions.reading import note_reading
from zhixing.core.corrections.cases import ObjectionCase, ProposalCase
from zhixing.core.corrections.rules import NOT_OBJECTED, NOT_REVERSED
from zhixing.core.facts.kinds import PracticeVisit, SessionHeld
from zhixing.core.facts.record import Fact
from zhixing.core.facts.telling import Said, kind_word, said
from zhixing.store.ledger import redress
from zhixing.store.people.queries import Actor


@dataclass(frozen=True, slots=True)
class FactSheet:
    """A fact for whoever may act on it. `session` is the fact that describes what it is about, if it may be changed."""

    fact: Fact
    kind: str
    rows: tuple[Said, ...]
    source: str
    name: str
    branch: str
    reversed: bool
    objections: tuple[ObjectionCase, ...]
    waiting: ProposalCase | None
    session: UUID | None
    reversible: bool
    own: bool

    @property
    def open_objection(self) -> ObjectionCase | None:
        """The objection to it that waits for an answer."""
        return next((one for one in self.objections if one.end is None), None)


def sheet_for_officer(actor: Actor, uid: UUID, *, now: dt.datetime) -> FactSheet | None:
    """A fact for who keeps the books it stands in; None for what is not there or not his. Reading it is noted."""
    found = _sheet(actor, uid, own=False)
    if found is not None and found.fact.subject is not None:
        note_reading(actor, subject=found.fact.subject, what=f"{found.kind}（准备更正）", now=now)
    return found


def sheet_for_member(actor: Actor, uid: UUID) -> FactSheet | None:
    """A fact about oneself; None for any other."""
    return _sheet(actor, uid, own=True)


def _sheet(actor: Actor, uid: UUID, *, own: bool) -> FactSheet | None:
    bench = bench_for(actor, target=uid)
    fact = bench.target
    if fact is None or fact.kind in NOT_OBJECTED:
        return None
    mine = actor.person is not None and fact.subject == actor.person
    if (own and not mine) or (not own and not bench.hand.covers):
        return None
    person = bench.people.people.get(fact.subject) if fact.subject else None
    things = redress.things([fact.about]) if fact.about else []
    gone = {one.reverses for one in things}
    held = [
        one for one in things if one.uid not in gone and isinstance(one.body, SessionHeld | PracticeVisit)
    ]
    title = next((getattr(one.body, "title", "") or getattr(one.body, "place", "") for one in held), "")
    known = names(tree())
    branch = person.roll[-1].org.hex if person and person.roll else fact.chain.hex
    return FactSheet(
        fact=fact,
        kind=kind_word(fact.kind),
        rows=said(fact, known, title=title),
        source=fact.source.words,
        name=person.name if person else "",
        branch=known.get(branch, ""),
        reversed=bench.reversed,
        objections=tuple(bench.cases.objections_to(uid)),
        waiting=bench.cases.open_proposal(uid),
        session=held[-1].uid if held and fact.subject else None,
        reversible=fact.kind not in NOT_REVERSED,
        own=mine,
    )

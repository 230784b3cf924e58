"""Seeing a year: the dossier for whoever may see it, folded once for each state of the ledger."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from threading import Lock
from uuid import UUID

from zhixing.actions.actors import tree, whole_tree
from zhixing.actions.start import rulebooks
from zhixing.core.facts.kinds import Talk
from zhixing.core.facts.record import Fact
from zhixing.core.figures.member import MemberYear, frame, member_year
from zhixing.core.figures.organ import OrganYear, organ_year
from zhixing.core.figures.yearfacts import sort_facts
from zhixing.core.people.register import Org, Person, fold_register
from zhixing.store.ledger import glances, marks, queries
from zhixing.store.people.queries import BRANCH, DISCIPLINE, SECRETARY, SUPERIOR, Actor, access_mark

KEPT = 4
"""Folded years kept in memory; one is some ten megabytes for three hundred members."""

READERS = (BRANCH, SECRETARY, DISCIPLINE, SUPERIOR)
"""Hats that read the members' year of the branches they cover."""
GATE_READERS = (SECRETARY, DISCIPLINE, SUPERIOR)
"""Hats that see whether a gate stands (gate.visible_to: 书记, 纪检委员), and the organ's officer who enters them."""

_kept: OrderedDict[tuple[str, int, dt.date, str], OrganYear] = OrderedDict()
_folding = Lock()
_outlines: dict[str, Outline] = {}


@dataclass(frozen=True, slots=True)
class Outline:
    """What every page shows around its matter: the organ, its branches in order, the years on the ledger."""

    organ: Org | None
    branches: tuple[Org, ...]
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MemberFile:
    """One member's year and the facts behind it; `reversed` pairs each reversed fact with its reversal."""

    year: int
    member: MemberYear
    person: Person
    as_of: dt.date
    rulebook: str
    facts: Mapping[UUID, Fact]
    reversed: tuple[tuple[Fact, Fact], ...]
    batches: Mapping[UUID, glances.BatchName]


def whole_year(year: int, *, today: dt.date) -> OrganYear:
    """The dossier of a year, for those who may see the whole tree and for the command line."""
    as_of = min(today, dt.date(year, 12, 31))
    with _folding:
        key = (queries.fingerprint(), year, as_of, rulebooks().digest)
        if key not in _kept:
            _kept[key] = organ_year(queries.facts(), queries.words(), rulebooks(), year=year, today=today)
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
        _kept.move_to_end(key)
        return _kept[key]


def year_for(actor: Actor, year: int, *, today: dt.date) -> OrganYear:
    """The part of a year that an actor may see: himself, his branch (without gates), or everything."""
    whole = whole_year(year, today=today)
    if whole_tree(actor, *GATE_READERS):
        return whole
    everything, reach = whole_tree(actor, *READERS), actor.reach(*READERS)
    return replace(
        whole,
        members=tuple(
            _shown(actor, member)
            for member in whole.members
            if member.branch_id in reach or member.id == actor.person
        ),
        branches=tuple(unit for unit in whole.branches if unit.id in reach),
        structure=tuple(one for one in whole.structure if everything or one.org in reach),
        organ=whole.organ if everything else None,
        open=(),
        dues=(),
    )


def outline() -> Outline:
    """Organ, branches and years, read once for each state of the ledger."""
    mark = queries.fingerprint()
    if mark not in _outlines:
        register = tree()
        found = Outline(register.root, tuple(register.branches()), tuple(glances.years()))
        _outlines.clear()
        _outlines[mark] = found
        return found
    return _outlines[mark]


def file_mark(person: UUID, *, today: dt.date) -> tuple[str, int, str, dt.date]:
    """What a member's file depends on: whoever keeps one keeps it by this."""
    return marks.person_mark(person), access_mark(), rulebooks().digest, today


def member_year_for(actor: Actor, person: UUID, year: int, *, today: dt.date) -> MemberFile | None:
    """One member's file, from the facts that name him or her alone; None where there is none to be seen.

    The figures are those of the whole fold (a test compares them), without reading the whole ledger.
    """
    if actor.person != person and not actor.wears(*READERS):
        return None
    mine = glances.about_person(person)
    speakers = {UUID(fact.body.speaker) for fact in mine if isinstance(fact.body, Talk) and fact.body.speaker}
    people = [*mine, *glances.descriptions(speakers - {person})]
    everything = _each_once([*glances.organisation(), *people])
    register = fold_register(everything, glances.words_of(people))
    one = register.people.get(person)
    if one is None:
        return None
    seen = frame(year, today, rulebooks(), register, sort_facts(everything), everything)
    member = member_year(one, seen)
    if member is None or not (actor.person == person or actor.over(member.branch_id, *READERS)):
        return None
    return MemberFile(
        year=year,
        member=_shown(actor, member),
        person=one,
        as_of=seen.as_of,
        rulebook=rulebooks().digest,
        facts={fact.uid: fact for fact in everything},
        reversed=_reversed(mine),
        batches=glances.batch_names(),
    )


def _shown(actor: Actor, member: MemberYear) -> MemberYear:
    """A gate is for the member himself, the secretary, the discipline officer and the organ's officer."""
    if actor.person == member.id or actor.over(member.branch_id, *GATE_READERS):
        return member
    return without_gate(member)


def without_gate(member: MemberYear) -> MemberYear:
    """The year as those see it who do not know of gates."""
    hidden = replace(member.gate, value=None, sentence="由书记和纪检委员掌握，此处不显示", lines=())
    return replace(member, gate=hidden)


def _each_once(facts: Iterable[Fact]) -> list[Fact]:
    return sorted({fact.uid: fact for fact in facts}.values(), key=lambda fact: fact.seq)


def _reversed(facts: Iterable[Fact]) -> tuple[tuple[Fact, Fact], ...]:
    known = {fact.uid: fact for fact in facts}
    undone = [fact for fact in known.values() if fact.reverses in known]
    return tuple((known[fact.reverses], fact) for fact in undone if fact.reverses is not None)

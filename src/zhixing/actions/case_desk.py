"""Seeing cases: what waits for an answer, what waits for a second person, what became of the rest, with due days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.actions.actors import tree
from zhixing.actions.hands import hand_over, names, who
from zhixing.actions.reading import note_opening
from zhixing.actions.start import rulebooks
from zhixing.actions.workdays import workdays
from zhixing.core.calendar.workdays import Deadline, Workdays
from zhixing.core.corrections.cases import Cases, ObjectionCase, ProposalCase, fold_cases
from zhixing.core.corrections.replacement import read
from zhixing.core.corrections.rules import Hand
from zhixing.core.facts.kinds import PracticeVisit, SessionHeld
from zhixing.core.facts.record import Draft, Fact
from zhixing.core.facts.telling import Names, Said, confidential, kind_word, line, said
from zhixing.core.people.register import Register
from zhixing.core.rules.book import Rule
from zhixing.store.ledger import redress
from zhixing.store.people.queries import Actor

Case = ObjectionCase | ProposalCase


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as lists show it: no confidential words. `confidential`: what it is about is so."""

    uid: UUID
    objection: bool
    person: UUID | None
    name: str
    branch: str
    what: str
    day: dt.date | None
    told: str
    raised: dt.date
    by: str
    state: str
    open: bool
    due: Deadline
    overdue: bool
    second_needed: bool
    mine: bool
    ended: str
    confidential: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """The cases of whoever looks, each list in order of its due day; what is settled, the latest first."""

    to_answer: tuple[CaseLine, ...]
    to_confirm: tuple[CaseLine, ...]
    settled: tuple[CaseLine, ...]

    @property
    def overdue(self) -> int:
        """How many are past their day."""
        return sum(one.overdue for one in (*self.to_answer, *self.to_confirm))


@dataclass(frozen=True, slots=True)
class Compared:
    """A field before and after; `after` empty with `gone` where the fact is taken back altogether."""

    label: str
    before: str
    after: str
    changed: bool


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case opened: its words, the fact before and after, where it stands, who may do what next."""

    line: CaseLine
    case: Case
    target: Fact | None
    source: str
    rows: tuple[Compared, ...]
    gone: bool
    late: tuple[tuple[Said, ...], ...]
    reason: str
    answer: str
    objection: ObjectionCase | None
    objection_reason: str
    related: tuple[CaseLine, ...]
    reversed: bool
    earlier: tuple[ObjectionCase, ...]
    hand: Hand
    session: UUID | None


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Everything that a list of cases needs, read once."""

    cases: Cases
    facts: Mapping[UUID, Fact]
    gone: frozenset[UUID]
    titles: Mapping[UUID, str]
    sessions: Mapping[UUID, UUID]
    register: Register
    tree: Register
    names: Names
    days: Workdays
    today: dt.date

    def line(self, case: Case, actor: Actor) -> CaseLine:
        target = self.facts.get(case.target) if case.target else None
        subject = case.person if isinstance(case, ObjectionCase) else case.subject
        one = self.register.people.get(subject) if subject else None
        due = self.due(case)
        objection = isinstance(case, ObjectionCase)
        ended = f"{case.end.at:%Y-%m-%d} {case.end.by}" if case.end else ""
        return CaseLine(
            uid=case.uid,
            objection=objection,
            person=subject,
            name=one.name if one else "",
            branch=self.tree.name_of(one.roll[-1].org if one and one.roll else case.chain),
            what=kind_word(target.kind) if target else f"定格年度补记 {len(_drafts(case))} 条",
            day=target.day if target else None,
            told=self.told(target) if target else "",
            raised=case.day,
            by=case.by,
            state=case.words,
            open=case.end is None,
            due=due,
            overdue=case.end is None and due.passed(self.today),
            second_needed=isinstance(case, ProposalCase) and case.end is None,
            mine=isinstance(case, ProposalCase) and case.account == actor.account,
            ended=ended,
            confidential=target is not None and confidential(target.kind),
        )

    def told(self, fact: Fact | Draft) -> str:
        """The fact in one line; sealed words are not among it."""
        return line(fact, self.names, title=self.title(fact))

    def title(self, fact: Fact | Draft) -> str:
        """The session or visit that a fact is about."""
        return self.titles.get(fact.about, "") if fact.about else ""

    def due(self, case: Case) -> Deadline:
        """The last day for an answer, or for the second person."""
        rule = _terms(case.day)
        n = rule.whole("answer_workdays" if isinstance(case, ObjectionCase) else "confirm_workdays")
        return self.days.add_workdays(case.day, n, counting_start=bool(rule.whole("first_day_counts")))

    def places(self, case: Case) -> set[UUID]:
        """The organisations whose officers keep the books that a case stands in."""
        subject = case.person if isinstance(case, ObjectionCase) else case.subject
        one = self.register.people.get(subject) if subject else None
        return {case.chain, *([one.roll[-1].org] if one and one.roll else [])}

    def hand(self, case: Case, actor: Actor) -> Hand:
        """Who an actor is to a case."""
        target = self.facts.get(case.target) if case.target else None
        kinds = [target.kind] if target else [one.kind for one in _drafts(case)]
        return hand_over(actor, self.places(case), kinds, self.tree)


def desk(actor: Actor, *, today: dt.date, person: UUID | None = None) -> Desk:
    """The cases that an officer keeps, of one person or of all; never those about himself."""
    shelf = _shelf(fold_cases(redress.case_facts(subject=person)), today)
    everybody: list[Case] = [*shelf.cases.objections.values(), *shelf.cases.proposals.values()]
    found = [
        shelf.line(case, actor)
        for case in everybody
        if _about(case) != actor.person and shelf.hand(case, actor).covers
    ]
    waiting = sorted(
        (one for one in found if one.open), key=lambda one: (one.due.day, one.raised, str(one.uid))
    )
    over = tuple(
        sorted((one for one in found if not one.open), key=lambda one: (one.ended, one.raised), reverse=True)
    )
    # An objection whose correction waits for the second person stands there, not twice.
    to_answer = tuple(one for one in waiting if one.objection and one.state == "待答复")
    return Desk(to_answer, tuple(one for one in waiting if one.second_needed), over)


def own_objections(person: UUID, actor: Actor, *, today: dt.date) -> tuple[CaseLine, ...]:
    """One's own objections, the latest first."""
    shelf = _shelf(fold_cases(redress.case_facts(subject=person)), today)
    return tuple(shelf.line(one, actor) for one in reversed([*shelf.cases.objections.values()]))


def open_case(actor: Actor, uid: UUID, *, now: dt.datetime, today: dt.date) -> CaseFile | None:
    """A case with its words, for the member it is about and the officers who keep it; else None.

    Whoever opens another's is noted, with the person concerned.
    """
    cases = fold_cases(redress.case_facts())
    case: Case | None = cases.objections.get(uid) or cases.proposals.get(uid)
    if case is None:
        return None
    shelf = _shelf(_around(cases, case), today)
    own = isinstance(case, ObjectionCase) and case.person == actor.person
    hand = shelf.hand(case, actor)
    if not own and (not hand.covers or (_about(case) is not None and _about(case) == actor.person)):
        return None
    subject = _about(case)
    if subject is not None and not own:
        note_opening(
            actor,
            subject=subject,
            what=f"{'异议' if isinstance(case, ObjectionCase) else '更正提议'}的理由",
            now=now,
        )
    return _file(shelf, case, actor, hand)


def _file(shelf: _Shelf, case: Case, actor: Actor, hand: Hand) -> CaseFile:
    objection = (
        case if isinstance(case, ObjectionCase) else shelf.cases.objections.get(case.objection or case.uid)
    )
    wanted = {case.uid, *([case.end.fact] if case.end else []), *([objection.uid] if objection else [])}
    words = redress.opened_words(wanted)
    target = shelf.facts.get(case.target) if case.target else None
    drafts = read(case.drafts, words.get(case.uid)) if isinstance(case, ProposalCase) else ()
    rows = _compared(shelf, target, drafts[0] if drafts else None) if target else ()
    related = [
        shelf.line(one, actor)
        for one in shelf.cases.proposals.values()
        if isinstance(case, ObjectionCase) and one.objection == case.uid
    ]
    return CaseFile(
        line=shelf.line(case, actor),
        case=case,
        target=target,
        source=target.source.words if target else "",
        rows=rows,
        gone=isinstance(case, ProposalCase) and not drafts,
        late=tuple(said(one, shelf.names, title=shelf.title(one)) for one in drafts)
        if target is None
        else (),
        reason=words.get(case.uid, {}).get("reason", ""),
        answer=words.get(case.end.fact, {}).get("words", "") if case.end else "",
        objection=objection,
        objection_reason=words.get(objection.uid, {}).get("reason", "") if objection else "",
        related=tuple(related),
        reversed=case.target in shelf.gone,
        earlier=tuple(shelf.cases.objections_to(case.target)) if case.target else (),
        hand=hand,
        session=shelf.sessions.get(target.about) if target and target.about and target.subject else None,
    )


def _compared(shelf: _Shelf, target: Fact, draft: Draft | None) -> tuple[Compared, ...]:
    before = {one.label: one.value for one in said(target, shelf.names, title=shelf.title(target))}
    after = (
        {one.label: one.value for one in said(draft, shelf.names, title=shelf.title(draft))} if draft else {}
    )
    labels = dict.fromkeys([*before, *after])
    return tuple(
        Compared(
            label,
            before.get(label, ""),
            after.get(label, ""),
            draft is not None and before.get(label) != after.get(label),
        )
        for label in labels
    )


def _shelf(cases: Cases, today: dt.date) -> _Shelf:
    everybody: list[Case] = [*cases.objections.values(), *cases.proposals.values()]
    drafts = [draft for case in everybody for draft in _drafts(case)]
    found = redress.with_things({case.target for case in everybody if case.target is not None})
    facts = {fact.uid: fact for fact in found}
    late = {one.about for one in drafts} - {one.about for one in found} - {None}
    things = [*found, *redress.things({one for one in late if one is not None})]
    gone = {fact.reverses for fact in things if fact.reverses is not None}
    known = [fact for fact in things if fact.uid not in gone]
    # Of a session that was put right its present title; of one that was reversed its last.
    titles = {fact.about: _title(fact) for fact in (*things, *known) if fact.about and _title(fact)}
    sessions = {fact.about: fact.uid for fact in known if fact.about and isinstance(fact.body, SessionHeld)}
    people = {about for case in everybody if (about := _about(case)) is not None}
    known_tree = tree()
    return _Shelf(
        cases,
        facts,
        frozenset(gone),
        titles,
        sessions,
        who(people),
        known_tree,
        names(known_tree),
        workdays(),
        today,
    )


def _around(cases: Cases, case: Case) -> Cases:
    """The case, and those about the same fact."""
    linked = case.objection if isinstance(case, ProposalCase) else case.uid
    objections = {
        uid: one for uid, one in cases.objections.items() if one.target == case.target or uid == linked
    }
    proposals = {
        uid: one
        for uid, one in cases.proposals.items()
        if uid == case.uid
        or (one.target is not None and one.target == case.target)
        or one.objection == case.uid
    }
    return Cases(objections, proposals)


def _drafts(case: Case) -> tuple[Draft, ...]:
    return read(case.drafts) if isinstance(case, ProposalCase) else ()


def _about(case: Case) -> UUID | None:
    return case.person if isinstance(case, ObjectionCase) else case.subject


def _title(fact: Fact) -> str:
    if isinstance(fact.body, SessionHeld):
        return fact.body.title
    return fact.body.place if isinstance(fact.body, PracticeVisit) else ""


def _terms(day: dt.date) -> Rule:
    return rulebooks().need("correction.terms", day)

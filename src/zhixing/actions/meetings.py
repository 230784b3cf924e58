"""Meetings: one entry for everything about one, whoever sends it (a page, a phone's outbox), and what comes later.

`record_meeting` is idempotent by the uid of the form: sent twice, it is entered once. Raises `NotYours` where the
actor keeps no such books, `Refused` with the field that is wrong, `FactError` for what contradicts the ledger,
`YearFrozen` for a closed year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from zhixing.actions.dossier import READERS
from zhixing.actions.record import Entered
from zhixing.actions.recording import Ask, Booked, NotYours, book, desk, keeps
from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.core.facts.kinds import Attendance, Kind, SessionHeld
from zhixing.core.facts.meetings import (
    DecisionMade,
    DecisionState,
    ExpectedList,
    LeftOut,
    MinutesKept,
    SessionDates,
    VideoJoined,
    VoteTaken,
)
from zhixing.core.facts.meetings import Observer as ObserverFact
from zhixing.core.facts.record import Draft, Fact
from zhixing.core.figures.due import Due, Sort
from zhixing.core.recording import meetings
from zhixing.core.recording.base import Recorded, Refused
from zhixing.core.recording.called import Called, Scope, called, voters
from zhixing.core.recording.meetings import MeetingForm, Papers
from zhixing.core.recording.votes import Check, checks, quorum
from zhixing.store.ledger import bookings, redress, things
from zhixing.store.people.queries import Actor

VERB = "登记学习活动"


def may_record(actor: Actor, org: UUID | None) -> bool:
    """Whether an actor may record a meeting of an organisation; None is the whole organ."""
    return keeps(actor, org, roll().register)


def record_meeting(form: MeetingForm, ask: Ask) -> Booked:
    """A meeting with its roll and everything beside it, all of it or none."""
    at = desk(ask.today)
    if not keeps(ask.by, form.session.org, at.register):
        raise NotYours
    return book(meetings.meeting(form, at, rulebooks()), ask, VERB, None)


def add_papers(session: UUID, form: Papers, ask: Ask) -> Booked:
    """Minutes, observers, votes, decisions of a session on the ledger, behind those it has. Raises Refused, NotYours."""
    at, held = desk(ask.today), bookings.thing(Kind.SESSION_HELD, session)
    if held is None or not keeps(ask.by, held.chain, at.register):
        raise NotYours
    facts = things.about(session)
    base, present = _voting(facts, held)
    drafts = meetings.papers(
        form,
        held,
        at,
        rulebooks(),
        base=base,
        present=present,
        votes_before=_last(facts, VoteTaken),
        decisions_before=max(_last(facts, DecisionMade), _last(facts, DecisionState)),
        observers_before=_last(facts, ObserverFact),
    )
    if not drafts:
        raise Refused("papers", "没有填写内容；会议记录、列席、表决、决议至少填一样")
    return book(Recorded(drafts[0], tuple(drafts[1:])), ask, "登记会议记录", None, anew=True)


def settle_decision(session: UUID, nth: int, state: str, ask: Ask) -> Booked:
    """A decision is carried out, or given up: by who keeps the books, or by whoever sees to it. Raises NotYours."""
    found = [one for one in decisions_of(session) if one.nth == nth]
    if not found or not may_settle(ask.by, found[0]):
        raise NotYours
    one = found[0]
    if one.state:
        return Booked(one.draft, Entered((), 1))
    recorded = Recorded(meetings.decision_state(one.draft, state, desk(ask.today)))
    return book(recorded, ask, "登记决议办理", one.draft.subject)


def called_for(org: UUID, forms: Sequence[str], day: dt.date, *, group: UUID | None = None) -> Called | None:
    """Whom a meeting of an organisation calls by its forms; None where there is no such organisation."""
    register = roll().register
    found = register.orgs.get(org)
    return called(register, found, forms, day, group=group) if found else None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on the ledger; `state` empty while it is open. `stated` is the fact that says its state."""

    session: UUID
    nth: int
    text: str
    owner: UUID | None
    due: dt.date | None
    state: str
    settled: dt.date | None
    chain: UUID
    draft: Draft
    fact: UUID
    stated: UUID | None

    def late(self, today: dt.date) -> bool:
        """Whether its day has passed and it is still open."""
        return not self.state and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote with its words and how it stands to the rules."""

    body: VoteTaken
    matter: str
    reason: str
    checks: tuple[Check, ...]
    fact: UUID


@dataclass(frozen=True, slots=True)
class OnFile:
    """Everything beside the roll of a session. `left` and `no_vote`: people with the code of the reason.

    `observed` are the facts behind `observers`, in the same order.
    """

    expected: ExpectedList | None
    quorum: Check | None
    quorum_reason: str
    left: tuple[tuple[UUID, str], ...]
    no_vote: tuple[tuple[UUID, str], ...]
    minutes: MinutesKept | None
    words: Mapping[str, str]
    observers: tuple[tuple[UUID | None, str], ...]
    observed: tuple[UUID, ...]
    votes: tuple[Vote, ...]
    decisions: tuple[Decision, ...]
    dates: tuple[dt.date, ...]
    came_on: Mapping[UUID, dt.date]
    video: frozenset[UUID]


def on_file(session: UUID) -> OnFile:
    """What is kept of a session beside its roll. Two queries; whether the reader may see it is the caller's to check."""
    facts = things.about(session)
    words = redress.opened_words({fact.uid for fact in facts if fact.private_digest})
    lists = [fact for fact in facts if isinstance(fact.body, ExpectedList)]
    minutes = [fact for fact in facts if isinstance(fact.body, MinutesKept)]
    held = [fact for fact in facts if isinstance(fact.body, SessionHeld)]
    day = held[-1].day if held and held[-1].day else dt.date.min
    days = [fact.body.dates for fact in facts if isinstance(fact.body, SessionDates)]
    expected = lists[-1].body if lists else None
    assert expected is None or isinstance(expected, ExpectedList)
    minute = minutes[-1].body if minutes else None
    assert minute is None or isinstance(minute, MinutesKept)
    return OnFile(
        expected=expected,
        quorum=_quorum(expected, facts, day),
        quorum_reason=words.get(lists[-1].uid, {}).get("reason", "") if lists else "",
        left=_left(facts, "roll"),
        no_vote=_left(facts, "vote"),
        minutes=minute,
        words=words.get(minutes[-1].uid, {}) if minutes else {},
        observers=tuple(
            (fact.subject, words.get(fact.uid, {}).get("name", ""))
            for fact in facts
            if isinstance(fact.body, ObserverFact)
        ),
        observed=tuple(fact.uid for fact in facts if isinstance(fact.body, ObserverFact)),
        votes=tuple(_votes(facts, words, day)),
        decisions=_decisions(facts, words),
        dates=tuple(map(dt.date.fromisoformat, days[-1].split())) if days else (),
        came_on={
            fact.subject: fact.day
            for fact in facts
            if days and isinstance(fact.body, Attendance) and fact.subject and fact.day
        },
        video=frozenset(
            fact.subject for fact in facts if isinstance(fact.body, VideoJoined) and fact.subject
        ),
    )


def decisions_of(session: UUID) -> tuple[Decision, ...]:
    """The decisions of a session, with their words."""
    facts = things.about(session)
    words = redress.opened_words({fact.uid for fact in facts if isinstance(fact.body, DecisionMade)})
    return _decisions(facts, words)


def open_decisions(owner: UUID | None = None) -> tuple[Decision, ...]:
    """Every decision that nobody has settled, by due day; with `owner`, his alone are opened. Two queries."""
    facts = things.of_kinds(Kind.DECISION_MADE, Kind.DECISION_STATE)
    settled = {
        (fact.about, fact.body.nth) for fact in facts if isinstance(fact.body, DecisionState) and fact.about
    }
    waiting = [
        fact
        for fact in facts
        if isinstance(fact.body, DecisionMade)
        and (fact.about, fact.body.nth) not in settled
        and owner in (None, fact.subject)
    ]
    words = redress.opened_words({fact.uid for fact in waiting})
    return tuple(sorted(_decisions(waiting, words), key=lambda one: (one.due or dt.date.max, one.nth)))


def may_settle(actor: Actor, one: Decision) -> bool:
    """Whether an actor may say what became of a decision: its owner, or who keeps the books."""
    own = actor.person is not None and actor.person == one.owner
    return own or keeps(actor, one.chain, roll().register)


def _decisions(facts: Sequence[Fact], words: Mapping[UUID, Mapping[str, str]]) -> tuple[Decision, ...]:
    states = {fact.body.nth: fact for fact in facts if isinstance(fact.body, DecisionState)}
    found = []
    for fact in facts:
        if isinstance(fact.body, DecisionMade) and fact.about is not None:
            done = states.get(fact.body.nth)
            state = done.body.state if done and isinstance(done.body, DecisionState) else ""
            kept = words.get(fact.uid, {})
            draft = Draft(fact.body, fact.chain, fact.source, fact.subject, fact.about, fact.day, kept)
            found.append(
                Decision(
                    fact.about,
                    fact.body.nth,
                    kept.get("text", ""),
                    fact.subject,
                    fact.body.due,
                    state,
                    done.day if done else None,
                    fact.chain,
                    draft,
                    fact.uid,
                    done.uid if done else None,
                )
            )
    return tuple(found)


def _votes(facts: Sequence[Fact], words: Mapping[UUID, Mapping[str, str]], day: dt.date) -> list[Vote]:
    found = []
    for fact in facts:
        if isinstance(fact.body, VoteTaken):
            kept = words.get(fact.uid, {})
            told = checks(fact.body, rulebooks(), day)
            found.append(Vote(fact.body, kept.get("matter", ""), kept.get("reason", ""), told, fact.uid))
    return found


def _left(facts: Sequence[Fact], base: str) -> tuple[tuple[UUID, str], ...]:
    return tuple(
        (fact.subject, fact.body.reason)
        for fact in facts
        if isinstance(fact.body, LeftOut) and fact.body.base == base and fact.subject
    )


def _present(facts: Sequence[Fact]) -> set[UUID]:
    return {
        fact.subject
        for fact in facts
        if isinstance(fact.body, Attendance) and fact.body.state == "present" and fact.subject
    }


def _quorum(expected: ExpectedList | None, facts: Sequence[Fact], day: dt.date) -> Check | None:
    """Only a committee meeting needs its half to be held at all (第十二条); others need it to vote."""
    if expected is None or expected.scope != Scope.COMMITTEE:
        return None
    return quorum("committee", len(_present(facts)), expected.base, rulebooks(), day)


def _voting(facts: Sequence[Fact], held: Draft) -> tuple[int, int]:
    """Who may vote at a session on the ledger, and how many of them were there; by its list, else by the roll."""
    register, day = roll().register, held.day
    body = held.body
    assert isinstance(body, SessionHeld)
    org = register.orgs.get(held.chain)
    if org is None or day is None:
        return 0, 0
    lists = [fact.body for fact in facts if isinstance(fact.body, ExpectedList)]
    group = UUID(lists[-1].org) if lists and lists[-1].scope == Scope.GROUP else None
    whole = called(register, org, [body.form], day, group=group)
    stated = dict(_left(facts, "vote"))
    rule = rulebooks().on("voting.base", day)
    may, _ = voters(whole, register, day, rule.words("probationary") if rule else (), stated)
    there = _present(facts)
    base = lists[-1].base if lists else len(may)
    return base, min(base, sum(one.id in there for one in may))


def _last(facts: Sequence[Fact], kind: type[VoteTaken | DecisionMade | DecisionState | ObserverFact]) -> int:
    """The highest number given so far; a state may outlive the decision that was taken back."""
    return max((fact.body.nth for fact in facts if isinstance(fact.body, kind)), default=0)


def readable(actor: Actor, session: UUID, chain: UUID) -> OnFile | None:
    """What is kept beside the roll, for those who read the books it stands in; None for others."""
    return on_file(session) if actor.over(chain, *READERS) else None


def own_decisions(person: UUID) -> tuple[Decision, ...]:
    """The decisions that a member sees to and nobody has settled, by due day."""
    return open_decisions(person)


def waiting(actor: Actor, today: dt.date) -> Iterator[Due]:
    """What stands in 待办: decisions that nobody has settled, for who keeps the books and for whoever sees to them."""
    register = roll().register
    for one in open_decisions():
        if may_settle(actor, one):
            person = register.people.get(one.owner) if one.owner else None
            words = f"{one.text}（{person.name if person else '支部'}负责）"
            org = register.name_of(one.chain)
            yield Due(
                Sort.DECISION,
                one.chain,
                org,
                words,
                one.late(today),
                one.due,
                basis="会议决议",
                form=str(one.nth),
                person=one.owner,
                thing=one.session,
            )

"""What a session's page shows beside its roll: who was expected, minutes, observers, votes by their rules, decisions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID, uuid4

from zhixing.actions.meetings import Decision, OnFile, Vote, may_settle
from zhixing.actions.roll import roll
from zhixing.core.facts.meeting_words import REASONS, RULES, SCOPES, WAYS
from zhixing.core.recording.votes import Check
from zhixing.store.people.queries import Actor
from zhixing.web.shared.citing import CiteLink, cite_links


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A rule held against a number: met or not, the sentence, its article."""

    met: bool
    sentence: str
    cites: tuple[CiteLink, ...]


@dataclass(frozen=True, slots=True)
class VoteLine:
    """A vote."""

    nth: int
    matter: str
    rule: str
    base: int
    present: int
    approve: int
    against: int
    abstain: int
    passed: bool
    reason: str
    checks: tuple[CheckLine, ...]
    fact: UUID


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision; `settle`: the reader may say what became of it. `fact` is what a correction takes back."""

    nth: int
    text: str
    owner: str
    due: dt.date | None
    late: bool
    state: str
    settled: dt.date | None
    settle: bool
    uid: str
    fact: UUID


@dataclass(frozen=True, slots=True)
class PapersShown:
    """All of it. `left` and `no_vote`: reason with the names; `facts`: named lines of the minutes."""

    scope: str
    base: int | None
    others: int
    left: tuple[tuple[str, str], ...]
    no_vote: tuple[tuple[str, str], ...]
    quorum: CheckLine | None
    quorum_reason: str
    minutes: tuple[tuple[str, str], ...]
    observers: tuple[tuple[str, UUID], ...]
    votes: tuple[VoteLine, ...]
    decisions: tuple[DecisionLine, ...]
    dates: tuple[tuple[dt.date, int], ...]
    video: int

    @property
    def any_papers(self) -> bool:
        """Whether anything of minutes, observers, votes or decisions is kept."""
        return bool(self.minutes or self.observers or self.votes or self.decisions)


def papers_shown(found: OnFile, actor: Actor, today: dt.date) -> PapersShown:
    """What is kept of a session, in words."""
    expected = found.expected
    unit = ""
    if expected is not None and expected.scope != "branch":
        name = roll().register.name_of(UUID(expected.org)) if expected.scope == "group" else ""
        unit = name or SCOPES.get(expected.scope, "")
    named = [_name(person) if person else name for person, name in found.observers]
    return PapersShown(
        scope=unit,
        base=expected.base if expected else None,
        others=expected.others if expected else 0,
        left=_by_reason(found.left),
        no_vote=_by_reason(found.no_vote),
        quorum=_check(found.quorum) if found.quorum else None,
        quorum_reason=found.quorum_reason,
        minutes=tuple(_minutes(found)),
        observers=tuple(zip(named, found.observed, strict=True)),
        votes=tuple(_vote(one) for one in found.votes),
        decisions=tuple(_decision(one, actor, today) for one in found.decisions),
        dates=tuple((day, sum(came == day for came in found.came_on.values())) for day in found.dates),
        video=len(found.video),
    )


def _minutes(found: OnFile) -> list[tuple[str, str]]:
    """Named lines; those that nobody has written are left out."""
    body, words = found.minutes, found.words
    if body is None:
        return []
    host = _name(UUID(body.host)) if body.host else ""
    recorder = _name(UUID(body.recorder)) if body.recorder else ""
    lines = (
        ("地点", body.place),
        ("主持人", host),
        ("记录人", recorder),
        ("方式", WAYS.get(body.way, "")),
        ("议题", words.get("agenda", "")),
        ("学习材料", words.get("materials", "")),
        ("发言要点", words.get("words", "")),
    )
    return [(label, text) for label, text in lines if text]


def _vote(one: Vote) -> VoteLine:
    body = one.body
    return VoteLine(
        body.nth,
        one.matter or "（文字已按规定删除）",
        RULES.get(body.rule, body.rule),
        body.base,
        body.present,
        body.approve,
        body.against,
        body.abstain,
        body.passed,
        one.reason,
        tuple(_check(check) for check in one.checks),
        one.fact,
    )


def _decision(one: Decision, actor: Actor, today: dt.date) -> DecisionLine:
    return DecisionLine(
        one.nth,
        one.text or "（文字已按规定删除）",
        _name(one.owner) if one.owner else "支部",
        one.due,
        one.late(today),
        one.state,
        one.settled,
        not one.state and may_settle(actor, one),
        str(uuid4()),
        one.stated or one.fact,
    )


def _check(check: Check) -> CheckLine:
    return CheckLine(check.met, check.sentence, cite_links(check.cites))


def _by_reason(pairs: tuple[tuple[UUID, str], ...]) -> tuple[tuple[str, str], ...]:
    """Names under each reason."""
    found: dict[str, list[str]] = {}
    for person, reason in pairs:
        found.setdefault(REASONS.get(reason, reason), []).append(_name(person))
    return tuple((reason, "、".join(names)) for reason, names in found.items())


def _name(person: UUID) -> str:
    known = roll().register.people.get(person)
    return known.name if known else "（不在名册）"

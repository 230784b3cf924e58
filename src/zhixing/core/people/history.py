"""The history of somebody: every dated statement in order, from – to, with who entered it; reversed ones, too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.facts.kinds import (
    Assignment,
    Body,
    DualLife,
    Exemption,
    Membership,
    NonMember,
    PersonDescribed,
    PostHeld,
    SpanClosed,
)
from zhixing.core.facts.moves import TransferOpened, TransferState
from zhixing.core.facts.record import Fact
from zhixing.core.people.register import Register
from zhixing.core.people.transfer import STEP_WORDS, Step

SHOWN = ("name", "gender", "ethnicity", "birth", "education", "joined_on")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. `since` None: since before the records; `ended` is the fact that closed it.

    `reversal` is the fact that took it back, `point` says that it tells of one day only.
    """

    what: str
    words: str
    since: dt.date | None
    until: dt.date | None
    point: bool
    fact: Fact
    ended: Fact | None
    reversal: Fact | None


def history(
    facts: Iterable[Fact], private: Mapping[UUID, Mapping[str, str]], register: Register
) -> tuple[Statement, ...]:
    """The statements among `facts` about one person, reversals included, by their beginning."""
    ordered = sorted(facts, key=lambda fact: fact.seq)
    undone = {fact.reverses: fact for fact in ordered if fact.reverses is not None}
    closed = {
        fact.about: fact
        for fact in ordered
        if isinstance(fact.body, SpanClosed) and fact.about and fact.uid not in undone and not fact.reverses
    }
    found = []
    for fact in ordered:
        said = None if fact.reverses else _said(fact.body, private.get(fact.uid, {}), register)
        if said is not None:
            found.append(_statement(fact, said, closed.get(fact.uid), undone.get(fact.uid)))
    return tuple(sorted(found, key=lambda one: (one.since or dt.date.min, one.fact.seq)))


def _statement(fact: Fact, said: tuple[str, str], end: Fact | None, undone: Fact | None) -> Statement:
    body = fact.body
    point = isinstance(body, TransferOpened | TransferState | PersonDescribed | NonMember)
    since = fact.day or getattr(body, "start", None)
    if isinstance(body, PersonDescribed | NonMember):
        since = body.as_of
    ends = [
        getattr(body, "until", None),
        end.body.until if end and isinstance(end.body, SpanClosed) else None,
    ]
    until = min((day for day in ends if day is not None), default=None)
    return Statement(*said, since, until, point, fact, end, undone)


def _said(body: Body, words: Mapping[str, str], register: Register) -> tuple[str, str] | None:
    """What kind of statement it is, and its words; None for what tells nothing by itself."""
    if isinstance(body, PersonDescribed):
        return "基本情况", "，".join(
            words[name] for name in SHOWN if words.get(name)
        ) or "（文字已按规定删除）"
    if isinstance(body, NonMember):
        return "发展阶段", f"{body.stage}（{register.name_of(UUID(body.org))}）"
    if isinstance(body, TransferOpened | TransferState):
        return _transfer(body, words, register)
    return _span(body, register)


def _span(body: Body, register: Register) -> tuple[str, str] | None:
    if isinstance(body, Membership):
        group = register.name_of(UUID(body.group)) if body.group else ""
        return "组织关系", "，".join(
            part for part in (_name(body.org, register) + group, body.standing) if part
        )
    if isinstance(body, PostHeld):
        return "任职", f"{_name(body.org, register)}{body.title}"
    if isinstance(body, Exemption):
        return "不作硬性要求", f"{body.decided_by}决定"
    if isinstance(body, Assignment):
        station = register.stations.get(UUID(body.station)) if body.station else None
        parts = (station.name if station else "", body.shift, body.duty)
        return "站点岗位", "，".join(part for part in parts if part)
    if isinstance(body, DualLife):
        return "双重组织生活", _name(body.org, register)
    return None


def _transfer(
    body: TransferOpened | TransferState, words: Mapping[str, str], register: Register
) -> tuple[str, str]:
    if isinstance(body, TransferState):
        return "转接", STEP_WORDS[Step(body.state)]
    outside = words.get("elsewhere") or "本单位以外"
    start = _name(body.source, register) if body.source else outside
    end = _name(body.target, register) if body.target else outside
    return "转接", f"{start} → {end}"


def _name(org: str, register: Register) -> str:
    return register.name_of(UUID(org))

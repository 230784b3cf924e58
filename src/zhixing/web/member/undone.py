"""Facts that were reversed: which figure they stood under, and who took them back, when and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from zhixing.actions.dossier import MemberFile
from zhixing.core.facts.kinds import (
    Assignment,
    Attendance,
    Exemption,
    Gate,
    Makeup,
    Membership,
    Pledge,
    PledgeState,
    PostHeld,
    PracticeJoined,
    SelfStudy,
    SelfStudyChecked,
    SessionHeld,
    SpanClosed,
    Talk,
    TestTaken,
    Training,
)
from zhixing.core.facts.record import Fact
from zhixing.core.facts.telling import KIND_WORDS
from zhixing.core.figures.presence import STATES

_SIMPLE: Mapping[str, tuple[type, ...]] = {
    "target_hours": (Membership, PostHeld, Exemption, SpanClosed, Assignment),
    "selfstudy_passed": (SelfStudy, SelfStudyChecked),
    "makeup": (Makeup,),
    "practice": (PracticeJoined,),
    "talks": (Talk,),
    "delayed_test": (TestTaken,),
    "pledges": (Pledge, PledgeState),
    "gate_at_year_end": (Gate,),
}
_LEDGERS = {"collective_hours": "A", "cadre_hours": "B", "online_hours": "C"}


@dataclass(frozen=True, slots=True)
class Undone:
    """A reversed fact in words: what it said and where it came from; who reversed it, with whom, why."""

    day: dt.date | None
    title: str
    source: str
    words: str


def undone(file: MemberFile, year: int) -> dict[str, tuple[Undone, ...]]:
    """The reversed facts of the year by the key of the figure they stood under."""
    sessions = _sessions(file)
    found: dict[str, list[Undone]] = {}
    for fact, reversal in file.reversed:
        if fact.day is not None and fact.day.year != year:
            continue
        for key in _keys(fact, sessions):
            found.setdefault(key, []).append(_words(fact, reversal, sessions))
    return {key: tuple(sorted(rows, key=_order)) for key, rows in found.items()}


def _sessions(file: MemberFile) -> dict[UUID, Fact]:
    """Sessions by id, reversed ones too: a reversed attendance still tells of what."""
    facts: Sequence[Fact] = [*file.facts.values()]
    return {fact.about: fact for fact in facts if fact.about and isinstance(fact.body, SessionHeld)}


def _keys(fact: Fact, sessions: Mapping[UUID, Fact]) -> list[str]:
    body = fact.body
    keys = [key for key, kinds in _SIMPLE.items() if isinstance(body, kinds)]
    if isinstance(body, Attendance | SessionHeld):
        keys.append("present")
    counts = isinstance(body, Makeup | Training | SessionHeld) or getattr(body, "state", "") == "present"
    if counts:
        session = sessions.get(fact.about) if fact.about else None
        ledgers = getattr(session.body if session else body, "ledgers", "")
        keys += [key for key, letter in _LEDGERS.items() if letter in ledgers]
    return keys


def _words(fact: Fact, reversal: Fact, sessions: Mapping[UUID, Fact]) -> Undone:
    when = timezone.localtime(reversal.received_at)
    by = f"{reversal.by}、{reversal.second}" if reversal.second else reversal.by
    words = f"{when:%Y-%m-%d %H:%M} 由{by}冲正，理由：{reversal.reason or '未写'}"
    return Undone(fact.day, _title(fact, sessions), fact.source.words, words)


def _title(fact: Fact, sessions: Mapping[UUID, Fact]) -> str:
    body = fact.body
    session = sessions.get(fact.about) if fact.about else None
    title = getattr(session.body if session else body, "title", "")
    if isinstance(body, Attendance):
        return f"{title}({STATES[body.state]})"
    if isinstance(body, SessionHeld):
        return f"{title}(整场)"
    if isinstance(body, Makeup):
        return f"{title}(补学)"
    plain = getattr(body, "output", "") or getattr(body, "way", "") or getattr(body, "code", "")
    return title or plain or KIND_WORDS.get(fact.kind.value, "登记")


def _order(row: Undone) -> tuple[dt.date, str]:
    return row.day or dt.date.min, row.title

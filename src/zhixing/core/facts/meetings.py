"""What is told of a session beside its roll: who was expected and who left out, minutes, votes, decisions, leave.

All of it is `about` the session (leave: about the asking), so that one look finds everything. Hours and attendance
rest on `SessionHeld`, `Attendance` and `Makeup` alone: nothing here adds a figure about anybody. Words that may name
people (agenda, minutes, the matter voted on, what was decided) stand in the private part.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhixing.core.facts.body import Body, Kind


@dataclass(frozen=True, slots=True)
class ExpectedList(Body):
    """应到名单快照: whom the form calls (`scope`: branch, committee, group) of unit `org`.

    `expected` stand on the roll, `base` may vote (应到会有表决权), `others` of the branch the form does not call.
    """

    scope: str
    org: str
    expected: int
    base: int
    others: int


@dataclass(frozen=True, slots=True)
class LeftOut(Body):
    """`subject` is left out of session `about`: of the roll (`roll`) or of the voting base (`vote`), and why (a code)."""

    base: str
    reason: str
    KEY: ClassVar[tuple[str, ...]] = ("base",)


@dataclass(frozen=True, slots=True)
class MinutesKept(Body):
    """会议记录: place, host and recorder (ids, or empty), way (site, remote, both). Agenda and words are kept apart."""

    place: str
    host: str
    recorder: str
    way: str


@dataclass(frozen=True, slots=True)
class Observer(Body):
    """列席: `subject`, or somebody named in the private part; never among those expected, earns no hours."""

    nth: int
    KEY: ClassVar[tuple[str, ...]] = ("nth",)


@dataclass(frozen=True, slots=True)
class VoteTaken(Body):
    """表决: rule (ordinary, committee, election, admission), who may vote (`base`), of them `present`; the votes.

    `passed` as the meeting stated it. The matter, and why it was recorded short of a rule, are kept apart.
    """

    nth: int
    rule: str
    base: int
    present: int
    approve: int
    against: int
    abstain: int
    passed: bool
    KEY: ClassVar[tuple[str, ...]] = ("nth",)


@dataclass(frozen=True, slots=True)
class DecisionMade(Body):
    """决议 number `nth` of session `about`; `subject` sees to it (nobody: the branch) by `due`. Words are kept apart."""

    nth: int
    due: dt.date | None
    KEY: ClassVar[tuple[str, ...]] = ("nth",)


@dataclass(frozen=True, slots=True)
class DecisionState(Body):
    """State of decision `nth` of session `about`: 已办结/不再办."""

    nth: int
    state: str
    KEY: ClassVar[tuple[str, ...]] = ("nth", "state")


@dataclass(frozen=True, slots=True)
class SessionDates(Body):
    """Session `about` was held on several `dates` (2026-03-05 2026-03-06): each person comes on one of them."""

    dates: str


@dataclass(frozen=True, slots=True)
class VideoJoined(Body):
    """`subject` was present at session `about` by video: present like everybody else."""


@dataclass(frozen=True, slots=True)
class AwayReason(Body):
    """Why `subject`, on leave or absent, did not come to session `about`: a code of `meeting_words.AWAY`, no words."""

    reason: str


@dataclass(frozen=True, slots=True)
class LeaveAsked(Body):
    """请假 for the session to come `title` on `date` (`code` as in one's own dates); the reason is a code, no words."""

    title: str
    date: dt.date
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class LeaveSettled(Body):
    """What became of asking `about`: granted (准假), declined (不准), withdrawn (本人撤回)."""

    outcome: str
    KEY: ClassVar[tuple[str, ...]] = ("outcome",)


MEETINGS: dict[Kind, type[Body]] = {
    Kind.EXPECTED_LIST: ExpectedList,
    Kind.LEFT_OUT: LeftOut,
    Kind.MINUTES_KEPT: MinutesKept,
    Kind.OBSERVER: Observer,
    Kind.VOTE_TAKEN: VoteTaken,
    Kind.DECISION_MADE: DecisionMade,
    Kind.DECISION_STATE: DecisionState,
    Kind.SESSION_DATES: SessionDates,
    Kind.VIDEO_JOINED: VideoJoined,
    Kind.AWAY_REASON: AwayReason,
    Kind.LEAVE_ASKED: LeaveAsked,
    Kind.LEAVE_SETTLED: LeaveSettled,
}
"""Their kinds."""
WRITTEN_ANEW = (MinutesKept,)
"""Minutes may be written anew; those entered last hold."""

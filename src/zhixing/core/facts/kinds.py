"""The closed list of fact kinds and what each one says.

A body holds ids, codes, days and numbers only: names and confidential words travel in the private part of a
fact, outside the hash chain, so that erasing them never breaks it. A new kind is a new dataclass here and one
line in `BODIES`; no table changes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhixing.core.facts.body import Body as Body
from zhixing.core.facts.body import Kind as Kind
from zhixing.core.facts.features import FeatureSet
from zhixing.core.facts.meetings import MEETINGS
from zhixing.core.facts.moves import OrgClosed, TransferOpened, TransferState
from zhixing.core.facts.problems import ComplaintTotal, ProblemEvidence, ProblemMerged, ProblemPlace
from zhixing.core.facts.redress import (
    CalendarYear,
    ChangeProposed,
    ChangeSettled,
    Objection,
    ObjectionAnswered,
)
from zhixing.core.facts.rostering import ROSTERING


@dataclass(frozen=True, slots=True)
class OrgSet(Body):
    """A Party organisation (机关党委/党总支/党支部/临时党支部/联合党支部/党小组). `about` is its id."""

    kind: str
    name: str
    parent: str
    order: int
    founded: dt.date | None = None
    elected: dt.date | None = None
    KEY: ClassVar[tuple[str, ...]] = ("elected",)


@dataclass(frozen=True, slots=True)
class StationSet(Body):
    """A station (站点): distance in tenths of a kilometre, minimum cover (每班最低在岗人数), shift (班制)."""

    name: str
    kind: str
    distance: int
    longitude: str
    latitude: str
    minimum: int
    shift: str
    order: int


@dataclass(frozen=True, slots=True)
class PersonDescribed(Body):
    """A person as a roster describes him or her; the words are in the private part."""

    as_of: dt.date | None
    KEY: ClassVar[tuple[str, ...]] = ("as_of",)


@dataclass(frozen=True, slots=True)
class Membership(Body):
    """组织关系: on the roll of branch `org` and group `group`, [`start`, `until`). None = open."""

    org: str
    group: str
    standing: str
    staff: str
    as_of: dt.date
    start: dt.date | None = None
    until: dt.date | None = None
    KEY: ClassVar[tuple[str, ...]] = ("org", "group", "standing", "start")


@dataclass(frozen=True, slots=True)
class PostHeld(Body):
    """A Party post (党内职务) in `org`, [`start`, `until`). `post` is a code, `title` the word on the roster."""

    org: str
    post: str
    title: str
    start: dt.date | None = None
    until: dt.date | None = None
    KEY: ClassVar[tuple[str, ...]] = ("org", "post", "start")


@dataclass(frozen=True, slots=True)
class Exemption(Body):
    """不作硬性要求 (条例第二十三条): its days and who decided; never the illness."""

    decided_by: str
    start: dt.date | None = None
    until: dt.date | None = None
    KEY: ClassVar[tuple[str, ...]] = ("start",)


@dataclass(frozen=True, slots=True)
class Assignment(Body):
    """Where and in which shift somebody works, and the administrative duty (行政职务/岗位)."""

    station: str
    shift: str
    duty: str
    start: dt.date | None = None
    until: dt.date | None = None
    KEY: ClassVar[tuple[str, ...]] = ("station", "shift", "duty", "start")


@dataclass(frozen=True, slots=True)
class DualLife(Body):
    """双重组织生活: also takes part in unit `org`."""

    org: str
    start: dt.date | None = None
    until: dt.date | None = None
    KEY: ClassVar[tuple[str, ...]] = ("org", "start")


@dataclass(frozen=True, slots=True)
class SpanClosed(Body):
    """The dated statement `about` (a fact's uid) ended: not valid from `until` on."""

    until: dt.date


@dataclass(frozen=True, slots=True)
class NonMember(Body):
    """入党申请人, 积极分子, 发展对象, 群众: stage, contact branch, mentor (培养联系人, a person's id)."""

    stage: str
    org: str
    mentor: str
    as_of: dt.date
    KEY: ClassVar[tuple[str, ...]] = ("stage", "org", "mentor")


@dataclass(frozen=True, slots=True)
class SessionHeld(Body):
    """A session (学习活动). `about` is its id; minutes whole; ledgers like `A+B`; void = 作废."""

    code: str
    start: str
    minutes: int
    form: str
    title: str
    category: str
    organiser: str
    ledgers: str
    problem: str
    expected: int | None
    present: int | None
    void: bool
    KEY: ClassVar[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True)
class Attendance(Body):
    """`subject` stands in one of the four lists of session `about`: present/duty/leave/absent."""

    state: str


@dataclass(frozen=True, slots=True)
class Makeup(Body):
    """补学 of session `about` on the fact's day: video (视频补学) or delivered (送学). One a person and session."""

    way: str


@dataclass(frozen=True, slots=True)
class Training(Body):
    """学时登记: days from the fact's day to `end`; `hours` (hundredths) only where stated; `same_as` a session code."""

    title: str
    organiser: str
    ledgers: str
    end: dt.date
    hours: int | None
    same_as: str
    proof: str
    void: bool
    KEY: ClassVar[tuple[str, ...]] = ("title", "ledgers", "end", "organiser", "proof", "same_as")


@dataclass(frozen=True, slots=True)
class SelfStudy(Body):
    """个人自学 output. `nth` tells two outputs of one person, day and form apart."""

    output: str
    nth: int
    KEY: ClassVar[tuple[str, ...]] = ("output", "nth")


@dataclass(frozen=True, slots=True)
class SelfStudyChecked(Body):
    """The check (抽查) of output `about`: 通过/优/退回."""

    result: str
    KEY: ClassVar[tuple[str, ...]] = ("result",)


@dataclass(frozen=True, slots=True)
class TestTaken(Body):
    """A test; score and full marks in hundredths of a point; delayed = 延时复测."""

    title: str
    score: int
    full: int
    delayed: bool
    nth: int
    KEY: ClassVar[tuple[str, ...]] = ("title", "delayed", "nth")


@dataclass(frozen=True, slots=True)
class PracticeVisit(Body):
    """下基层: a visit to a place; what was raised there and whether it is settled."""

    place: str
    minutes: int
    problem: str
    settled: bool | None
    nth: int
    KEY: ClassVar[tuple[str, ...]] = ("place", "nth")


@dataclass(frozen=True, slots=True)
class PracticeJoined(Body):
    """`subject` took part in visit `about`."""


@dataclass(frozen=True, slots=True)
class Talk(Body):
    """谈心谈话 with `subject`: who spoke, how, whether a need was voiced. Its content is never kept."""

    speaker: str
    way: str
    has_need: bool
    nth: int
    KEY: ClassVar[tuple[str, ...]] = ("speaker", "way", "nth")


@dataclass(frozen=True, slots=True)
class NeedRaised(Body):
    """困难诉求 `code` raised by `subject`; its words are sealed."""

    code: str
    SEALED: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class NeedState(Body):
    """State of need `about`: 受理/办理中/已办结."""

    state: str
    KEY: ClassVar[tuple[str, ...]] = ("state",)


@dataclass(frozen=True, slots=True)
class ProblemSet(Body):
    """突出问题: source, words, category of the seven, weight 1-5, owner, due."""

    code: str
    source: str
    text: str
    category: str
    weight: int
    owner: str
    due: dt.date | None


@dataclass(frozen=True, slots=True)
class ProblemState(Body):
    """State of problem `about`: 未开始/整改中/已销号."""

    state: str
    KEY: ClassVar[tuple[str, ...]] = ("state",)


@dataclass(frozen=True, slots=True)
class Gate(Body):
    """评优资格限制: from the fact's day up to, not including, `until`. The category is sealed."""

    until: dt.date
    SEALED: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class PlanItem(Body):
    """An item of the annual plan (年度学习计划): month, form, title, organiser; minutes where planned."""

    code: str
    year: int
    month: int
    form: str
    title: str
    organiser: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class PlanItemDone(Body):
    """The plan table says that item `about` was carried out."""


@dataclass(frozen=True, slots=True)
class Pledge(Body):
    """承诺践诺: a commitment with its number and due day; its words are in the private part."""

    code: str
    due: dt.date | None


@dataclass(frozen=True, slots=True)
class PledgeState(Body):
    """State of pledge `about`: 践诺中/已践诺."""

    state: str
    KEY: ClassVar[tuple[str, ...]] = ("state",)


@dataclass(frozen=True, slots=True)
class Reversal(Body):
    """The fact named by `reverses` no longer counts; the ledger keeps both."""


BODIES: dict[Kind, type[Body]] = {
    Kind.ORG_SET: OrgSet,
    Kind.STATION_SET: StationSet,
    Kind.PERSON_DESCRIBED: PersonDescribed,
    Kind.MEMBERSHIP: Membership,
    Kind.POST_HELD: PostHeld,
    Kind.EXEMPTION: Exemption,
    Kind.ASSIGNMENT: Assignment,
    Kind.DUAL_LIFE: DualLife,
    Kind.SPAN_CLOSED: SpanClosed,
    Kind.NON_MEMBER: NonMember,
    Kind.TRANSFER_OPENED: TransferOpened,
    Kind.TRANSFER_STATE: TransferState,
    Kind.ORG_CLOSED: OrgClosed,
    Kind.SESSION_HELD: SessionHeld,
    Kind.ATTENDANCE: Attendance,
    Kind.MAKEUP: Makeup,
    Kind.TRAINING: Training,
    Kind.SELF_STUDY: SelfStudy,
    Kind.SELF_STUDY_CHECKED: SelfStudyChecked,
    Kind.TEST_TAKEN: TestTaken,
    Kind.PRACTICE_VISIT: PracticeVisit,
    Kind.PRACTICE_JOINED: PracticeJoined,
    Kind.TALK: Talk,
    Kind.NEED_RAISED: NeedRaised,
    Kind.NEED_STATE: NeedState,
    Kind.PROBLEM_SET: ProblemSet,
    Kind.PROBLEM_STATE: ProblemState,
    Kind.PROBLEM_PLACE: ProblemPlace,
    Kind.PROBLEM_EVIDENCE: ProblemEvidence,
    Kind.PROBLEM_MERGED: ProblemMerged,
    Kind.COMPLAINT_TOTAL: ComplaintTotal,
    Kind.GATE: Gate,
    Kind.PLAN_ITEM: PlanItem,
    Kind.PLAN_ITEM_DONE: PlanItemDone,
    Kind.PLEDGE: Pledge,
    Kind.PLEDGE_STATE: PledgeState,
    Kind.REVERSAL: Reversal,
    Kind.OBJECTION: Objection,
    Kind.OBJECTION_ANSWERED: ObjectionAnswered,
    Kind.CHANGE_PROPOSED: ChangeProposed,
    Kind.CHANGE_SETTLED: ChangeSettled,
    Kind.CALENDAR_YEAR: CalendarYear,
    Kind.FEATURE_SET: FeatureSet,
    **ROSTERING,
    **MEETINGS,
}
KINDS: dict[type[Body], Kind] = {body: kind for kind, body in BODIES.items()}

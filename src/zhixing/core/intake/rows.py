"""Rows as a workbook tells them: what an importer hands to the core, before any name is resolved.

A codec (`zhixing.interop`) reads cells and fills these records; the core decides what they mean.
Text is stripped; names keep the clerk's spelling, brackets included (`王磊(第2党小组)`).
Minutes and counts are integers; hours, days and scores are integers in hundredths.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhixing.core.intake.complaint_row import ComplaintRow as ComplaintRow
from zhixing.core.intake.origin import Origin as Origin
from zhixing.core.intake.roster_rows import CoverRow as CoverRow
from zhixing.core.intake.roster_rows import LeaveRow as LeaveRow
from zhixing.core.intake.roster_rows import MonthRow as MonthRow
from zhixing.core.intake.roster_rows import PeakRow as PeakRow
from zhixing.core.intake.roster_rows import ShiftRow as ShiftRow
from zhixing.core.intake.roster_rows import SpeakerRow as SpeakerRow
from zhixing.core.intake.roster_rows import VenueRow as VenueRow


@dataclass(frozen=True, slots=True)
class Trouble:
    """A cell that could not be read; its row is reported, never guessed and never dropped."""

    origin: Origin
    field: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class OrgRow:
    """组织架构: a Party organisation, its superior, when it was set up and last elected."""

    origin: Origin
    name: str
    parent: str
    kind: str
    founded: dt.date | None
    elected: dt.date | None


@dataclass(frozen=True, slots=True)
class StationRow:
    """站点与班制. `distance` in tenths of a kilometre; coordinates as written."""

    origin: Origin
    station: str
    branch: str
    kind: str
    distance: int
    longitude: str
    latitude: str
    minimum: int
    shift: str


@dataclass(frozen=True, slots=True)
class RosterRow:
    """党员花名册 (L1). `second_unit` is the unit of 双重组织生活, if the roster names one."""

    origin: Origin
    name: str
    gender: str
    ethnicity: str
    birth: str
    education: str
    joined_on: dt.date | None
    branch: str
    group: str
    post: str
    duty: str
    member_kind: str
    staff_kind: str
    station: str
    shift: str
    second_unit: str
    remark: str


@dataclass(frozen=True, slots=True)
class NonMemberRow:
    """群众和入党积极分子名册."""

    origin: Origin
    name: str
    stage: str
    branch: str
    mentor: str


@dataclass(frozen=True, slots=True)
class MakeupNote:
    """One piece of 补学情况: `江辉泽 1月21日视频补学`. `year` is None where the clerk left it out."""

    name: str
    year: int | None
    month: int
    day: int
    way: str


@dataclass(frozen=True, slots=True)
class SessionRow:
    """学习活动台账: a session and its four lists."""

    origin: Origin
    code: str
    day: dt.date
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
    present_names: tuple[str, ...]
    duty_names: tuple[str, ...]
    leave_names: tuple[str, ...]
    absent_names: tuple[str, ...]
    makeups: tuple[MakeupNote, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """学时登记表 (L7). `hours` (hundredths) only where the sheet states hours instead of days."""

    origin: Origin
    name: str
    branch: str
    start: dt.date
    end: dt.date
    title: str
    organiser: str
    ledgers: str
    days: int | None
    hours: int | None
    proof: str
    remark: str


@dataclass(frozen=True, slots=True)
class SelfStudyRow:
    """自学成果登记: an output and the result of its check (通过/优/退回/未抽查)."""

    origin: Origin
    name: str
    branch: str
    day: dt.date
    output: str
    result: str


@dataclass(frozen=True, slots=True)
class TestRow:
    """测验成绩. Scores in hundredths of a point; `delayed` is 延时复测."""

    origin: Origin
    name: str
    branch: str
    day: dt.date
    title: str
    score: int
    full: int
    delayed: bool


@dataclass(frozen=True, slots=True)
class PracticeRow:
    """下基层记录 (L16). `settled` is None where no problem was raised."""

    origin: Origin
    day: dt.date
    place: str
    names: tuple[str, ...]
    minutes: int
    problem: str
    settled: bool | None


@dataclass(frozen=True, slots=True)
class TalkRow:
    """谈心谈话记录 (L8) without its content, which is never read into the system."""

    origin: Origin
    day: dt.date
    speaker: str
    name: str
    branch: str
    way: str
    has_need: bool


@dataclass(frozen=True, slots=True)
class NeedRow:
    """困难诉求台账."""

    origin: Origin
    code: str
    name: str
    branch: str
    day: dt.date
    text: str
    state: str


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """突出问题清单."""

    origin: Origin
    code: str
    source: str
    text: str
    category: str
    weight: int
    branch: str
    due: dt.date | None
    state: str
    orgs: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    stations: tuple[str, ...] = ()
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class GateRow:
    """评优资格限制: start, length in months, category; never the matter behind it."""

    origin: Origin
    name: str
    branch: str
    category: str
    start: dt.date
    months: int


@dataclass(frozen=True, slots=True)
class PlanRow:
    """年度学习计划表 (L2): one planned item; `month` 1-12; `done` as the sheet states it."""

    origin: Origin
    code: str
    month: int
    title: str
    form: str
    branch: str
    minutes: int | None
    done: bool | None


@dataclass(frozen=True, slots=True)
class PledgeRow:
    """承诺践诺台账: a commitment, its due day and state."""

    origin: Origin
    code: str
    name: str
    branch: str
    day: dt.date
    text: str
    due: dt.date | None
    state: str


Row = (
    OrgRow
    | StationRow
    | RosterRow
    | NonMemberRow
    | SessionRow
    | TrainingRow
    | SelfStudyRow
    | TestRow
    | PracticeRow
    | TalkRow
    | NeedRow
    | ProblemRow
    | GateRow
    | PlanRow
    | PledgeRow
    | ComplaintRow
    | ShiftRow
    | MonthRow
    | LeaveRow
    | CoverRow
    | VenueRow
    | SpeakerRow
    | PeakRow
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One recognised sheet: its kind, how many data rows it held, what was read and what was not.

    `organ` is the bureau's name from the title row (`云川县交通运输局`), or empty.
    `year` is the year of the title row, or None. `notes` are warnings for the report, e.g. a column
    that is deliberately not taken in.
    """

    file: str
    sheet: str
    kind: str
    organ: str
    year: int | None
    rows: int
    records: tuple[Row, ...]
    troubles: tuple[Trouble, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A workbook that could not be read at all, in a sentence for the clerk (names file, cause, remedy)."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """A file of another kind, left alone and named."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything found in one folder of workbooks, in a stable order."""

    sheets: tuple[Sheet, ...]
    refusals: tuple[Refusal, ...]
    ignored: tuple[Ignored, ...]
    digest: str

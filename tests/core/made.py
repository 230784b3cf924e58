"""Rows and folders for the tests of core: what matters is said, the rest has a default."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import settings
from tests import sample_year

from zhixing.core.facts.record import Draft, Fact
from zhixing.core.figures.member import MemberYear
from zhixing.core.figures.organ import OrganYear, organ_year
from zhixing.core.intake.desk import Known
from zhixing.core.intake.folder import Intake, take_folder
from zhixing.core.intake.rows import (
    ComplaintRow,
    Folder,
    GateRow,
    MakeupNote,
    NeedRow,
    NonMemberRow,
    OrgRow,
    Origin,
    PlanRow,
    PledgeRow,
    PracticeRow,
    ProblemRow,
    RosterRow,
    Row,
    SelfStudyRow,
    SessionRow,
    Sheet,
    StationRow,
    TalkRow,
    TestRow,
    TrainingRow,
)
from zhixing.core.people.register import Register, fold_register
from zhixing.core.rules.book import Rulebooks

PROPERTY = settings(max_examples=60, deadline=None, print_blob=True)
"""Hypothesis prints the blob that repeats a failure."""

YEAR, TODAY = 2025, dt.date(2026, 1, 6)
BRANCH, OTHER = "机关第一党支部", "公路养护中心党支部"
KINDS: dict[type[Row], str] = {
    OrgRow: "组织架构",
    StationRow: "站点与班制",
    RosterRow: "党员花名册",
    NonMemberRow: "群众和入党积极分子",
    ProblemRow: "突出问题清单",
    PlanRow: "年度学习计划",
    SessionRow: "学习活动台账",
    TrainingRow: "学时登记表",
    SelfStudyRow: "自学登记",
    TestRow: "测验成绩",
    PracticeRow: "下基层记录",
    TalkRow: "谈心谈话记录",
    NeedRow: "困难诉求台账",
    GateRow: "评优资格限制",
    PledgeRow: "承诺践诺",
    ComplaintRow: "群众诉求汇总",
}
DEFAULTS: dict[type[Row], dict[str, Any]] = {
    OrgRow: {"parent": "机关党委", "kind": "党支部", "founded": None, "elected": None},
    StationRow: {
        **{"kind": "养护站", "distance": 0, "longitude": "", "latitude": "", "minimum": 0, "shift": ""},
        "branch": BRANCH,
    },
    RosterRow: {
        **{"gender": "女", "ethnicity": "汉族", "birth": "1980.1", "education": "", "joined_on": None},
        **{
            "branch": BRANCH,
            "group": "",
            "post": "",
            "duty": "",
            "member_kind": "正式党员",
            "staff_kind": "",
        },
        **{"station": "", "shift": "", "second_unit": "", "remark": ""},
    },
    NonMemberRow: {"stage": "群众", "branch": BRANCH, "mentor": ""},
    ProblemRow: {
        **{"code": "P01", "source": "民主测评", "text": "慢", "category": "政治理论", "weight": 1},
        **{"branch": BRANCH, "due": None, "state": "未开始"},
    },
    PlanRow: {
        "code": "",
        "month": 3,
        "title": "学党章",
        "form": "党课",
        "branch": BRANCH,
        "minutes": 60,
        "done": None,
    },
    SessionRow: {
        **{"code": "H001", "day": dt.date(YEAR, 3, 5), "start": "09:00", "minutes": 60, "form": "党课"},
        **{"title": "学党章", "category": "政治理论", "organiser": BRANCH, "ledgers": "A", "problem": ""},
        **{"expected": None, "present": None, "present_names": (), "duty_names": (), "leave_names": ()},
        **{"absent_names": (), "makeups": (), "remark": ""},
    },
    TrainingRow: {
        **{"branch": BRANCH, "start": dt.date(YEAR, 6, 2), "end": dt.date(YEAR, 6, 2), "title": "主体班"},
        **{
            "organiser": "县委组织部",
            "ledgers": "A+B",
            "days": None,
            "hours": None,
            "proof": "",
            "remark": "",
        },
    },
    SelfStudyRow: {"branch": BRANCH, "day": dt.date(YEAR, 5, 4), "output": "心得体会", "result": "通过"},
    TestRow: {
        **{"branch": BRANCH, "day": dt.date(YEAR, 5, 4), "title": "应知应会", "score": 8000, "full": 10000},
        "delayed": False,
    },
    PracticeRow: {
        "day": dt.date(YEAR, 4, 4),
        "place": "道班",
        "names": (),
        "minutes": 60,
        "problem": "",
        "settled": None,
    },
    TalkRow: {"day": dt.date(YEAR, 4, 4), "speaker": "", "branch": BRANCH, "way": "面谈", "has_need": False},
    NeedRow: {"code": "N01", "branch": BRANCH, "day": dt.date(YEAR, 4, 4), "text": "就医", "state": "受理"},
    GateRow: {"branch": BRANCH, "category": "诫勉", "start": dt.date(YEAR, 9, 10), "months": 6},
    PledgeRow: {
        "code": "C01",
        "branch": BRANCH,
        "day": dt.date(YEAR, 1, 4),
        "text": "保通",
        "due": None,
        "state": "践诺中",
    },
    ComplaintRow: {"year": None, "channel": "12345热线", "unit": BRANCH},
}


def row(kind: type[Row], /, **said: Any) -> Any:
    """A row of a kind; its place is filled in by `folder`."""
    return kind(Origin("", "Sheet1", 0), **{**DEFAULTS[kind], **said})


def member(name: str, **said: Any) -> RosterRow:
    """A row of the roster."""
    made: RosterRow = row(RosterRow, name=name, **said)
    return made


def session(code: str = "H001", **said: Any) -> SessionRow:
    """A row of the session ledger; `present` and the like are the four lists."""
    made: SessionRow = row(SessionRow, code=code, **said)
    return made


def training(name: str, **said: Any) -> TrainingRow:
    """A row of the hour register, of one day unless `end` says otherwise."""
    if "start" in said:
        said.setdefault("end", said["start"])
    made: TrainingRow = row(TrainingRow, name=name, **said)
    return made


def makeup(name: str, day: dt.date, way: str = "视频补学") -> MakeupNote:
    """A make-up with its year."""
    return MakeupNote(name, day.year, day.month, day.day, way)


def folder(*rows: Row, year: int = YEAR) -> Folder:
    """The rows in sheets by kind, in the order of an import."""
    sheets = []
    for kind, label in KINDS.items():
        mine = [one for one in rows if isinstance(one, kind)]
        placed = [_placed(one, Origin(f"{label}.xlsx", "Sheet1", n)) for n, one in enumerate(mine, 3)]
        if mine:
            sheets.append(
                Sheet(
                    f"{label}.xlsx",
                    "Sheet1",
                    label,
                    "云川县交通运输局",
                    year,
                    len(mine),
                    tuple(placed),
                    (),
                    (),
                )
            )
    return Folder(tuple(sheets), (), (), "made")


def _placed(one: Row, at: Origin) -> Row:
    fields = {name: getattr(one, name) for name in one.__slots__ if name != "origin"}
    return type(one)(at, **fields)


@dataclass
class Ledger:
    """What has been entered so far, without a database."""

    drafts: list[Draft]
    facts: list[Fact]

    @property
    def private(self) -> dict[Any, dict[str, str]]:
        """The words of every fact."""
        return {f.uid: dict(d.private or {}) for f, d in zip(self.facts, self.drafts, strict=False)}

    @property
    def register(self) -> Register:
        """The register as folded from everything."""
        return fold_register(self.facts, self.private)

    @property
    def known(self) -> Known:
        """What the desk is told of it."""
        contents: dict[str, list[str]] = {}
        for draft in self.drafts:
            contents.setdefault(draft.key, []).append(draft.content)
        told = {key: tuple(found) for key, found in contents.items()}
        return Known(told, {draft.key: draft for draft in self.drafts})

    def take(self, *rows: Row, year: int = YEAR, today: dt.date = TODAY) -> Intake:
        """Takes rows in and enters what is new."""
        intake = take_folder(
            folder(*rows, year=year),
            self.register,
            self.known,
            identify=sample_year.identify,
            today=today,
            year=year,
        )
        self.drafts += intake.drafts
        self.facts = sample_year.facts_of(self.drafts)
        return intake

    def year(self, *, year: int = YEAR, rules: Rulebooks | None = None, today: dt.date = TODAY) -> OrganYear:
        """The dossier."""
        return fold(self.facts, self.private, year=year, rules=rules, today=today)


def ledger(*rows: Row, year: int = YEAR, today: dt.date = TODAY) -> Ledger:
    """A ledger that holds these rows."""
    made = Ledger([], [])
    made.take(*rows, year=year, today=today)
    return made


def fold(
    facts: Sequence[Fact],
    private: dict[Any, dict[str, str]],
    *,
    year: int = YEAR,
    rules: Rulebooks | None = None,
    today: dt.date = TODAY,
) -> OrganYear:
    """The dossier of facts in any order."""
    return organ_year(facts, private, rules or RULES, year=year, today=today)


def of(year: OrganYear, name: str) -> MemberYear:
    """The one member of this name."""
    (found,) = [one for one in year.members if one.name == name]
    return found


def reasons(intake: Intake) -> list[str]:
    """Why rows stayed open."""
    return [item.reason for item in intake.unresolved]


def fields(intake: Intake) -> list[tuple[str, str]]:
    """Field and value of every open row."""
    return [(item.field, item.value) for item in intake.unresolved]


def only(found: Iterable[Fact], kind: type[Any]) -> list[Fact]:
    """The facts whose body is of a kind."""
    return [fact for fact in found if isinstance(fact.body, kind)]


RULES = sample_year.rulebooks()

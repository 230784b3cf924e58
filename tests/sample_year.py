"""A year's dossier without a store: rows of workbooks turned into facts in memory and folded.

`drawn_year` invents a small bureau (rare names, namesakes, an exemption, a gate, a transfer) of any size;
`folder_year` reads a folder of workbooks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from zhixing.core.facts.record import Draft, Fact
from zhixing.core.figures.organ import OrganYear, organ_year
from zhixing.core.intake.desk import Known
from zhixing.core.intake.folder import take_folder
from zhixing.core.intake.rows import (
    Folder,
    GateRow,
    MakeupNote,
    NeedRow,
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
from zhixing.core.people.register import Register
from zhixing.core.rules.book import Rulebooks
from zhixing.interop.rulebook_files import load_rulebooks

YEAR = 2025
ROOT = Path(__file__).resolve().parents[1]
WHEN = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
ORGAN = "云川县交通运输局"
RARE = ("王㛃", "张䶮", "刘𬭎", "李𠅤", "阿依努尔·买买提艾力")
SURNAMES, GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英"
CATEGORIES = ("党的基本理论教育", "政治教育和政治训练", "党章党规党纪教育", "党的宗旨教育")
LINES = ("主题党日", "集中学习", "党员大会", "党课", "支委会")


def identify(*parts: str) -> UUID:
    """A key known to everybody: good enough for tests."""
    return uuid5(NAMESPACE_OID, "|".join(parts))


def rulebooks() -> Rulebooks:
    """The rulebooks of the checkout."""
    return load_rulebooks(ROOT / "rulebooks")


def year_of(folder: Folder, *, year: int = YEAR) -> OrganYear:
    """The dossier of everything a folder tells."""
    intake = take_folder(
        folder, Register({}, {}, {}), Known({}), identify=identify, today=WHEN.date(), year=year
    )
    facts = facts_of(intake.drafts)
    private = {fact.uid: draft.private or {} for fact, draft in zip(facts, intake.drafts, strict=True)}
    return organ_year(facts, private, rulebooks(), year=year, today=WHEN.date())


def facts_of(drafts: Iterable[Draft]) -> list[Fact]:
    """Drafts entered one after the other."""
    return [_fact(seq, draft) for seq, draft in enumerate(drafts, 1)]


def _fact(seq: int, draft: Draft) -> Fact:
    return Fact(
        seq=seq,
        uid=uuid5(NAMESPACE_OID, f"fact {seq}"),
        chain=draft.chain,
        position=seq,
        body=draft.body,
        subject=draft.subject,
        about=draft.about,
        day=draft.day,
        claimed_at=WHEN,
        corrected_at=WHEN,
        received_at=WHEN,
        by="测试",
        source=draft.source,
    )


def drawn_year(members: int = 24, sessions: int = 24, branches: int = 2) -> OrganYear:
    """An invented bureau, the same every time."""
    return year_of(drawn_folder(members, sessions, branches))


def drawn_folder(members: int, sessions: int, branches: int) -> Folder:
    """Its workbooks, as rows."""
    roster = [_roster(i, branches) for i in range(members)]
    by_branch: dict[str, list[str]] = {}
    for row in roster:
        by_branch.setdefault(row.branch, []).append(row.name)
    held = [
        _session(n * branches + b, n, name, people)
        for n in range(sessions)
        for b, (name, people) in enumerate(sorted(by_branch.items()))
    ]
    sheets = [
        _sheet("站点与班制", [_station(b) for b in range(branches)]),
        _sheet("党员花名册", roster),
        _sheet("突出问题清单", [_problem(n, branches) for n in range(6)]),
        _sheet("年度学习计划", [_plan(n, branches) for n in range(12)]),
        _sheet("学习活动台账", held),
        *(_small_sheets(roster) if members >= 12 else []),
    ]
    return Folder(tuple(sheets), (), (), "drawn")


def _small_sheets(roster: list[RosterRow]) -> list[Sheet]:
    some = roster[:12]
    at = [_at(kind, 3 + i) for i, kind in enumerate(("自学登记.xlsx",) * len(some))]
    day = dt.date(YEAR, 6, 12)
    return [
        _sheet("学时登记表", [_training(i, row) for i, row in enumerate(some[:4])]),
        _sheet(
            "自学登记",
            [
                SelfStudyRow(o, r.name, r.branch, day, "读书笔记", "优" if i % 3 else "未抽查")
                for i, (o, r) in enumerate(zip(at, some, strict=True))
            ],
        ),
        _sheet(
            "测验成绩",
            [
                TestRow(o, r.name, r.branch, day, "党章党规测验", 8250, 10000, True)
                for o, r in zip(at, some, strict=True)
            ],
        ),
        _sheet(
            "下基层记录",
            [PracticeRow(at[0], day, "上河坪道班", tuple(r.name for r in some[:3]), 120, "路口会车难", True)],
        ),
        _sheet(
            "谈心谈话记录",
            [
                TalkRow(o, day, some[0].name, r.name, r.branch, "面谈", False)
                for o, r in zip(at[1:], some[1:], strict=True)
            ],
        ),
        _sheet(
            "困难诉求台账", [NeedRow(at[0], "N001", some[3].name, some[3].branch, day, "孩子入学", "已办结")]
        ),
        _sheet(
            "评优资格限制", [GateRow(at[0], some[5].name, some[5].branch, "诫勉", dt.date(YEAR, 11, 1), 6)]
        ),
        _sheet(
            "承诺践诺",
            [
                PledgeRow(
                    at[0],
                    "C001",
                    some[2].name,
                    some[2].branch,
                    dt.date(YEAR, 2, 1),
                    "保通一条路",
                    None,
                    "已践诺",
                )
            ],
        ),
    ]


def _at(file: str, row: int) -> Origin:
    return Origin(file, "Sheet1", row)


def _sheet(kind: str, rows: Iterable[Row]) -> Sheet:
    records = tuple(rows)
    return Sheet(f"{kind}.xlsx", "Sheet1", kind, ORGAN, YEAR, len(records), records, (), ())


def _branch_name(b: int) -> str:
    return f"公路养护中心第{'一二三四五六七八九十'[b]}党支部"


def _name(i: int) -> str:
    if i < len(RARE):
        return RARE[i]
    return SURNAMES[i % 20] + GIVEN[i // 20 % 23] + GIVEN[(i * 7 + i // 460) % 23]


def _roster(i: int, branches: int) -> RosterRow:
    remark = {6: "长期患病,不作硬性要求", 7: "2025年9月转出", 8: "2025年7月转入"}.get(i, "")
    branch = _branch_name(i % branches)
    post = {0: "书记", 2: "组织委员"}.get(i // branches, "")
    return RosterRow(
        *(_at("党员花名册.xlsx", i + 4), _name(i), "女" if i % 3 else "男", "汉族", "1981.06", "大学本科"),
        *(dt.date(2006, 7, 1), branch, f"第{i % 3 + 1}党小组", post, "养护员" if i else "副局长"),
        *(
            "预备党员" if i == 9 else "正式党员",
            "事业编制",
            f"{branch[:6]}{i % branches + 1}号养护站" if i % 4 == 0 else "",
        ),
        *("上七休七", "", remark),
    )


def _station(b: int) -> StationRow:
    branch = _branch_name(b)
    name = f"{branch[:6]}{b + 1}号养护站"
    return StationRow(_at("站点与班制.xlsx", b + 3), name, branch, "养护站", 460, "", "", 2, "上七休七")


def _session(code: int, n: int, branch: str, people: list[str]) -> SessionRow:
    day = dt.date(YEAR, n % 12 + 1, 3 + n % 25)
    form, category = LINES[n % len(LINES)], CATEGORIES[n % len(CATEGORIES)]
    lists: list[list[str]] = [[], [], [], []]
    for i, name in enumerate(people):
        spot = (i * 5 + n * 3) % 13
        lists[0 if spot < 9 else spot - 9 if spot < 13 and spot > 9 else 1].append(name)
    notes = tuple(
        MakeupNote(name, YEAR, day.month, min(28, day.day + 2), "视频补学") for name in lists[1][:2]
    )
    here, duty, leave, absent = (tuple(each) for each in lists)
    return SessionRow(
        *(
            _at("学习活动台账.xlsx", code + 3),
            f"H{code + 1:03d}",
            day,
            "15:00",
            120,
            form,
            f"{form}:学习研讨({day.month}月)",
        ),
        *(
            category,
            branch,
            "A+B" if n % 12 == 11 else "A",
            "P001" if n % 6 == 0 else "",
            len(people),
            len(here),
        ),
        *(here, duty, leave, absent, notes, ""),
    )


def _training(i: int, row: RosterRow) -> TrainingRow:
    start = dt.date(YEAR, 4 + i, 14)
    return TrainingRow(
        *(
            _at("学时登记表.xlsx", i + 3),
            row.name,
            row.branch,
            start,
            start + dt.timedelta(2),
            "县委党校主体班",
        ),
        *("县委组织部", "A+B", 3, None, "结业证", ""),
    )


def _problem(n: int, branches: int) -> ProblemRow:
    state = ("已销号", "整改中", "未开始")[n % 3]
    return ProblemRow(
        *(
            _at("突出问题清单.xlsx", n + 3),
            f"P{n + 1:03d}",
            "民主评议",
            "外业党员集中学习到课率低",
            CATEGORIES[n % 4],
        ),
        *(3, _branch_name(n % branches), dt.date(YEAR, 6 + n, 30), state),
    )


def _plan(n: int, branches: int) -> PlanRow:
    at = _at("年度学习计划.xlsx", n + 3)
    return PlanRow(
        at, f"J{n + 1:03d}", n + 1, f"学习研讨({n + 1}月)", "主题党日", _branch_name(n % branches), 120, None
    )

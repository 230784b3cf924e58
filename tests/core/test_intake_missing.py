"""What was told before and is not told now; tables of another organ or of a year to come."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests import sample_year
from tests.core.made import (
    BRANCH,
    OTHER,
    TODAY,
    YEAR,
    Ledger,
    fields,
    folder,
    ledger,
    makeup,
    member,
    reasons,
    row,
    session,
    training,
)

from zhixing.core.intake import rows as r
from zhixing.core.intake.folder import Intake, take_folder
from zhixing.core.intake.rows import Folder, Origin, Trouble


def told(intake: Intake) -> list[tuple[int, str]]:
    """Row and words of what is missing."""
    return [(one.row, one.what) for one in intake.missing]


def take(made: Ledger, given: Folder) -> Intake:
    """A folder against what has been entered."""
    return take_folder(
        given, made.register, made.known, identify=sample_year.identify, today=TODAY, year=YEAR
    )


def test_a_corrected_date_name_or_list_is_told_with_its_old_row() -> None:
    people = [member("刘瑛"), member("李四"), member("赵六")]
    held = session(present_names=("李四", "赵六"))
    made = ledger(*people, held, training("李四"))
    assert made.take(*people, held, training("李四")).missing == ()
    intake = made.take(
        member("刘英"),
        *people[1:],
        replace(held, present_names=("赵六",)),
        training("李四", start=dt.date(YEAR, 6, 3)),
    )
    assert sorted(told(intake)) == [
        (3, "学时登记 主体班 李四 2025-06-02"),
        (3, "实到 李四"),
        (3, "花名册上的 刘瑛"),
    ]
    (warning,) = [one for one in intake.warnings if one.startswith("《学习活动台账.xlsx》")]
    assert "上次导入有、这次没有 1 条:第 3 行 实到 李四" in warning
    assert "zhixing import --withdraw 批次 --file 学习活动台账.xlsx --row 行" in warning


def test_a_row_taken_out_is_told_as_one() -> None:
    names = tuple(f"王{letter}" for letter in "甲乙丙丁戊己庚")
    people = [member(name) for name in names]
    kept = session("H2", day=dt.date(YEAR, 4, 5))
    note = makeup("王庚", dt.date(YEAR, 3, 9))
    made = ledger(*people, session(present_names=names[:6], duty_names=names[6:], makeups=(note,)), kept)
    assert told(made.take(*people, kept)) == [(3, "活动 H001 学党章 2025-03-05")]
    shorter = session(present_names=(), makeups=())
    intake = made.take(*people, shorter, kept)
    assert [number for number, _ in told(intake)] == [3] * 8
    assert "这次没有 8 条:" in intake.warnings[-1]
    assert intake.warnings[-1].count("第 3 行") == 5


def test_what_stands_otherwise_elsewhere_or_in_another_year_is_not_missing() -> None:
    people = [member("王磊")]
    held = session(
        day=dt.date(YEAR, 12, 20), duty_names=("王磊",), makeups=(makeup("王磊", dt.date(YEAR + 1, 1, 3)),)
    )
    small = [
        row(r.NeedRow, name="王磊", state="受理"),
        row(r.SelfStudyRow, name="王磊", result="退回"),
        row(r.NonMemberRow, name="赵六", stage="群众"),
        row(r.PlanRow, code="J1"),
    ]
    made = ledger(*people, held, *small)
    assert made.take(*people, held, *small).missing == ()
    assert made.take(session(minutes=90, day=dt.date(YEAR, 12, 20))).missing == ()
    assert made.take(session("H9", day=dt.date(YEAR + 1, 1, 4)), year=YEAR + 1).missing == ()
    later = [
        row(r.NeedRow, name="王磊", state="已办结"),
        row(r.SelfStudyRow, name="王磊", result="通过"),
        row(r.NonMemberRow, name="赵六", stage="入党积极分子"),
        row(r.PlanRow, code="J1", title="改了"),
    ]
    assert made.take(*people, held, *later).missing == ()
    gone = [row(r.PlanRow, code="J2"), row(r.PracticeRow, names=("王磊",)), row(r.ProblemRow, code="P9")]
    made.take(*gone)
    assert told(made.take(row(r.PlanRow, code="J1", title="改了"))) == [(3, "计划 J2 学党章")]


def test_a_row_that_cannot_be_read_is_told_once() -> None:
    made = ledger(member("王磊"), session(present_names=("王磊",)))
    broken = folder(session("H2", day=dt.date(YEAR, 4, 5)))
    at = Origin("学习活动台账.xlsx", "Sheet1", 3)
    sheet = replace(
        broken.sheets[0],
        records=tuple(replace(one, origin=replace(at, row=4)) for one in broken.sheets[0].records),
        troubles=(Trouble(at, "日期", "昨天", "认不出"),),
    )
    assert take(made, replace(broken, sheets=(sheet,))).missing == ()


def of_organ(given: Folder, organ: str) -> Folder:
    """The same folder under another title."""
    return replace(given, sheets=tuple(replace(sheet, organ=organ) for sheet in given.sheets))


def test_another_organs_tables_stay_open_whole() -> None:
    made = ledger(member("王磊"))
    intake = take(made, of_organ(folder(member("王磊"), member("李四")), "云川县教育局"))
    assert intake.drafts == []
    assert intake.missing == ()
    assert fields(intake) == [("标题", "云川县教育局")]
    (reason,) = reasons(intake)
    assert reason == "这是云川县教育局的台账,本库是云川县交通运输局的;请另设 ZHIXING_HOME 或数据库"
    assert (intake.sheets[0].report.open, intake.sheets[0].report.taken) == (2, 0)
    for same in ("", "云川县交通局", "中共云川县交通运输局委", "局", BRANCH, "公路养护中心"):
        assert take(made, of_organ(folder(member("李四", branch=OTHER)), same)).unresolved == (), same


def test_a_committee_without_its_organs_name_adopts_it() -> None:
    made = Ledger([], [])
    made.drafts += take(made, of_organ(folder(member("王磊")), "")).drafts
    made.facts = sample_year.facts_of(made.drafts)
    made.take(member("王磊"))
    root = made.register.root
    assert root is not None
    assert root.name == "云川县交通运输局机关党委"
    assert made.take(member("王磊")).drafts == []


def test_a_roster_of_a_year_to_come_stays_open_whole() -> None:
    intake = Ledger([], []).take(member("王磊"), year=YEAR + 2)
    assert intake.drafts == []
    assert "2027 年还没有到" in reasons(intake)[0]

"""The smaller ledgers, the plan, problems and stations; what a folder reports besides its rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests import sample_year
from tests.core.made import (
    BRANCH,
    OTHER,
    TODAY,
    YEAR,
    fields,
    folder,
    ledger,
    member,
    of,
    only,
    row,
    session,
)

from zhixing.core.facts.kinds import PlanItem, Talk
from zhixing.core.facts.problems import ComplaintTotal, ProblemEvidence, ProblemPlace
from zhixing.core.intake import rows
from zhixing.core.intake.desk import Known
from zhixing.core.intake.folder import take_folder
from zhixing.core.intake.rows import (
    ComplaintRow,
    GateRow,
    Ignored,
    NeedRow,
    Origin,
    PlanRow,
    PledgeRow,
    PracticeRow,
    ProblemRow,
    Refusal,
    Row,
    SelfStudyRow,
    StationRow,
    TalkRow,
    Trouble,
)
from zhixing.core.people.register import Register


def test_the_smaller_ledgers_tell_what_they_count() -> None:
    made = ledger(
        member("王磊", post="书记"),
        member("李四"),
        row(SelfStudyRow, name="王磊", result="优"),
        row(SelfStudyRow, name="王磊", result="未抽查"),
        row(SelfStudyRow, name="王磊", result="良"),
        row(rows.TestRow, name="王磊", delayed=True),
        row(rows.TestRow, name="王磊"),
        row(PracticeRow, names=("王磊", "王磊", "查无此人"), problem="会车难", settled=True),
        row(TalkRow, name="李四", speaker="王磊", has_need=True),
        row(TalkRow, name="李四", speaker="查无此人"),
        row(TalkRow, name="李四", speaker=""),
        row(NeedRow, name="李四", state="已办结"),
        row(NeedRow, name="李四", code=""),
        row(GateRow, name="李四", start=dt.date(YEAR, 8, 31), months=6),
        row(PledgeRow, name="王磊", state="已践诺"),
        row(PledgeRow, name="王磊", code=""),
    )
    one, other = of(made.year(), "王磊"), of(made.year(), "李四")
    assert (one.self_study.value, one.delayed_test.value, one.practice.value, one.pledges.value) == (
        1,
        8000,
        1,
        1,
    )
    assert (other.talks.value, other.gate.value, other.last_talk) == (3, 1, dt.date(YEAR, 4, 4))
    assert "2026-02-27" in other.gate.lines[0].detail
    assert [line.detail for line in other.talks.lines].count("谈话人 未认定") == 2
    assert len(only(made.facts, Talk)) == 3
    organ = made.year().organ
    assert organ is not None
    assert (organ.needs.part, organ.needs.whole) == (1, 2)
    assert (organ.visits.part, organ.visits.whole) == (1, 1)
    assert organ.visits.words == "1/1(100.0%)"


def test_rows_of_nobody_stay_open_in_every_ledger() -> None:
    nobody = "查无此人"
    kinds: list[Row] = [
        row(SelfStudyRow, name=nobody),
        row(rows.TestRow, name=nobody),
        row(TalkRow, name=nobody),
        row(NeedRow, name=nobody),
        row(GateRow, name=nobody),
        row(PledgeRow, name=nobody),
        row(PracticeRow, names=(nobody,), day=TODAY + dt.timedelta(1)),
    ]
    intake = ledger(member("王磊")).take(*kinds)
    assert intake.drafts == []
    assert [sheet.report.open for sheet in intake.sheets] == [1] * len(kinds)
    late = dt.date(YEAR + 1, 2, 1)
    tomorrow = [
        row(SelfStudyRow, name="王磊", day=late),
        row(NeedRow, name="王磊", day=late),
        row(PledgeRow, name="王磊", day=late),
    ]
    assert ledger(member("王磊")).take(*tomorrow).drafts == []


def test_the_plan_is_done_by_word_or_by_a_session() -> None:
    made = ledger(
        member("王磊"),
        row(PlanRow, month=3),
        row(PlanRow, month=4, done=True),
        row(PlanRow, month=5, branch="全局", form="轮训"),
        row(PlanRow, month=6, branch="工会"),
        session(organiser="机关第一支部"),
    )
    year = made.year()
    organ = year.organ
    assert organ is not None
    assert [(line.month, line.done) for line in year.branches[0].plan] == [(3, True), (4, True)]
    assert [line.organiser for line in organ.plan] == [BRANCH, BRANCH, "全局", "工会"]
    assert (organ.plan_done.part, organ.plan_done.whole) == (2, 4)
    assert len(only(made.facts, PlanItem)) == 4


def test_problems_have_an_owner_a_state_and_a_due_day() -> None:
    made = ledger(
        member("王磊"),
        row(ProblemRow, code="P1", state="已销号", due=dt.date(YEAR, 3, 1)),
        row(ProblemRow, code="P2", state="整改中", due=dt.date(YEAR, 3, 1)),
        row(ProblemRow, code="", text="慢", branch=""),
        session(problem="P2"),
    )
    intake = made.take(row(ProblemRow, code="P9", branch="没有的支部"))
    assert fields(intake) == [("责任支部", "没有的支部")]
    year = made.year()
    organ = year.organ
    assert organ is not None
    assert [(one.code, one.overdue, one.sessions) for one in organ.problems][1:3] == [
        ("P1", False, 0),
        ("P2", True, 1),
    ]
    assert (organ.problems_closed.part, organ.problems_closed.whole) == (1, 4)
    assert [one.code for one in year.branches[0].problems] == ["P1", "P2"]


def test_stations_are_made_once_and_told_by_a_name_that_fits_one() -> None:
    made = ledger(row(StationRow, station="道班", distance=460), member("王磊", branch=OTHER, station="道班"))
    assert [station.distance for station in made.register.stations.values()] == [460]
    assert of(made.year(), "王磊").remote
    made.take(row(StationRow, station="道班", branch=OTHER))
    intake = made.take(member("李四", station="新站"))
    assert "站点“新站”不在站点与班制表里" in intake.warnings[0]
    assert of(made.year(), "李四").distance == -1


def test_troubles_refusals_and_notes_are_told() -> None:
    told = folder(session(organiser="全局", present_names=("查无此人",)))
    at = Origin("学习活动台账.xlsx", "Sheet1", 9)
    sheet = replace(told.sheets[0], troubles=(Trouble(at, "日期", "昨天", "认不出"),), notes=("旁注", "旁注"))
    whole = replace(
        told, sheets=(sheet,), refusals=(Refusal("坏.xlsx", "打不开"),), ignored=(Ignored("a.txt", "未读"),)
    )
    seen: list[str] = []
    intake = take_folder(
        whole,
        Register({}, {}, {}),
        Known({}),
        identify=sample_year.identify,
        today=TODAY,
        year=YEAR,
        progress=seen.append,
    )
    assert [(item.row, item.value) for item in intake.unresolved] == [(9, "昨天"), (3, "查无此人")]
    assert intake.warnings == ("学习活动台账.xlsx(Sheet1):旁注", "打不开", "a.txt:未读")
    assert seen == ["学习活动台账.xlsx(学习活动台账,1 行)"]
    assert (intake.sheets[0].report.open, intake.sheets[0].report.taken) == (2, 1)


def test_where_a_problem_occurs_and_its_evidence_come_with_its_row() -> None:
    said = {
        "orgs": (BRANCH, "查无支部"),
        "posts": ("养护岗位", "飞行"),
        "stations": ("天边站",),
        "evidence": "回访满意",
    }
    made = ledger(member("王磊"), row(ProblemRow, code="P1", **said))
    ((place,), shown) = only(made.facts, ProblemPlace), only(made.facts, ProblemEvidence)
    assert isinstance(place.body, ProblemPlace)
    assert (len(place.body.orgs), place.body.posts, place.body.stations) == (32, "maintenance", "")
    assert [one.body.words for one in shown if isinstance(one.body, ProblemEvidence)] == ["回访满意"]
    again = made.take(member("王磊"), row(ProblemRow, code="P1", **said))
    assert not again.drafts
    assert fields(again) == [("发生支部", "查无支部"), ("岗位类别", "飞行"), ("发生站点", "天边站")]


def test_complaints_are_totals_by_month_told_once() -> None:
    first = row(ComplaintRow, month=3, category="坑槽", count=4)
    made = ledger(member("王磊"), first, row(ComplaintRow, month=3, category="坑槽", count=9))
    (total,) = only(made.facts, ComplaintTotal)
    assert isinstance(total.body, ComplaintTotal)
    assert (total.body.count, total.day) == (4, dt.date(YEAR, 3, 1))
    assert not made.take(member("王磊"), first).drafts
    later = made.take(member("王磊"), row(ComplaintRow, month=3, category="坑槽", count=7))
    assert len(later.drafts) == 1, "told anew, the later holds"
    ahead = made.take(
        member("王磊"), row(ComplaintRow, year=TODAY.year + 1, month=12, category="坑槽", count=1)
    )
    assert not ahead.drafts
    assert ahead.unresolved

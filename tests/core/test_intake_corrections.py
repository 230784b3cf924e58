"""Tables put right and imported again: nothing doubles, nothing wrong is kept without a word."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.core.made import (
    BRANCH,
    OTHER,
    YEAR,
    ledger,
    makeup,
    member,
    of,
    only,
    reasons,
    row,
    session,
    training,
)
from tests.core.test_register import the

from zhixing.core.facts.kinds import Makeup, OrgSet, SessionHeld
from zhixing.core.intake.rows import OrgRow, ProblemRow, Row, SelfStudyRow


def problem(text: str, code: str = "P01") -> ProblemRow:
    """A prominent problem of this wording."""
    made: ProblemRow = row(ProblemRow, code=code, text=text)
    return made


def test_a_description_can_be_changed_back_and_told_again() -> None:
    made = ledger(member("王磊"), problem("甲"))
    for text, new in (("乙", 1), ("甲", 1), ("甲", 0), ("乙", 1), ("甲", 1), ("甲", 0)):
        intake = made.take(problem(text))
        assert len(intake.drafts) == new, text
        report = intake.sheets[0].report
        assert (report.taken, report.repeated) == (new, 1 - new)
        organ = made.year().organ
        assert organ is not None
        assert [one.text for one in organ.problems] == [text]


def test_a_folder_that_tells_a_thing_twice_brings_nothing_the_second_time() -> None:
    for texts in (("甲", "乙"), ("甲", "乙", "甲"), ("甲", "乙", "丙", "乙")):
        rows = [problem(text) for text in texts]
        made = ledger(member("王磊"), *rows)
        organ = made.year().organ
        assert organ is not None
        assert [one.text for one in organ.problems] == [texts[-1]]
        again = made.take(*rows)
        assert again.drafts == []
        assert again.sheets[0].report.repeated == len(rows)


def test_the_organisation_table_does_not_bring_a_short_name_back() -> None:
    rows = [row(OrgRow, name="机关第一支部", elected=dt.date(2024, 3, 1)), member("王磊")]
    made = ledger(*rows)
    assert made.take(*rows).drafts == []
    assert [one.name for one in made.register.branches()] == [BRANCH]


def test_a_contradiction_names_the_command_that_puts_it_right() -> None:
    made = ledger(member("王磊"), session())
    (reason,) = reasons(made.take(session(minutes=90)))
    assert "zhixing import --withdraw 批次 --file 学习活动台账.xlsx --row 3(批次见 zhixing batches)" in reason
    (reason,) = reasons(ledger(member("王磊")).take(session(), session(minutes=90)))
    assert "与本次导入的另一行不一致(时长(分钟) 60→90;另一行:学习活动台账.xlsx 第 3 行)" in reason


def test_a_hand_made_fact_is_reversed_not_withdrawn() -> None:
    made = ledger(member("王磊"), session())
    made.drafts = [replace(draft, source=replace(draft.source, file="")) for draft in made.drafts]
    (reason,) = reasons(made.take(session(minutes=90)))
    assert "请先冲正原来手工登记的那一条" in reason


def test_what_a_later_roster_tells_again_is_restated() -> None:
    told = member("王磊", group="第1党小组", post="书记", station="道班", remark="长期患病,不作硬性要求")
    made = ledger(told)
    again = made.take(told, year=YEAR + 1)
    kinds = {draft.kind.value for draft in again.restated}
    assert {"org_set", "station_set", "membership", "post_held", "assignment", "exemption"} <= kinds


def test_a_make_up_of_another_day_is_left_open() -> None:
    duty = session(duty_names=("王磊",), makeups=(makeup("王磊", dt.date(YEAR, 3, 9)),))
    made = ledger(member("王磊"), duty)
    intake = made.take(replace(duty, makeups=(makeup("王磊", dt.date(YEAR, 3, 10)),)))
    assert "日期 2025-03-09→2025-03-10" in reasons(intake)[0]
    assert len(only(made.facts, Makeup)) == 1
    assert of(made.year(), "王磊").presence.makeup.value == 1


def test_branches_may_number_their_sessions_alike() -> None:
    rows: list[Row] = [
        member("王磊"),
        member("李四", branch=OTHER),
        session("1", organiser=BRANCH, present_names=("王磊",)),
        session("1", organiser=OTHER, minutes=120, day=dt.date(YEAR, 3, 9), present_names=("李四",)),
    ]
    made = ledger(*rows)
    assert len(only(made.facts, SessionHeld)) == 2
    assert [of(made.year(), name).collective.value for name in ("王磊", "李四")] == [100, 200]
    assert made.take(*rows).drafts == []
    for name, day in (("王磊", dt.date(YEAR, 3, 5)), ("李四", dt.date(YEAR, 3, 9))):
        branch = BRANCH if name == "王磊" else OTHER
        made.take(training(name, branch=branch, start=day, title="别名", ledgers="A", proof="同台账 1"))
    assert [of(made.year(), name).collective.value for name in ("王磊", "李四")] == [100, 200]


def test_a_number_that_several_sessions_bear_is_told_by_day_and_else_is_none() -> None:
    made = ledger(
        member("王磊"),
        session("1", organiser=BRANCH, day=dt.date(YEAR, 3, 5)),
        session("1", organiser=OTHER, day=dt.date(YEAR, 3, 9)),
        training("王磊", start=dt.date(YEAR, 3, 9), title="甲", ledgers="A", proof="同台账 1"),
        training("王磊", start=dt.date(YEAR, 4, 9), title="乙", ledgers="A", proof="同台账 1"),
    )
    assert of(made.year(), "王磊").collective.value == 1600


def test_an_organiser_met_before_the_roster_is_the_same_after_it() -> None:
    made = ledger(session(organiser="机关第一支部"))
    made.take(member("王磊"))
    made.take(session(organiser="机关第一支部", present_names=("王磊",)))
    assert len(only(made.facts, SessionHeld)) == 1


def test_sessions_without_a_number_are_told_by_day_hour_and_title() -> None:
    monthly = [session("", day=dt.date(YEAR, month, 5), present_names=("王磊",)) for month in (3, 4, 5)]
    made = ledger(member("王磊"), *monthly)
    assert len(only(made.facts, SessionHeld)) == 3
    assert made.take(*monthly).drafts == []


def test_one_event_under_two_numbers_is_warned_of_and_counts_once() -> None:
    made = ledger(member("王磊"), member("李四"))
    intake = made.take(
        session("H1", present_names=("王磊", "李四")),
        session("H2", present_names=("王磊",), absent_names=("李四",)),
        session("H3", start="14:00", present_names=("王磊",)),
    )
    (warning,) = [one for one in intake.warnings if "像是同一场写了两遍" in one]
    assert warning.startswith("学习活动台账.xlsx 第 3 行和学习活动台账.xlsx 第 4 行")
    one = of(made.year(), "王磊")
    assert (one.collective.value, one.presence.expected.value, one.presence.present.value) == (200, 2, 2)
    other = of(made.year(), "李四").presence
    assert (other.expected.value, other.present.value) == (1, 1)
    lone = ledger(member("王磊")).take(session("H1"), session("H2"))
    assert lone.warnings == ()


def test_outputs_and_their_checks_stay_what_they_are() -> None:
    rows = [row(SelfStudyRow, name="王磊", result=result) for result in ("优", "通过", "退回")]
    made = ledger(member("王磊"), *rows)
    assert made.take(*rows).drafts == []
    assert len(only(made.facts, OrgSet)) == 2


def test_an_exemption_begins_with_the_roster_that_tells_it_and_ends_with_the_one_that_does_not() -> None:
    ill = member("王磊", remark="长期患病,不作硬性要求")
    made = ledger(member("王磊"))
    made.take(ill, year=YEAR + 1)
    assert [(one.start, one.until) for one in the(made, "王磊").exemptions] == [
        (dt.date(YEAR + 1, 1, 1), None)
    ]
    assert of(made.year(), "王磊").target.value == 3200
    assert made.take(ill, year=YEAR + 1).drafts == []
    later = dt.date(YEAR + 2, 3, 1)
    intake = made.take(member("王磊"), year=YEAR + 2, today=later)
    assert [one.until for one in the(made, "王磊").exemptions] == [dt.date(YEAR + 2, 1, 1)]
    assert any("此前登记的不作硬性要求本年花名册没有写" in warning for warning in intake.warnings)
    assert made.take(member("王磊"), year=YEAR + 2, today=later).drafts == []
    targets = [of(made.year(year=YEAR + n, today=later), "王磊").target.value for n in range(3)]
    assert targets == [3200, None, 3200]


def test_an_exemption_missing_in_the_same_years_roster_is_left_open() -> None:
    made = ledger(member("王磊", remark="长期患病,不作硬性要求"))
    (reason,) = reasons(made.take(member("王磊")))
    assert "不作硬性要求与本年度已入账的花名册不一致" in reason
    assert "zhixing import --withdraw 批次 --file 党员花名册.xlsx --row 3" in reason


def test_dual_life_changes_with_the_roster_of_a_later_year() -> None:
    others = [member("李四", branch=OTHER), member("赵六", branch="离退休党支部")]
    made = ledger(*others, member("王磊"))
    for year, unit in ((1, OTHER), (2, "离退休党支部"), (3, "")):
        later = dt.date(YEAR + year, 3, 1)
        rows = [*others, member("王磊", second_unit=unit)]
        assert made.take(*rows, year=YEAR + year, today=later).unresolved == ()
        assert made.take(*rows, year=YEAR + year, today=later).drafts == []
    days = [(one.start, one.until) for one in the(made, "王磊").dual]
    years = [dt.date(YEAR + n, 1, 1) for n in (1, 2, 3)]
    assert days == [(years[0], years[1]), (years[1], years[2])]

"""Rows become facts: what a name may mean, what is left open, what is only warned of, what repeats."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import sample_year
from tests.core.made import (
    BRANCH,
    OTHER,
    PROPERTY,
    RULES,
    TODAY,
    YEAR,
    fields,
    folder,
    ledger,
    member,
    of,
    only,
    reasons,
    row,
    session,
    training,
)

from zhixing.core.facts.kinds import Attendance, Makeup, SessionHeld
from zhixing.core.intake.folder import take_folder
from zhixing.core.intake.rows import (
    MakeupNote,
    NonMemberRow,
)
from zhixing.core.rules.book import Adoption, Rulebooks

TWINS = [
    member("王磊", group="第1党小组"),
    member("王磊", group="第2党小组"),
    member("王磊", branch=OTHER),
    member("李四"),
]


@PROPERTY
@given(
    st.lists(st.sampled_from(["李四", "王磊(第1党小组)", "王磊(二组)", f"王磊({OTHER})"]), unique=True),
    st.lists(
        st.sampled_from(
            ["王磊", "查无此人", "王磊(第9党小组)", "李四(公路养护中心)", "王磊(第1、第2党小组)"]
        ),
        unique=True,
    ),
    st.randoms(use_true_random=False),
)
def test_an_unclear_name_stays_open_and_the_others_of_its_row_go_in(
    clear: list[str], unclear: list[str], rng: object
) -> None:
    names = [*clear, *unclear]
    rng.shuffle(names)  # type: ignore[attr-defined]
    made = ledger(*TWINS)
    intake = made.take(session(organiser="全局", present_names=tuple(names)))
    assert sorted(value for _, value in fields(intake)) == sorted(unclear)
    assert {field for field, _ in fields(intake)} <= {"实到名单"}
    assert len(only(made.facts, Attendance)) == len(clear)
    assert made.year().members[0].presence.expected.value is not None


@pytest.mark.parametrize(
    ("name", "said", "reason"),
    [
        ("查无此人", {}, "花名册里没有这个人"),
        ("王磊", {"branch": BRANCH}, "有 2 人同名"),
        ("王磊", {"branch": ""}, "有 3 人同名"),
        ("李四", {"branch": OTHER}, f"本行写的是{OTHER},花名册里此人在{BRANCH}"),
        ("王磊(外业小组)", {"branch": BRANCH}, "不是花名册上的支部或党小组"),
        ("李四(公路养护中心)", {"branch": ""}, f"公路养护中心没有此人,花名册里此人在{BRANCH}"),
    ],
)
def test_the_reason_says_what_to_write_instead(name: str, said: dict[str, str], reason: str) -> None:
    intake = ledger(*TWINS).take(training(name, **said))
    assert intake.drafts == []
    assert reason in reasons(intake)[0]


@pytest.mark.parametrize(
    "name",
    [
        *(
            "王磊(第2党小组)",
            "王磊(第二党小组)",
            "王磊(2组)",
            "王磊(机关第一党支部第2党小组)",
            "王磊(机关第一支部、二组)",
        ),
        *("王 磊【第2小组】", "王磊 (机关第一 2组)"),
    ],
)
def test_brackets_of_any_spelling_tell_namesakes_apart(name: str) -> None:
    made = ledger(*TWINS)
    assert made.take(session(organiser="全局", present_names=(name,))).unresolved == ()
    (there,) = [one for one in made.year().members if one.presence.present.value]
    assert (there.branch, there.group) == (BRANCH, "第2党小组")


def test_the_host_of_a_list_tells_namesakes_of_several_branches_apart() -> None:
    made = ledger(*TWINS)
    made.take(session(organiser="公路养护中心支部", present_names=("王磊", "李四")))
    assert [(one.branch, one.name) for one in made.year().members if one.presence.present.value] == [
        (BRANCH, "李四"),
        (OTHER, "王磊"),
    ]


def test_a_member_goes_before_a_non_member_of_his_name() -> None:
    made = ledger(
        member("王磊"), row(NonMemberRow, name="王磊", branch=OTHER), row(NonMemberRow, name="赵六")
    )
    intake = made.take(session(present_names=("王磊", "赵六")))
    assert intake.unresolved == ()
    assert of(made.year(), "王磊").presence.present.value == 1


def test_one_person_in_two_lists_stays_open_and_twice_in_one_counts_once() -> None:
    made = ledger(member("王磊"), member("李四"))
    intake = made.take(session(present_names=("王磊", "王 磊", "李四"), leave_names=("李四",)))
    assert fields(intake) == [("请假名单", "李四")]
    assert any("写了两次,只计一次" in warning for warning in intake.warnings)
    assert of(made.year(), "李四").presence.present.value == 1


def test_a_session_told_otherwise_later_is_left_open_with_the_difference() -> None:
    made = ledger(member("王磊"), session(present_names=("王磊",)))
    intake = made.take(session(minutes=90, day=dt.date(YEAR, 3, 6), present_names=("王磊",)))
    (reason,) = reasons(intake)
    assert "日期 2025-03-05→2025-03-06" in reason
    assert "时长(分钟) 60→90" in reason
    assert "学习活动台账.xlsx 第 3 行" in reason
    other = made.take(session(absent_names=("王磊",)))
    assert "状态 实到→缺席" in reasons(other)[0]
    bare = replace(made.known, drafts={})
    again = take_folder(
        folder(session(minutes=90)),
        made.register,
        bare,
        identify=sample_year.identify,
        today=TODAY,
        year=YEAR,
    )
    assert reasons(again) == [
        "与已入账的记录不一致;若本表为准,先撤回原来那一行:"
        "zhixing import --withdraw 批次 --file 文件 --row 行(批次见 zhixing batches),再导入"
    ]


def test_what_lies_after_today_is_refused_as_such() -> None:
    made = ledger(member("王磊"), today=dt.date(YEAR, 3, 5))
    soon = dt.date(YEAR, 3, 6)
    intake = made.take(
        session(day=soon), training("王磊", start=soon - dt.timedelta(1), end=soon), today=dt.date(YEAR, 3, 5)
    )
    assert intake.drafts == []
    assert ["还没有发生的事不能入账" in reasons(intake)[0], "培训结束后再登记" in reasons(intake)[1]] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("held", "note", "day"),
    [
        ((3, 5), (None, 3, 9), (YEAR, 3, 9)),
        ((12, 20), (None, 1, 5), (YEAR + 1, 1, 5)),
        ((12, 31), (None, 12, 30), (YEAR, 12, 30)),
        ((3, 5), (YEAR, 3, 5), (YEAR, 3, 5)),
        ((12, 20), (None, 2, 29), None),
        ((3, 5), (None, 1, 2), None),
        ((3, 5), (YEAR + 2, 3, 9), None),
    ],
)
def test_a_make_up_finds_its_year(
    held: tuple[int, int], note: tuple[int | None, int, int], day: tuple[int, int, int] | None
) -> None:
    made = ledger(member("王磊"))
    at = dt.date(YEAR, *held)
    intake = made.take(session(day=at, duty_names=("王磊",), makeups=(MakeupNote("王磊", *note, "送学"),)))
    assert [fact.day for fact in only(made.facts, Makeup)] == ([dt.date(*day)] if day else [])
    assert bool(intake.unresolved) == (day is None)
    if day and dt.date(*day) < at:
        assert any("早于活动日期" in warning for warning in intake.warnings)


def test_a_session_of_an_unknown_organiser_or_another_year_is_warned_of() -> None:
    made = ledger(member("王磊"))
    intake = made.take(session(organiser="工会", day=dt.date(YEAR - 1, 3, 5), present_names=("王磊",)))
    assert any("主办组织“工会”不是已知的党组织" in warning for warning in intake.warnings)
    assert any("不在 2025 年" in warning for warning in intake.warnings)
    assert [fact.body.organiser for fact in only(made.facts, SessionHeld)] == ["工会"]  # type: ignore[attr-defined]
    made.take(
        session("H2", organiser="云川县交通运输局"),
        session("H3", organiser=""),
        session("", organiser=BRANCH),
    )
    assert {fact.body.organiser for fact in only(made.facts, SessionHeld)} == {"工会", "全局", BRANCH}  # type: ignore[attr-defined]


def test_a_void_session_and_a_void_training_bring_nothing() -> None:
    made = ledger(
        member("王磊"),
        session(present_names=("王磊",), remark="本场作废"),
        training("王磊", remark="作废"),
        training("王磊", start=dt.date(YEAR, 3, 5), proof="同台账 H001"),
    )
    one = of(made.year(), "王磊")
    assert (one.collective.value, one.presence.expected.value) == (0, 0)
    assert only(made.facts, Attendance) == []


@pytest.mark.parametrize(
    "proof",
    [
        "同台账 H007",
        "同台账H007",
        "同台账:H007",
        "同台账编号 H007",
        "同台账(H007)",
        "同台账第H007号。",
        "见同台账 H007,已核",
    ],
)
def test_a_row_that_names_a_session_is_that_session(proof: str) -> None:
    day = dt.date(YEAR, 3, 5)
    held = session("H007", day=day, minutes=480, ledgers="C", present_names=("王磊",))
    made = ledger(member("王磊"), held)
    intake = made.take(training("王磊", start=day, title="全员轮训", ledgers="C", proof=proof))
    assert intake.warnings == ()
    assert of(made.year(), "王磊").online.value == 800


def test_an_unknown_number_is_warned_of_and_counts_by_itself() -> None:
    made = ledger(member("王磊"))
    intake = made.take(training("王磊", proof="同台账 H999"))
    assert "台账里没有这一场" in intake.warnings[0]
    assert of(made.year(), "王磊").collective.value == 800


def test_a_training_of_odd_dates() -> None:
    made = ledger(member("王磊"))
    start = dt.date(YEAR, 6, 2)
    intake = made.take(
        training("王磊", start=start, end=start - dt.timedelta(1)),
        training("王磊", start=start, end=start + dt.timedelta(2), days=500),
    )
    assert fields(intake) == [("结束日期", "2025-06-01")]
    assert any("写的是 5 天,起止日期是 3 天" in warning for warning in intake.warnings)
    assert of(made.year(), "王磊").collective.value == 2400


def test_stated_hours_are_poured_over_the_days() -> None:
    start = dt.date(YEAR, 12, 30)
    made = ledger(member("王磊"), training("王磊", start=start, end=start + dt.timedelta(2), hours=2000))
    assert [of(made.year(year=year), "王磊").collective.value for year in (YEAR, YEAR + 1)] == [1600, 400]


def test_one_training_written_twice_counts_once() -> None:
    twice = [
        training("王磊", proof="结业证书"),
        training("王磊", proof="名册", organiser="党校"),
        training("王磊", ledgers="B"),
    ]
    made = ledger(member("王磊"), *twice)
    one = of(made.year(), "王磊")
    assert (one.collective.value, one.cadre.value) == (800, 800)
    assert "另有 2 处登记同一场,只计一次" in one.collective.lines[0].detail


def test_an_old_year_computes_by_its_own_rules_and_a_second_locality_by_its_table() -> None:
    roster = [member("王磊", post="书记"), member("李四")]
    old = ledger(*roster, year=2010)
    assert [of(old.year(year=2010), name).target.value for name in ("王磊", "李四")] == [4000, 2400]
    now = ledger(*roster, training("李四", end=dt.date(YEAR, 6, 4)))
    assert [of(now.year(), name).target.value for name in ("王磊", "李四")] == [5600, 3200]
    assert of(now.year(), "李四").collective.value == 2400
    near = Rulebooks(RULES.books, (*RULES.adoptions, Adoption("邻市", dt.date(YEAR, 6, 3), "试验")))
    assert of(now.year(rules=near), "李四").collective.value == 800 + 2 * 600
    assert of(now.year(rules=near), "李四").target.value == 3200
    bare = of(old.year(year=2016), "李四")
    assert bare.target.value is None
    assert "没有生效的学时规则" in bare.target.sentence
    assert bare.outside == "本年没有学时目标"

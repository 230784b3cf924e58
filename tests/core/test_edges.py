"""Edges that no row of an ordinary year reaches."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from tests.core.made import (
    BRANCH,
    OTHER,
    RULES,
    YEAR,
    fields,
    fold,
    ledger,
    makeup,
    member,
    of,
    only,
    row,
    session,
    training,
)

from zhixing.core.facts.kinds import Membership, PostHeld
from zhixing.core.figures.figure import Ratio, hours
from zhixing.core.intake.rows import GateRow, NeedRow, OrgRow, SessionRow, StationRow, TalkRow
from zhixing.core.rules.book import RulebookError
from zhixing.core.rules.parse import parse_books


def test_a_registration_with_a_sessions_day_and_title_is_that_session() -> None:
    day = dt.date(YEAR, 3, 5)
    held = session(day=day, title="学习党章", minutes=480, ledgers="C", present_names=("王磊",))
    made = ledger(member("王磊"), held, training("王磊", start=day, title="学习党章", ledgers="C"))
    assert of(made.year(), "王磊").online.value == 800
    other = ledger(member("王磊"), held, training("王磊", start=day, title="别的班", ledgers="C", hours=800))
    assert of(other.year(), "王磊").online.value == 1600


def test_a_registration_brings_the_ledger_that_the_session_lacks() -> None:
    """课与登记不同账:场次计 A,登记另计 B,各一次."""
    held = session("H007", minutes=480, present_names=("王磊",))
    made = ledger(member("王磊"), held, training("王磊", start=held.day, proof="同台账 H007"))
    assert (of(made.year(), "王磊").collective.value, of(made.year(), "王磊").cadre.value) == (800, 800)


@pytest.mark.parametrize(
    ("hundredths", "words"), [(None, "—"), (3150, "31.5"), (0, "0"), (-250, "-2.5"), (25, "0.25"), (800, "8")]
)
def test_hours_as_people_write_them(hundredths: int | None, words: str) -> None:
    assert hours(hundredths) == words


def test_a_share_is_never_shown_without_its_denominator() -> None:
    assert (Ratio(29, 30).words, Ratio(1, 3).permille, Ratio(0, 0).words) == ("29/30(96.7%)", 333, "—")


def test_rhythm_tells_what_was_held_and_what_is_missing() -> None:
    made = ledger(
        member("王磊"), *(session(f"H{n}", day=dt.date(YEAR, n, 5), form="主题党日") for n in (1, 2, 2 + 10))
    )
    (unit,) = made.year().branches
    days = next(one for one in unit.rhythms if one.form == "主题党日")
    assert days.recorded
    assert [period.held for period in days.periods] == [1, 1, *[0] * 9, 1]
    assert sum(period.missing for period in days.periods) == 9
    assert not next(one for one in unit.rhythms if one.form == "组织生活会").recorded
    spring = next(
        one for one in made.year(today=dt.date(YEAR, 2, 27)).branches[0].rhythms if one.form == "主题党日"
    )
    assert [period.ahead for period in spring.periods] == [False, *[True] * 11]


def test_remote_members_are_due_a_talk() -> None:
    far = row(StationRow, station="道班", distance=460)
    people = [member(name, station="道班") for name in ("王磊", "李四", "赵六")]
    talks = [
        row(TalkRow, name="王磊", day=dt.date(YEAR, 12, 1)),
        row(TalkRow, name="李四", day=dt.date(YEAR, 2, 1)),
    ]
    organ = ledger(far, *people, *talks).year().organ
    assert organ is not None
    assert {one.name: (one.days, one.due) for one in organ.contacts} == {
        "王磊": (30, False),
        "李四": (333, True),
        "赵六": (None, True),
    }
    assert organ.remote_contacted == Ratio(1, 3)


def test_inside_the_denominator_there_is_no_reason_to_be_outside() -> None:
    assert of(ledger(member("王磊")).year(), "王磊").outside == ""


def test_a_branch_first_met_under_a_short_name_gets_the_rosters_name_later() -> None:
    made = ledger(row(StationRow, station="道班", branch="机关第一支部"))
    made.take(row(OrgRow, name="机关第一支部", elected=dt.date(2024, 3, 1)))
    made.take(row(OrgRow, name="机关第一支部", elected=dt.date(2025, 3, 1)))
    made.take(member("王磊", branch=BRANCH))
    (branch,) = made.register.branches()
    assert (branch.name, branch.elected, branch.parent) == (BRANCH, dt.date(2025, 3, 1), branch.parent)
    assert of(made.year(), "王磊").branch == BRANCH


def test_a_post_kept_in_the_next_years_roster_is_one_post() -> None:
    made = ledger(member("王磊", post="书记"))
    made.take(member("王磊", post="党支部书记"), year=YEAR + 1)
    assert len(only(made.facts, PostHeld)) == 1


def test_a_make_up_of_nobody_stays_open() -> None:
    made = ledger(member("王磊"))
    held: SessionRow = session(duty_names=("王磊",), makeups=(makeup("查无此人", dt.date(YEAR, 3, 9)),))
    assert fields(made.take(held)) == [("补学情况", "查无此人")]


def test_near_and_remote_stand_side_by_side() -> None:
    rows = [
        row(StationRow, station="道班", distance=460),
        member("王磊", station="道班"),
        member("李四", branch=OTHER),
    ]
    organ = (
        ledger(*rows, session(organiser="全局", present_names=("王磊",), absent_names=("李四",))).year().organ
    )
    assert organ is not None
    sides = {one.label: (one.near, one.remote) for one in organ.fairness}
    assert sides["集中学习出席(扣除值班、准假)"] == (Ratio(0, 1), Ratio(1, 1))
    assert sides["人均集中学习学时"] == (Ratio(0, 1), Ratio(100, 1))


def test_a_rule_asked_for_what_it_does_not_hold_says_so() -> None:
    rule = RULES.need("conversion.daily_cap", dt.date(YEAR, 1, 1))
    assert hash(rule) == hash(replace(rule))
    with pytest.raises(RulebookError, match="没有参数 nothing"):
        rule.whole("nothing")
    with pytest.raises(RulebookError, match="不是整数"):
        rule.whole("ledgers")
    with pytest.raises(RulebookError, match="不是文字清单"):
        rule.words("cap_hundredths")
    with pytest.raises(RulebookError, match="不是整数清单"):
        rule.wholes("ledgers")
    mixed = replace(rule, params={"ledgers": ("A", 1)})  # type: ignore[dict-item]
    with pytest.raises(RulebookError, match="不是文字清单"):
        mixed.words("ledgers")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("[[rule]]", "[rule]", "rule 应当写成 [[rule]]"),
        ("params.months = [1, 2]", 'params = "x"', "params 应当是一张参数表"),
        ("params.months = [1, 2]", "params.months = 3", "应当是整数清单"),
        ("params.months = [1, 2]", "params.months = []", "应当是整数清单"),
        ("params.months = [1, 2]", 'params.months = [1, "二"]', "应当是整数清单"),
    ],
)
def test_a_book_of_another_shape_is_refused_with_its_reason(old: str, new: str, reason: str) -> None:
    book = (
        """
[book]
id = "a"
title = "表彰"
basis = "某办法"
in_force_from = 2019-01-01

[[rule]]
code = "award.deed_lengths"
article = "第一条"
text = "事迹材料分档。"
strength = "soft"
binds = "推荐材料"
params.characters = [1, 2]
pending = true
evidence = "样例"
""".replace("params.characters", "params.months")
        .replace(old, new)
        .replace("params.months", "params.characters")
    )
    with pytest.raises(RulebookError, match=reason.replace("[", r"\[").replace("]", r"\]")):
        parse_books({"a.toml": book})


def test_a_gate_that_was_over_before_the_year_is_not_of_the_year() -> None:
    past = row(GateRow, name="王磊", start=dt.date(YEAR - 1, 3, 10), months=6)
    running = row(GateRow, name="李四", start=dt.date(YEAR - 1, 12, 10), months=12)
    year = ledger(member("王磊"), member("李四"), past, running).year()
    assert [(of(year, name).gate.value, len(of(year, name).gate.lines)) for name in ("王磊", "李四")] == [
        (0, 0),
        (0, 1),
    ]


def test_a_need_of_another_year_is_not_of_this_one() -> None:
    made = ledger(
        member("王磊"), row(NeedRow, name="王磊"), row(NeedRow, name="王磊", day=dt.date(YEAR - 1, 4, 4))
    )
    organ = made.year().organ
    assert organ is not None
    assert organ.needs == Ratio(0, 1)


def test_a_rule_may_not_outlive_its_book() -> None:
    book = """
[book]
id = "a"
title = "学时"
basis = "某规划"
in_force_from = 2019-01-01
in_force_until = 2023-12-31

[[rule]]
code = "target.member_hours"
article = "第二十条"
text = "每年一般不少于 32 学时。"
strength = "soft"
binds = "党员"
params.hours = 32
pending = true
evidence = "样例"
in_force_until = 2024-01-01
"""
    with pytest.raises(RulebookError, match="失效日 2024-01-01 晚于规则册的失效日 2023-12-31"):
        parse_books({"a.toml": book})


def test_the_fullest_of_several_registrations_of_one_training_counts() -> None:
    start = dt.date(YEAR, 6, 2)
    rows = [training("王磊", start=start, end=start + dt.timedelta(n)) for n in (0, 2, 1)]
    assert of(ledger(member("王磊"), *rows).year(), "王磊").collective.value == 2400


def test_who_was_there_and_made_it_up_as_well_earned_it_on_the_day() -> None:
    held = session(present_names=("王磊",), makeups=(makeup("王磊", dt.date(YEAR, 1, 2) + dt.timedelta(40)),))
    made = ledger(
        member("王磊"),
        held,
        session("H9", start="14:00", present_names=("王磊",), makeups=(makeup("王磊", dt.date(YEAR, 3, 4)),)),
    )
    lines = of(made.year(), "王磊").collective.lines
    assert [(line.day, line.amount) for line in lines] == [(dt.date(YEAR, 3, 5), 100)] * 2
    assert all("只计一次" in line.detail for line in lines)


@pytest.mark.parametrize(("remark", "months"), [("2025年7月转入", 6), ("2025年9月转出", 8)])
def test_a_month_counts_by_its_last_day(remark: str, months: int) -> None:
    """转入当月计入,转出当月不计,不论月中哪一天."""
    made = ledger(member("王磊", remark=remark))
    facts = []
    for fact in made.facts:
        if isinstance(body := fact.body, Membership):
            start, until = (day and day.replace(day=15) for day in (body.start, body.until))
            fact = replace(fact, body=replace(body, start=start, until=until))
        facts.append(fact)
    assert f"32×{months}/12" in of(fold(facts, made.private), "王磊").target.sentence

"""The register: rosters of several years, dual life, ends of spans, and the shape the rules ask for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

import pytest
from tests.core.made import BRANCH, OTHER, RULES, YEAR, Ledger, fields, ledger, member, of, only, reasons, row

from zhixing.core.facts.kinds import DualLife, Membership, PostHeld, SpanClosed
from zhixing.core.intake.rows import NonMemberRow, OrgRow, RosterRow, StationRow
from zhixing.core.people.register import Person, Register
from zhixing.core.people.structure import Finding, check_structure

DAY = dt.date(YEAR, 12, 31)


def the(made: Ledger, name: str) -> Person:
    """The one person of this name."""
    (found,) = [person for person in made.register.people.values() if person.name == name]
    return found


def findings(register: Register, code: str, day: dt.date = DAY) -> list[Finding]:
    """What the rule of this code finds."""
    return [one for one in check_structure(register, RULES, day) if one.code == code]


def many(number: int, branch: str = BRANCH, **said: str) -> list[RosterRow]:
    """So many members of a branch."""
    return [
        member(f"王{chr(0x4E00 + n // 50)}{chr(0x4E00 + n % 50)}", branch=branch, **said)
        for n in range(number)
    ]


def test_a_branch_of_more_than_fifty_is_told_with_its_article() -> None:
    assert findings(ledger(*many(50)).register, "branch.max_members") == []
    (found,) = findings(ledger(*many(51)).register, "branch.max_members")
    assert "现有党员 51 名" in found.sentence
    assert found.name == BRANCH
    assert found.cite.startswith("《中国共产党支部工作条例")
    assert not found.hard


def test_three_full_members_make_a_branch() -> None:
    assert findings(ledger(*many(3)).register, "branch.minimum") == []
    (found,) = findings(ledger(*many(2), member("李四", member_kind="预备党员")).register, "branch.minimum")
    assert "正式党员 2 名" in found.sentence
    assert findings(ledger(member("李四", member_kind="预备党员")).register, "branch.minimum") == []


def test_seven_full_members_ask_for_a_committee() -> None:
    six, seven = ledger(*many(6)), ledger(*many(7))
    assert findings(six.register, "branch.committee_at") == []
    (found,) = findings(seven.register, "branch.committee_at")
    assert "正式党员 7 名,应设支部委员会;登记在任的支部委员 0 名" in found.sentence
    leaders = [member(f"李{post[0]}", post=post) for post in ("书记", "组织委员", "宣传委员")]
    assert findings(ledger(*many(4), *leaders).register, "branch.committee_at") == []
    gone = [*leaders[:2], replace(leaders[2], remark="2025年9月转出")]
    assert len(findings(ledger(*many(7), *gone).register, "branch.committee_at")) == 1


@pytest.mark.parametrize(
    ("number", "kind", "code"),
    [
        (49, "党支部", None),
        (50, "党支部", "general_branch.at"),
        (50, "党总支", None),
        (100, "党总支", "party_committee.at"),
        (100, "机关党委", None),
    ],
)
def test_the_organisation_at_the_top_grows_with_its_members(number: int, kind: str, code: str | None) -> None:
    made = ledger(*many(number))
    root = made.register.root
    assert root is not None
    codes = {"党支部": "branch", "党总支": "general_branch", "机关党委": "party_committee"}
    orgs = {**made.register.orgs, root.id: replace(root, kind=codes[kind])}
    register = replace(made.register, orgs=orgs)
    above = ("general_branch.at", "party_committee.at")
    found = [one for one in check_structure(register, RULES, DAY) if one.code in above]
    assert [one.code for one in found] == ([] if code is None else [code])
    assert all(f"共有党员 {number} 名" in one.sentence and one.cite for one in found)


def test_without_anything_there_is_nothing_to_find() -> None:
    assert check_structure(Register({}, {}, {}), RULES, DAY) == ()
    assert check_structure(ledger(*many(60)).register, RULES, dt.date(1990, 1, 1)) == ()


@pytest.mark.parametrize(
    ("elected", "words", "due"),
    [
        (dt.date(2022, 12, 30), "已于 2025-12-30 届满", dt.date(2025, 12, 30)),
        (dt.date(2022, 12, 31), "还有 0 天", dt.date(2025, 12, 31)),
        (dt.date(2023, 2, 1), "还有 32 天", dt.date(2026, 2, 1)),
        (dt.date(2025, 2, 1), None, None),
    ],
)
def test_a_term_of_three_years_running_out(elected: dt.date, words: str | None, due: dt.date | None) -> None:
    made = ledger(row(OrgRow, name=BRANCH, elected=elected), member("王磊"))
    found = findings(made.register, "branch.term")
    assert [one.due for one in found] == ([] if due is None else [due])
    assert all(words and words in one.sentence for one in found)


def test_a_term_begun_on_leap_day_ends_on_the_28th() -> None:
    made = ledger(row(OrgRow, name=BRANCH, elected=dt.date(2024, 2, 29)))
    (found,) = findings(made.register, "branch.term", dt.date(2027, 2, 28))
    assert found.due == dt.date(2027, 2, 28)


def test_the_tree_as_the_organisation_table_tells_it() -> None:
    made = ledger(
        row(OrgRow, name="云川县交通运输局机关党委", kind="机关党委", parent="", founded=dt.date(2010, 1, 1)),
        row(OrgRow, name="运输党总支", kind="", parent="机关党委"),
        row(OrgRow, name=BRANCH, parent="运输党总支", elected=dt.date(2024, 1, 1)),
        row(OrgRow, name=BRANCH, parent="运输党总支", elected=dt.date(2025, 1, 1)),
        row(OrgRow, name="云川县交通运输局机关党委", kind="机关党委", parent="", elected=dt.date(2024, 5, 1)),
        row(OrgRow, name="项目部临时党支部", kind="", parent=""),
        row(OrgRow, name="企业联合党支部", kind="", parent=""),
        row(OrgRow, name="企业联合党支部", kind="", parent=""),
        member("王磊", group="第1党小组"),
    )
    register = made.register
    root, named = register.root, {org.name: org for org in register.orgs.values()}
    assert root is not None
    assert root.elected == dt.date(2024, 5, 1)
    assert named[BRANCH].parent == named["运输党总支"].id
    assert named[BRANCH].elected == dt.date(2025, 1, 1)
    kinds = [named[name].kind for name in ("运输党总支", "项目部临时党支部", "企业联合党支部", "第1党小组")]
    assert kinds == ["general_branch", "temporary_branch", "joint_branch", "party_group"]
    assert register.below(root.id) == set(register.orgs)
    assert named["第1党小组"].id in register.below(named["运输党总支"].id)
    assert register.name_of(UUID(int=1)) == register.name_of(None) == ""


def test_a_short_name_means_the_branch_and_the_rosters_spelling_is_kept() -> None:
    made = ledger(
        row(StationRow, station="道班", branch="机关第一支部"),
        member("王磊", station="道班"),
        member("李四", branch="机关第一支部"),
    )
    assert [org.name for org in made.register.branches()] == [BRANCH]
    assert made.take(row(StationRow, station="道班", branch="机关第一支部")).drafts == []
    assert made.take(member("王磊", station="道班"), member("李四", branch="机关第一支部")).drafts == []


def test_a_temporary_branch_is_not_the_branch_of_its_stem() -> None:
    made = ledger(member("王磊", branch="项目部党支部"), member("李四", branch="项目部临时党支部"))
    assert len(made.register.branches()) == 2
    assert (
        len(
            ledger(member("王磊", branch="项目部党总支"), member("李四", branch="项目部党支部")).register.orgs
        )
        == 3
    )


def test_dual_life_is_a_second_unit_and_changes_no_denominator() -> None:
    leader = member("王磊", duty="局长", second_unit=OTHER)
    made = ledger(member("李四", branch=OTHER), leader)
    assert [one.body.org for one in only(made.facts, DualLife)] == [the(made, "李四").roll[0].org.hex]  # type: ignore[attr-defined]
    assert len(the(made, "王磊").dual) == 1
    assert [unit.coverage.ratio.whole for unit in made.year().branches] == [1, 1]
    assert made.take(leader).drafts == []
    opened = ledger(member("王磊", second_unit="没有的支部"))
    assert fields(opened.take(member("王磊", second_unit="没有的支部"))) == [("双重组织生活", "王磊")]
    assert of(opened.year(), "王磊").target.value == 3200


def test_a_later_roster_closes_what_it_replaces_on_new_years_day() -> None:
    made = ledger(
        member("王磊", group="第1党小组", post="组织委员", station="道班", joined_on=dt.date(2001, 7, 1))
    )
    later = member("王磊", group="第2党小组", station="机关", joined_on=dt.date(2001, 7, 1))
    intake = made.take(later, year=YEAR + 1)
    assert intake.unresolved == ()
    person = the(made, "王磊")
    new_year = dt.date(YEAR + 1, 1, 1)
    assert [(span.start, span.until) for span in person.roll] == [(None, new_year), (new_year, None)]
    assert person.posts[0].until == new_year
    assert [(span.start, span.until) for span in person.places] == [(None, new_year), (new_year, None)]
    assert len(person.roll[0].facts) == 2
    assert of(made.year(), "王磊").group == "第1党小组"
    assert of(made.year(), "王磊").target.value == 5600
    after = of(made.year(year=YEAR + 1, today=dt.date(2027, 1, 5)), "王磊")
    assert (after.group, after.target.value) == ("第2党小组", 3200)
    assert made.take(later, year=YEAR + 1).drafts == []


def test_a_roster_of_the_same_year_that_differs_is_left_open() -> None:
    made = ledger(member("王磊", post="书记", station="道班", joined_on=dt.date(2001, 7, 1)))
    before = len(made.facts)
    intake = made.take(
        member("王磊", group="第2党小组", post="", station="机关", joined_on=dt.date(2001, 7, 1))
    )
    assert [field for field, _ in fields(intake)] == ["组织关系", "党内职务", "工作地点"]
    assert all("与本年度已入账的花名册不一致" in reason for reason in reasons(intake))
    assert not [
        one for one in made.facts[before:] if isinstance(one.body, SpanClosed | Membership | PostHeld)
    ]


def test_an_older_roster_rewrites_nothing() -> None:
    made = ledger(member("王磊"), year=YEAR)
    intake = made.take(member("王磊", post="书记"), year=YEAR - 1)
    assert intake.drafts == []
    assert "2025 年的花名册已入账" in reasons(intake)[0]


def test_a_transfer_out_told_later_ends_the_membership() -> None:
    made = ledger(member("王磊"))
    made.take(member("王磊", remark="2025年9月转出"))
    assert the(made, "王磊").roll[0].until == dt.date(YEAR, 9, 1)
    assert made.take(member("王磊", remark="2025年9月转出")).drafts == []
    intake = made.take(member("王磊", remark="2025年8月转出"))
    assert "转出月份与已入账的(2025-09-01)不一致" in reasons(intake)[0]


def test_a_lone_namesake_with_another_joining_date_is_somebody_else() -> None:
    made = ledger(member("王磊", group="第1党小组", joined_on=dt.date(2001, 7, 1)))
    made.take(member("王磊", group="第2党小组", joined_on=dt.date(2015, 7, 1)))
    assert sum(person.name == "王磊" for person in made.register.people.values()) == 2


def test_an_exemption_is_told_once_and_holds_who_decided() -> None:
    made = ledger(member("王磊", remark="长期患病,不作硬性要求"))
    assert the(made, "王磊").exemptions[0].decided_by == "支部委员会(花名册备注)"
    assert made.take(member("王磊", remark="年老体弱,不作硬性要求"), year=YEAR + 1).unresolved == ()
    assert len(the(made, "王磊").exemptions) == 1


def test_rows_without_what_makes_a_member_stay_open() -> None:
    made = ledger()
    intake = made.take(member("王"), member("王磊", branch=""), row(NonMemberRow, name="李"))
    assert [field for field, _ in fields(intake)] == ["姓名", "所在党支部", "姓名"]
    assert made.register.people == {}


def test_people_come_and_go_by_the_day() -> None:
    person = the(
        ledger(member("王磊", remark="2025年3月转入,2025年9月转出", post="书记", station="道班")), "王磊"
    )
    assert person.on_roll(dt.date(YEAR, 2, 28)) is None
    assert person.on_roll(dt.date(YEAR, 3, 1)) is not None
    assert person.on_roll(dt.date(YEAR, 9, 1)) is None
    assert [post.title for post in person.posts_on(DAY)] == ["书记"]
    assert person.place_on(DAY) is not None
    assert person.roll_in(YEAR - 1) is None
    assert person.roll_in(YEAR + 1) is None


def test_who_left_in_january_stands_on_the_years_list_without_a_target() -> None:
    made = ledger(member("王磊", remark="2025年1月转出"), member("李四"))
    one = of(made.year(), "王磊")
    assert (one.target.value, one.gap.value, one.in_denominator) == (0, 0, False)
    assert made.year().branches[0].coverage.ratio.whole == 1


def test_non_members_keep_stage_branch_and_mentor() -> None:
    rows = [member("王磊"), row(NonMemberRow, name="赵六", stage="入党积极分子", mentor="王磊")]
    made = ledger(*rows)
    candidacy = the(made, "赵六").candidacy
    assert candidacy is not None
    assert (candidacy.stage, candidacy.mentor) == ("入党积极分子", the(made, "王磊").id)
    assert made.take(*rows).drafts == []
    made.take(row(NonMemberRow, name="赵六", stage="发展对象", mentor="王磊"))
    assert (the(made, "赵六").candidacy or candidacy).stage == "发展对象"
    odd = ledger(row(NonMemberRow, name="孙七", mentor="查无此人"))
    assert fields(odd.take(row(NonMemberRow, name="孙七", mentor="查无此人"))) == [("培养联系人", "查无此人")]
    assert [one.name for one in made.year().members] == ["王磊"]


def test_units_with_units_below_them_are_counted_too() -> None:
    rows = [
        row(OrgRow, name="运输党总支", kind="党总支", parent="机关党委"),
        row(OrgRow, name=BRANCH, parent="运输党总支"),
        row(OrgRow, name=OTHER, parent="运输党总支"),
    ]
    above = ("general_branch.at", "party_committee.at")
    for number, codes in ((49, []), (50, ["party_committee.at"])):
        made = ledger(*rows, *many(number), *many(50, branch=OTHER))
        found = [one for one in check_structure(made.register, RULES, DAY) if one.code in above]
        assert [(one.name, one.code) for one in found] == [("运输党总支", code) for code in codes]


def test_a_committee_is_no_larger_than_the_rule_says() -> None:
    made = ledger(*many(8, post="支部委员"))
    (found,) = findings(made.register, "branch.committee_size")
    assert "登记在任的支部委员 8 名,一般不超过 7 名" in found.sentence
    assert findings(ledger(*many(7, post="支部委员")).register, "branch.committee_size") == []

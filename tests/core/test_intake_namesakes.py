"""Two of one name in one group are never taken for one person; a corrected word is a correction."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from tests.sample_year import identify

from zhixing.core.facts.kinds import Membership
from zhixing.core.intake.desk import Known
from zhixing.core.intake.folder import Intake, take_folder
from zhixing.core.intake.rows import Folder, Origin, RosterRow, Sheet
from zhixing.core.people.register import Register

TODAY = dt.date(2026, 1, 5)
ROW = RosterRow(
    origin=Origin("花名册.xlsx", "表", 3),
    name="王磊",
    gender="男",
    ethnicity="汉族",
    birth="1980.1",
    education="大学本科",
    joined_on=dt.date(2005, 7, 1),
    branch="第一党支部",
    group="第1党小组",
    post="",
    duty="",
    member_kind="正式党员",
    staff_kind="",
    station="",
    shift="",
    second_unit="",
    remark="",
)


def take(*rows: RosterRow) -> Intake:
    """A roster of these rows, taken in against an empty ledger."""
    sheet = Sheet("花名册.xlsx", "表", "党员花名册", "某局", 2025, len(rows), rows, (), ())
    folder = Folder((sheet,), (), (), "")
    return take_folder(folder, Register({}, {}, {}), Known({}), identify=identify, today=TODAY, year=2025)


def members(intake: Intake) -> int:
    """How many memberships were drafted."""
    return sum(isinstance(draft.body, Membership) for draft in intake.drafts)


def test_two_of_one_name_in_one_group_are_left_open() -> None:
    other = replace(ROW, birth="1991.5", joined_on=dt.date(2014, 7, 1), origin=Origin("花名册.xlsx", "表", 9))
    intake = take(ROW, other)
    assert members(intake) == 1
    (row,) = intake.unresolved
    assert (row.row, row.field, row.value) == (9, "姓名", "王磊")
    assert "应是两个人" in row.reason


@pytest.mark.parametrize("group", ["第2党小组", "第1党小组"])
def test_in_another_group_he_is_another_and_twice_the_same_row_is_one(group: str) -> None:
    intake = take(ROW, replace(ROW, group=group))
    assert intake.unresolved == ()
    assert members(intake) == (2 if group != ROW.group else 1)


def test_one_word_that_differs_is_a_correction() -> None:
    intake = take(ROW, replace(ROW, birth="1980.2"))
    assert intake.unresolved == ()
    assert members(intake) == 1

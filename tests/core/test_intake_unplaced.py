"""A roster row that stays open still bears a name: nobody else is given what may be his."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

from tests.core.test_intake_namesakes import ROW, take

from zhixing.core.intake.whois import Directory, Entry, Miss
from zhixing.core.people.register import Register

PERSON, BRANCH = UUID(int=1), UUID(int=2)


def directory() -> Directory:
    """One 王磊 listed in 第一党支部, 第1党小组."""
    made = Directory(Register({}, {}, {}))
    made.add_member("王磊", Entry(PERSON, BRANCH, "第一党支部", "第1党小组"))
    return made


def test_a_name_on_an_open_row_is_not_given_to_its_namesake() -> None:
    names = directory()
    assert names.find("王磊", host=BRANCH) == PERSON
    names.add_unplaced("王磊", "花名册.xlsx 第 10 行")
    found = names.find("王磊", host=BRANCH)
    assert isinstance(found, Miss)
    assert "花名册.xlsx 第 10 行" in found.reason
    assert names.find("王磊(第一党支部)") == PERSON
    assert names.find("王磊", branch="第一党支部") == PERSON


def test_a_twin_of_one_group_is_told_apart_by_nothing() -> None:
    names = directory()
    names.add_unplaced("王磊", "花名册.xlsx 第 10 行", PERSON)
    assert isinstance(names.find("王磊(第1党小组)"), Miss)
    assert isinstance(names.find("王磊", branch="第一党支部"), Miss)


def test_a_row_without_its_branch_is_open_and_remembered() -> None:
    intake = take(replace(ROW, branch=""))
    (row,) = intake.unresolved
    assert (row.field, "没有写支部" in row.reason) == ("所在党支部", True)


def test_one_slip_in_a_branchs_name_renames_nothing() -> None:
    others = [
        replace(ROW, name=name, joined_on=dt.date(2001, 1, n))
        for n, name in enumerate(("张一", "李二", "赵三"), 1)
    ]
    intake = take(replace(ROW, branch="第一支部"), *others)
    assert intake.unresolved == ()
    names = {getattr(draft.body, "name", "") for draft in intake.drafts}
    assert "第一党支部" in names
    assert "第一支部" not in names
    assert any("支部写作“第一支部”,按“第一党支部”计" in warning for warning in intake.warnings)

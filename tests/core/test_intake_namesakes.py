"""Two of one name in one group are never taken for one person; a corrected word is a correction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest
from tests.sample_year import WHEN, identify

from zhixing.core.facts.kinds import Membership
from zhixing.core.facts.record import Fact
from zhixing.core.intake.desk import Known
from zhixing.core.intake.folder import Intake, take_folder
from zhixing.core.intake.rows import Folder, Origin, RosterRow, Sheet
from zhixing.core.people.register import fold_register

TODAY = dt.date(2026, 1, 5)
WORDS: dict[UUID, dict[str, str]] = {}
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


def take(*rows: RosterRow, year: int = 2025, facts: Sequence[Fact] = (), today: dt.date = TODAY) -> Intake:
    """A roster of these rows, taken in against what `facts` say."""
    sheet = Sheet("花名册.xlsx", "表", "党员花名册", "某局", year, len(rows), rows, (), ())
    register = fold_register(facts, {fact.uid: WORDS[fact.uid] for fact in facts if fact.uid in WORDS})
    known = Known({fact.key: ("",) for fact in facts})
    return take_folder(
        Folder((sheet,), (), (), ""), register, known, identify=identify, today=today, year=year
    )


def entered(intake: Intake, after: int = 0) -> list[Fact]:
    """The drafts of an intake as facts."""
    found = []
    for place, d in enumerate(intake.drafts, start=after + 1):
        uid = identify(d.key, d.content)
        WORDS[uid] = dict(d.private or {})
        times = (WHEN, WHEN, WHEN)
        found.append(
            Fact(place, uid, d.chain, place, d.body, d.subject, d.about, d.day, *times, "刘英", d.source)
        )
    return found


def roll(facts: Sequence[Fact], year: int) -> list[tuple[str, str]]:
    """Who is on the roll at the end of a year, and where."""
    register = fold_register(facts, WORDS)
    day = dt.date(year, 12, 31)
    spans = [(person.name, person.on_roll(day)) for person in register.people.values()]
    return [(name, register.name_of(span.org)) for name, span in spans if span]


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


def test_the_next_years_roster_moves_a_member_to_another_branch() -> None:
    first = entered(take(ROW))
    moved = replace(ROW, branch="第二党支部", group="第3党小组")
    again = take(moved, year=2026, facts=first)
    assert again.unresolved == ()
    both = [*first, *entered(again, len(first))]
    assert roll(both, 2025) == [("王磊", "第一党支部")]
    assert roll(both, 2026) == [("王磊", "第二党支部")]


def test_within_one_year_another_branch_contradicts_and_is_left_open() -> None:
    first = entered(take(ROW))
    again = take(replace(ROW, branch="第二党支部"), facts=first)
    assert members(again) == 0
    assert any("不一致" in row.reason for row in again.unresolved)


def test_a_post_ends_where_the_next_roster_is_silent() -> None:
    first = entered(take(replace(ROW, post="组织委员")))
    both = [*first, *entered(take(ROW, year=2026, facts=first), len(first))]
    (person,) = fold_register(both, WORDS).people.values()
    assert [span.title for span in person.posts_on(dt.date(2025, 12, 31))] == ["组织委员"]
    assert person.posts_on(dt.date(2026, 1, 1)) == ()


def test_who_is_not_on_the_new_roster_stays_and_is_named() -> None:
    other = replace(ROW, name="李敏", birth="1977.2")
    first = entered(take(ROW, other))
    again = take(ROW, year=2026, facts=first)
    assert any("李敏" in warning and "仍按在册计" in warning for warning in again.warnings)
    both = [*first, *entered(again, len(first))]
    assert sorted(roll(both, 2026)) == [("李敏", "第一党支部"), ("王磊", "第一党支部")]


def test_a_move_in_mid_year_told_on_both_rows_is_one_person_in_two_spans() -> None:
    first = entered(take(ROW))
    left = replace(ROW, remark="2026年7月转出")
    came = replace(ROW, branch="第二党支部", remark="2026年7月转入", origin=Origin("花名册.xlsx", "表", 9))
    for rows in ((left, came), (came, left), (came,)):
        again = take(*rows, year=2026, facts=first, today=dt.date(2026, 8, 1))
        assert again.unresolved == ()
        (person,) = fold_register([*first, *entered(again, len(first))], WORDS).people.values()
        assert [(span.start, span.until) for span in person.roll] == [
            (None, dt.date(2026, 7, 1)),
            (dt.date(2026, 7, 1), None),
        ]

"""What a person decides about an open row holds for that row, and for nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests import sample_year
from tests.core.made import (
    BRANCH,
    OTHER,
    PROPERTY,
    TODAY,
    YEAR,
    Ledger,
    folder,
    ledger,
    member,
    session,
    training,
)

from zhixing.core.facts.kinds import Attendance, Membership, NonMember, Training
from zhixing.core.intake.candidates import candidates
from zhixing.core.intake.folder import Intake, take_folder
from zhixing.core.intake.rows import Folder, Row
from zhixing.core.intake.rulings import NONE, Listed, NewPerson, Place, Ruling, Rulings, places

TWINS = [member("王磊", group="第1党小组"), member("王磊", group="第2党小组"), member("李四")]
ROWS: tuple[Row, ...] = (
    session("H001", present_names=("王磊", "李四", "查无此人")),
    session("H002", present_names=("王磊", "李四")),
    training("李泗"),
)


def read(made: Ledger, rows: tuple[Row, ...] = ROWS, rulings: Rulings = NONE, reach: object = None) -> Intake:
    """The rows against a ledger, with rulings."""
    return take_folder(
        folder(*rows),
        made.register,
        made.known,
        identify=sample_year.identify,
        today=TODAY,
        year=YEAR,
        rulings=rulings,
        reach=reach,  # type: ignore[arg-type]
    )


def place_of(intake: Intake, value: str, row: int = 3) -> Place:
    """Where an open value stands."""
    return next(one.place for one in intake.unresolved if one.value == value and one.row == row)


def attended(intake: Intake) -> list[tuple[object, object]]:
    """Who was present where, in order."""
    return [(one.subject, one.about) for one in intake.drafts if isinstance(one.body, Attendance)]


def test_a_namesake_that_was_picked_goes_in_and_the_other_row_stays_open() -> None:
    made = ledger(*TWINS)
    before = read(made)
    picked = next(one for one in before.listed if (one.name, one.group) == ("王磊", "第2党小组"))
    after = read(made, rulings={place_of(before, "王磊"): Ruling(picked.person)})
    assert {one.place for one in before.unresolved} - {one.place for one in after.unresolved} == {
        place_of(before, "王磊")
    }
    (new,) = set(attended(after)) - set(attended(before))
    assert new[0] == picked.person
    assert place_of(after, "王磊", 4)


def test_what_is_set_aside_stays_in_the_report_and_brings_nothing() -> None:
    made = ledger(*TWINS)
    before = read(made)
    after = read(made, rulings={place_of(before, "查无此人"): Ruling()})
    assert after.drafts == before.drafts
    assert [one.value for one in after.unresolved if one.aside] == ["查无此人"]
    assert [replace(one, aside=False) for one in after.unresolved] == list(before.unresolved)


def test_somebody_new_is_made_once_and_found() -> None:
    made = ledger(*TWINS)
    before = read(made)
    new = NewPerson("查无此人", BRANCH, "第1党小组", "预备党员")
    rulings = {
        place_of(before, "查无此人"): Ruling(created=new),
        place_of(before, "李泗"): Ruling(created=new),
    }
    after = read(made, rulings=rulings)
    (joined,) = [one for one in after.drafts if isinstance(one.body, Membership)]
    assert isinstance(joined.body, Membership)
    assert joined.body.standing == "预备党员"
    assert joined.source.file == "网页上新建的人"
    (trained,) = [one for one in after.drafts if isinstance(one.body, Training)]
    assert trained.subject == joined.subject
    assert joined.subject in {person for person, _ in attended(after)}
    assert {one.value for one in after.unresolved} == {"王磊"}
    made.drafts += after.drafts
    made.facts = sample_year.facts_of(made.drafts)
    again = read(made, rulings=rulings)
    assert again.drafts == []
    assert not any(one.file == "网页上新建的人" for one in again.missing)


def test_somebody_new_may_be_no_member() -> None:
    made = ledger(*TWINS)
    before = read(made)
    new = NewPerson("查无此人", BRANCH, "", "入党积极分子")
    after = read(made, rulings={place_of(before, "查无此人"): Ruling(created=new)})
    (stage,) = [one for one in after.drafts if isinstance(one.body, NonMember)]
    assert stage.subject in {person for person, _ in attended(after)}


def test_a_person_who_is_gone_leaves_the_row_open_with_the_reason() -> None:
    made = ledger(*TWINS)
    before = read(made)
    after = read(made, rulings={place_of(before, "王磊"): Ruling(sample_year.identify("nobody"))})
    told = next(one for one in after.unresolved if one.place == place_of(before, "王磊"))
    assert "已不在名册上" in told.reason


@PROPERTY
@given(st.data())
def test_any_rulings_touch_only_their_own_places(data: st.DataObject) -> None:
    made = ledger(*TWINS)
    before = read(made)
    everybody = [one.person for one in before.listed]
    choice = st.one_of(st.just(Ruling()), st.sampled_from(everybody).map(Ruling))
    chosen = data.draw(st.dictionaries(st.sampled_from([one.place for one in before.unresolved]), choice))
    after = read(made, rulings=chosen)
    untouched = [one for one in before.unresolved if one.place not in chosen]
    assert [one for one in after.unresolved if one.place not in chosen] == untouched
    assert {(d.key, d.content) for d in before.drafts} <= {(d.key, d.content) for d in after.drafts}
    beyond = {Place("别的.xlsx", "Sheet1", 3, "实到名单", "王磊"): Ruling(everybody[0])}
    assert read(made, rulings=beyond) == before


def test_a_branch_adds_only_to_its_own() -> None:
    made = ledger(*TWINS, member("赵六", branch=OTHER))
    branch = next(one.branch for one in read(made).listed if one.branch_name == BRANCH)
    rows = (*ROWS, training("赵六", branch=OTHER), session("H009", organiser=OTHER, present_names=("赵六",)))
    after = read(made, rows, reach=frozenset({branch}))
    assert {draft.chain for draft in after.drafts} == {branch}
    beyond = [one for one in after.unresolved if "不是本支部的人和事" in one.reason]
    assert sorted((one.file, one.row) for one in beyond) == [("学习活动台账.xlsx", 5), ("学时登记表.xlsx", 4)]


def test_a_branch_says_of_guests_only_that_they_came() -> None:
    made = ledger(*TWINS, member("赵六", branch=OTHER), member("钱七", branch=OTHER))
    branch = next(one.branch for one in read(made).listed if one.branch_name == BRANCH)
    rows = (session("H009", present_names=("赵六",), leave_names=("李四",), absent_names=("钱七",)),)
    after = read(made, rows, reach=frozenset({branch}))
    assert [one.body for one in after.drafts if isinstance(one.body, Attendance)] == [
        Attendance("present"),
        Attendance("leave"),
    ]
    (open_,) = after.unresolved
    assert (open_.field, open_.value) == ("缺席名单", "钱七")
    assert "只记实到" in open_.reason
    assert not read(made, rows).unresolved


def test_a_workbook_adds_nothing_to_a_frozen_year() -> None:
    made = ledger(*TWINS, session("H001", present_names=("李四",)))
    rows = (
        session("H001", present_names=("李四",)),
        session("H002", day=dt.date(YEAR, 5, 6), title="补开的会", present_names=("李四",)),
        training("李四"),
    )

    def take(closed: set[int]) -> Intake:
        return take_folder(
            folder(*rows),
            made.register,
            made.known,
            identify=sample_year.identify,
            today=TODAY,
            year=YEAR,
            closed=closed,
        )

    after = take({YEAR})
    assert after.drafts == []
    assert [(one.file, one.row) for one in after.unresolved] == [
        ("学习活动台账.xlsx", 4),
        ("学时登记表.xlsx", 3),
    ]
    assert all("年已定格" in one.reason for one in after.unresolved)
    assert take({YEAR - 1}).drafts


def test_the_same_value_in_the_same_field_is_found_for_those_who_want_all() -> None:
    one, two = Place("a", "s", 3, "f", "王磊"), Place("a", "s", 4, "f", "王磊")
    others = [
        Place("b", "s", 3, "f", "王磊"),
        Place("a", "s", 3, "g", "王磊"),
        Place("a", "s", 3, "f", "王垒"),
    ]
    assert places([one, *others, two], one) == [one, two]


def offered(value: str, names: list[str]) -> list[str]:
    """The names offered for a value, with a made-up way of sounding."""
    sound = {"王雷": "wang lei", "王磊": "wang lei", "汪蕾": "wang lei"}
    unit = sample_year.identify("unit")
    everybody = [Listed(sample_year.identify(name), name, unit, BRANCH, "") for name in names]
    return [one.name for one in candidates(value, everybody, sound=lambda name: sound.get(name, name))]


def test_who_may_have_been_meant() -> None:
    assert offered("王磊(第9党小组)", ["王磊", "王雷"]) == ["王磊"]
    assert offered("王雷", ["王磊", "汪蕾", "李四"]) == ["王磊", "汪蕾"]
    assert offered("李泗", ["李四", "张四", "王四"]) == ["李四"]
    assert offered("张建国", ["张建囯", "张国建", "张国", "张建国民", "李建民"]) == [
        "张国",
        "张国建",
        "张建囯",
        "张建国民",
    ]
    assert offered("周", ["周一", "吴"]) == []


def test_candidates_keep_within_the_reach() -> None:
    unit, other = sample_year.identify("unit"), sample_year.identify("other")
    everybody = [
        Listed(sample_year.identify("1"), "王磊", unit, BRANCH, ""),
        Listed(sample_year.identify("2"), "王磊", other, OTHER, ""),
    ]
    found = candidates("王磊", everybody, sound=str, within={unit})
    assert [one.branch for one in found] == [unit]


def test_an_empty_folder_lists_whom_the_ledger_knows() -> None:
    made = ledger(*TWINS)
    intake = take_folder(
        Folder((), (), (), ""),
        made.register,
        made.known,
        identify=sample_year.identify,
        today=TODAY,
        year=YEAR,
    )
    assert [(one.name, one.group) for one in intake.listed] == [
        ("李四", ""),
        ("王磊", "第1党小组"),
        ("王磊", "第2党小组"),
    ]

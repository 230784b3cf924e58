"""Changes made by hand, and a roster that later says the same, more, or otherwise."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from tests import sample_year
from tests.core.made import BRANCH, OTHER, Ledger, ledger, member, reasons, row
from tests.core.test_transfer import branch_of, hand, person_of

from zhixing.core.facts.kinds import StationSet
from zhixing.core.facts.record import FactError
from zhixing.core.intake.remarks import POSTS
from zhixing.core.intake.rows import NonMemberRow, OrgRow, StationRow
from zhixing.core.people import changes, units
from zhixing.core.people.newcomers import Newcomer, enrol, enter_candidate
from zhixing.core.people.register import Org

TODAY = dt.date(2026, 3, 2)
BIRTH = {"gender": "女", "ethnicity": "汉族", "birth": "1980-01", "education": "", "joined_on": "2004-07-01"}
ROW = {"group": "第1党小组", "joined_on": dt.date(2004, 7, 1)}


def house() -> Ledger:
    """A branch with a group, another beside it, entered from last year's roster."""
    return ledger(
        member("张三丰", group="第1党小组", joined_on=dt.date(2001, 7, 1), birth="1975.5"),
        member("李四光", branch=OTHER, group="第1党小组"),
        today=TODAY,
    )


def newcomer(book: Ledger, name: str = "王五常", start: dt.date | None = None, **more: str) -> UUID:
    """Enters somebody by hand."""
    org = branch_of(book, BRANCH)
    group = next(o.id for o in book.register.orgs.values() if o.parent == org and o.name == "第1党小组")
    one = Newcomer({**BIRTH, "name": name}, org, group, "正式党员", start, **more)  # type: ignore[arg-type]
    person, drafts = enrol(
        one, book.register, identify=sample_year.identify, transfer=UUID(int=9), today=TODAY
    )
    hand(book, drafts)
    return person


def test_the_titles_offered_are_those_that_rosters_know() -> None:
    assert {title: POSTS[title] for title in changes.TITLES} == changes.TITLES


def test_entered_by_hand_then_told_by_the_roster_nothing_is_new() -> None:
    book = house()
    person = newcomer(book, shift="常白班", duty="科员")
    hand(book, changes.give_post(book.register.people[person], title="组织委员", day=TODAY))
    hand(book, changes.exempt(book.register.people[person], decided_by="支部委员会", day=TODAY))
    again = book.take(
        member("王五常", post="组织委员", shift="常白班", duty="科员", remark="年老体弱,不作硬性要求", **ROW),
        year=2026,
        today=TODAY,
    )
    assert (again.drafts, list(again.unresolved)) == ([], [])


def test_a_roster_that_says_otherwise_in_the_year_is_left_open() -> None:
    book = house()
    person = newcomer(book)
    before = book.register.people[person]
    again = book.take(member("王五常", **{**ROW, "member_kind": "预备党员"}), year=2026, today=TODAY)
    assert len(reasons(again)) == 1
    assert "组织关系与本年度已入账的花名册不一致" in reasons(again)[0]
    assert book.register.people[person].roll == before.roll


def test_after_changes_by_hand_the_roster_of_the_year_finds_the_same_person() -> None:
    book = house()
    org = branch_of(book, BRANCH)
    group, drafts = units.found_group(
        book.register.orgs[org], book.register, name="第2党小组", identify=sample_year.identify
    )
    hand(book, drafts)
    someone = person_of(book, "张三丰")
    moved = changes.change_roll(someone, day=dt.date(2026, 2, 3), today=TODAY, group=group, keep_group=False)
    hand(book, moved)
    told = member("张三丰", group="第2党小组", birth="1975.5", joined_on=dt.date(2001, 7, 1))
    again = book.take(told, year=2026, today=TODAY)
    assert [type(draft.body).__name__ for draft in again.drafts] == ["PersonDescribed"]
    assert list(again.unresolved) == []
    assert len(book.register.people) == 2


def test_a_transfer_by_hand_and_the_months_on_the_roster_agree() -> None:
    book = house()
    someone, there = person_of(book, "张三丰"), branch_of(book, OTHER)
    hand(book, changes.move(someone, target=there, group=None, day=dt.date(2026, 2, 17), today=TODAY))
    told = member(
        "张三丰", branch=OTHER, birth="1975.5", joined_on=dt.date(2001, 7, 1), remark="2026年2月转入"
    )
    again = book.take(told, year=2026, today=TODAY)
    assert [type(draft.body).__name__ for draft in again.drafts] == ["PersonDescribed"]
    assert list(again.unresolved) == []


def test_a_non_member_entered_by_hand_is_known_to_the_list() -> None:
    book = house()
    person, drafts = enter_candidate(
        "赵六一",
        book.register,
        org=branch_of(book, BRANCH),
        stage="入党积极分子",
        mentor=None,
        identify=sample_year.identify,
        today=TODAY,
    )
    hand(book, drafts)
    again = book.take(row(NonMemberRow, name="赵六一", stage="入党积极分子"), year=2026, today=TODAY)
    assert (again.drafts, list(again.unresolved)) == ([], [])
    one, teacher = book.register.people[person], person_of(book, "张三丰").id
    hand(book, changes.change_stage(one, stage="入党积极分子", mentor=teacher, day=TODAY))
    one = book.register.people[person]
    assert one.candidacy is not None
    assert one.candidacy.mentor == teacher
    with pytest.raises(FactError, match="都没有变"):
        changes.change_stage(one, stage="入党积极分子", mentor=teacher, day=TODAY)
    hand(book, changes.change_stage(one, stage="发展对象", mentor=None, day=TODAY))
    group = person_of(book, "张三丰").roll[-1].group
    one = book.register.people[person]
    assert one.candidacy is not None
    assert one.candidacy.stage == "发展对象"
    hand(book, changes.admit(one, group=group, duty="", joined_on=TODAY, words=BIRTH))
    roll = book.register.people[person].on_roll(TODAY)
    assert roll is not None
    assert roll.standing == "预备党员"
    born = {"joined_on": TODAY, "birth": "1980.1", "gender": "女", "ethnicity": "汉族"}
    told = member("赵六一", group="第1党小组", member_kind="预备党员", **born)
    again = book.take(told, year=2026, today=TODAY)
    assert (again.drafts, list(again.unresolved)) == ([], [])


def test_units_entered_by_hand_are_known_to_the_tables() -> None:
    book = house()
    root = book.register.root
    assert root is not None
    uid, drafts = units.found(
        book.register,
        kind="temporary_branch",
        name="大桥项目临时党支部",
        parent=root.id,
        founded=dt.date(2025, 5, 1),
        elected=dt.date(2025, 5, 6),
        identify=sample_year.identify,
    )
    hand(book, drafts)
    body = StationSet("桥头站", "工地", 450, "", "", 2, "四班三运转", 0)
    _, drafts = units.set_station(book.register.orgs[uid], book.register, body, identify=sample_year.identify)
    hand(book, drafts)
    name = "大桥项目临时党支部"
    days = {"founded": dt.date(2025, 5, 1), "elected": dt.date(2025, 5, 6)}
    again = book.take(
        row(OrgRow, name=name, kind="临时党支部", **days),
        row(
            StationRow,
            station="桥头站",
            branch=name,
            kind="工地",
            distance=450,
            minimum=2,
            shift="四班三运转",
        ),
        year=2026,
        today=TODAY,
    )
    assert (again.drafts, list(again.unresolved)) == ([], [])


def test_a_branch_is_renamed_elected_anew_and_closed_when_empty() -> None:
    book = house()
    org = branch_of(book, OTHER)

    def now() -> Org:
        return book.register.orgs[org]

    hand(book, units.rename(now(), book.register, name="养护一党支部"))
    hand(book, units.re_elect(now(), elected=dt.date(2026, 1, 9)))
    with pytest.raises(FactError, match="晚于上一次"):
        units.re_elect(now(), elected=dt.date(2026, 1, 9))
    with pytest.raises(FactError, match="还有 1 人在册"):
        units.close(now(), book.register, day=TODAY, today=TODAY)
    hand(book, changes.leave(person_of(book, "李四光"), day=TODAY, today=TODAY))
    with pytest.raises(FactError, match="第1党小组"):
        units.close(now(), book.register, day=TODAY, today=TODAY)
    group = next(o for o in book.register.orgs.values() if o.parent == org)
    hand(book, units.close(group, book.register, day=TODAY, today=TODAY))
    hand(book, units.close(now(), book.register, day=TODAY, today=TODAY))
    assert (now().name, now().elected, now().open_on(TODAY)) == ("养护一党支部", dt.date(2026, 1, 9), False)
    assert all(
        unit.name != "养护一党支部" for unit in book.year(year=2027, today=dt.date(2027, 1, 5)).branches
    )


@pytest.mark.parametrize(
    ("said", "kept"), [("1980-01", "1980.1"), ("198012", "1980.12"), ("1980年3月", "1980.3"), ("", "")]
)
def test_birth_is_kept_as_rosters_write_it(said: str, kept: str) -> None:
    assert changes.clean_birth(said) == kept


def test_what_cannot_be_is_refused_in_words() -> None:
    book = house()
    one = person_of(book, "张三丰")
    fresh = newcomer(book, start=TODAY)
    with pytest.raises(FactError, match="不在册"):
        changes.on_roll(book.register.people[fresh], dt.date(2026, 1, 1))
    with pytest.raises(FactError, match="没有变化"):
        changes.change_roll(one, day=TODAY, today=TODAY)
    with pytest.raises(FactError, match="之后"):
        changes.leave(one, day=dt.date(2026, 4, 1), today=TODAY)
    with pytest.raises(FactError, match="已经登记过一位"):
        newcomer(book, "张三丰")
    with pytest.raises(FactError, match="出生年月"):
        changes.clean_birth("去年")

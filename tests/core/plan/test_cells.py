"""In which cell somebody stands: by word lists and their precedence, doubts listed, nobody left out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

import pytest
from tests.core.plan.sketch import RULES

from zhixing.core.cells import Post, Tier
from zhixing.core.people.register import Candidacy, Org, Person, Register, Station
from zhixing.core.people.spans import AtStation, Exempt, InPost, OnRoll
from zhixing.core.plan.cells import audience, words_on

TODAY = dt.date(2026, 3, 2)
ROOT, BRANCH, PLACE, WHO, FACT = (UUID(int=n) for n in range(1, 6))


def org(uid: UUID, kind: str, name: str, parent: UUID | None) -> Org:
    """An organisation."""
    return Org(uid, kind, name, parent, 0, None, None, FACT)


def register(person: Person, kind: str = "养护站", branch: str = "某党支部") -> Register:
    """One person, one branch, one station."""
    station = Station(PLACE, "一号点", BRANCH, kind, 10, "", "", 1, "", 0, FACT)
    orgs = {ROOT: org(ROOT, "party_committee", "党委", None), BRANCH: org(BRANCH, "branch", branch, ROOT)}
    return Register(orgs, {PLACE: station}, {person.id: person})


def member(
    duty: str = "科员",
    *,
    staff: str = "",
    standing: str = "正式党员",
    post: str = "",
    joined: str = "2010-07-01",
) -> Person:
    """A member at the station."""
    roll = (OnRoll(None, None, FACT, None, BRANCH, None, standing, staff),)
    posts = (InPost(None, None, FACT, None, BRANCH, post, ""),) if post else ()
    places = (AtStation(None, None, FACT, None, PLACE, "", duty),)
    return Person(WHO, "王㛃", {"joined_on": joined}, FACT, roll, posts, (), places, (), None)


@pytest.mark.parametrize(
    ("person", "tier"),
    [
        (member(), Tier.FRONT),
        (member("班长"), Tier.FRONT),
        (member("副局长"), Tier.LEADERSHIP),
        (member("局长", post="secretary"), Tier.LEADERSHIP),
        (member("养护股股长"), Tier.MIDDLE),
        (member("负责人", post="secretary"), Tier.COMMITTEE),
        (member(post="youth_officer"), Tier.COMMITTEE),
        (member("退休"), Tier.VETERAN),
        (member("", staff="退休"), Tier.VETERAN),
        (member("副局长", staff="退休"), Tier.VETERAN),
        (member(standing="预备党员"), Tier.NEW),
        (member(joined="2024-06-30"), Tier.NEW),
        (member(joined="2024-02-01"), Tier.FRONT),
        (member(joined="2025.7"), Tier.NEW),
        (member(joined="不详"), Tier.FRONT),
    ],
)
def test_tiers(person: Person, tier: Tier) -> None:
    people = audience(register(person), RULES, year=2026, today=TODAY)
    assert people.cells[WHO].tier is tier
    assert people.unclear == ()


def test_precedence_is_the_rulebooks() -> None:
    words = words_on(RULES, TODAY)
    assert words.precedence.index(Tier.LEADERSHIP) < words.precedence.index(Tier.COMMITTEE)
    assert set(words.precedence) == set(Tier)


@pytest.mark.parametrize(
    ("kind", "branch", "post"),
    [
        ("养护站", "某党支部", Post.MAINTENANCE),
        ("超限检测站", "某党支部", Post.OVERLOAD),
        ("执法中队", "某党支部", Post.ENFORCEMENT),
        ("渡口海事点", "某党支部", Post.MARITIME),
        ("项目部", "某党支部", Post.WORKS),
        ("服务窗口", "某党支部", Post.TRANSPORT),
        ("局机关", "某党支部", Post.OFFICE),
        ("别的", "客运中心党支部", Post.PASSENGER),
    ],
)
def test_posts(kind: str, branch: str, post: Post) -> None:
    people = audience(register(member(), kind, branch), RULES, year=2026, today=TODAY)
    assert people.cells[WHO].post is post
    assert people.unclear == ()


@pytest.mark.parametrize(
    ("person", "kind", "why"),
    [
        (member("巡视专员"), "养护站", "“巡视专员”不在词表里"),
        (member(""), "养护站", "没有登记职务岗位"),
        (member(), "别的", "看不出岗位类别"),
    ],
)
def test_doubts_are_listed_and_nobody_is_left_out(person: Person, kind: str, why: str) -> None:
    people = audience(register(person, kind), RULES, year=2026, today=TODAY)
    (doubt,) = people.unclear
    assert why in doubt.why
    assert people.cells[WHO] == doubt.assumed


def test_activists_stand_with_their_branch_and_others_do_not() -> None:
    def of(stage: str) -> Person:
        return replace(member(), roll=(), places=(), candidacy=Candidacy(stage, BRANCH, None, FACT))

    people = audience(register(of("发展对象"), branch="执法大队党支部"), RULES, year=2026, today=TODAY)
    assert (people.cells[WHO].tier, people.cells[WHO].post) == (Tier.ACTIVIST, Post.ENFORCEMENT)
    assert audience(register(of("群众")), RULES, year=2026, today=TODAY).cells == {}


def test_the_exempt_have_a_cell_and_are_not_expected() -> None:
    freed = replace(member("退休"), exemptions=(Exempt(None, None, FACT, None, "支委会"),))
    people = audience(register(freed), RULES, year=2026, today=TODAY)
    assert people.exempt == {WHO}
    assert people.expected(people.cells[WHO]) == 0
    assert people.held == frozenset()


def test_the_day_is_the_years_nearest_to_today() -> None:
    for year, day in ((2025, dt.date(2025, 12, 31)), (2026, TODAY), (2027, dt.date(2027, 1, 1))):
        assert audience(register(member()), RULES, year=year, today=TODAY).day == day

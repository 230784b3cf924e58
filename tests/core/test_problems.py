"""The register of problems: folded in any order, doubles once, what is left over first in the next year."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixing.core.facts import kinds
from zhixing.core.facts.kinds import Body, ProblemSet, ProblemState, Reversal
from zhixing.core.facts.problems import ComplaintTotal, ProblemEvidence, ProblemMerged, ProblemPlace
from zhixing.core.facts.record import Fact, Source
from zhixing.core.problems.likeness import alike
from zhixing.core.problems.register import Problem, fold_problems, left_over, register_of
from zhixing.core.problems.signals import complaints, weak_tests
from zhixing.core.problems.words import NEXT, SOURCES, STATES, furthest, source_of, step_refused

ROOT, OWNER = UUID(int=900), UUID(int=901)
AT = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


def fact(seq: int, body: Body, about: int | None, day: dt.date, **more: UUID) -> Fact:
    """A fact on the ledger."""
    uid, thing = UUID(int=10_000 + seq), UUID(int=about) if about is not None else None
    return Fact(
        seq,
        uid,
        ROOT,
        seq,
        body,
        more.get("subject"),
        thing,
        day,
        AT,
        AT,
        AT,
        "甲",
        Source(),
        more.get("reverses"),
    )


@st.composite
def ledgers(draw: st.DrawFn) -> list[Fact]:
    """Facts about up to eight problems of three years: described, changed, placed, on their way, merged, shown."""
    found: list[Fact] = []
    abouts = draw(st.lists(st.integers(1, 8), min_size=1, max_size=8, unique=True))
    for about in abouts:
        year = draw(st.integers(2023, 2025))
        words = draw(st.sampled_from(("坑槽", "窗口", "学习", "执法")))
        for weight in draw(st.lists(st.integers(1, 5), min_size=1, max_size=2)):
            body = ProblemSet(f"P{about:02d}", "查摆", words, "知识技能", weight, OWNER.hex, None)
            found.append(fact(len(found), body, about, dt.date(year, 1, 1)))
        for state in draw(st.lists(st.sampled_from(STATES), max_size=4, unique=True)):
            day = dt.date(draw(st.integers(year, 2026)), draw(st.integers(1, 12)), 1)
            found.append(fact(len(found), ProblemState(state), about, day))
        if draw(st.booleans()):
            org = UUID(int=draw(st.integers(20, 24))).hex
            found.append(fact(len(found), ProblemPlace(org, "works", ""), about, dt.date(year, 5, 1)))
        if draw(st.booleans()):
            found.append(fact(len(found), ProblemEvidence(words, "", ""), about, dt.date(year, 6, 1)))
    for _ in range(draw(st.integers(0, 6))):
        one, other = draw(st.sampled_from(abouts)), draw(st.sampled_from(abouts))
        found.append(fact(len(found), ProblemMerged(UUID(int=other).hex), one, dt.date(2026, 1, 1)))
    return found


@given(ledgers(), st.integers(0, 1000))
def test_the_order_in_which_facts_come_does_not_matter(facts: list[Fact], seed: int) -> None:
    shuffled = random.Random(seed).sample(facts, len(facts))  # noqa: S311
    assert fold_problems(facts, root=ROOT) == fold_problems(shuffled, root=ROOT)


@given(ledgers())
def test_doubles_go_on_as_one_without_circles(facts: list[Fact]) -> None:
    known = fold_problems(facts, root=ROOT)
    for uid, one in known.items():
        if one.into is not None:
            assert one.into != uid
            assert known[one.into].into is None, "what goes on is no double itself"
            assert uid in known[one.into].merged
            assert set(one.orgs) <= set(known[one.into].orgs)
            assert {each.fact for each in one.evidence} <= {each.fact for each in known[one.into].evidence}
        for double in one.merged:
            assert known[double].into == uid
    again = [
        *facts,
        *(
            replace(one, seq=one.seq + 500, uid=UUID(int=one.seq + 90_000))
            for one in facts
            if isinstance(one.body, ProblemMerged)
        ),
    ]
    assert fold_problems(again, root=ROOT) == known, "merging once more changes nothing"


@given(ledgers(), st.integers(2023, 2027))
def test_carried_over_is_what_was_not_closed_at_the_years_end(facts: list[Fact], year: int) -> None:
    known = fold_problems(facts, root=ROOT)
    register = register_of(known.values(), year)
    before = {uid for uid, one in known.items() if one.year < year and one.into is None}
    closed = {
        uid
        for uid in before
        if any(
            isinstance(one.body, ProblemState)
            and one.body.state == "已销号"
            and one.about == uid
            and one.day is not None
            and one.day.year < year
            for one in facts
        )
    }
    assert {one.id for one in register if one.carried} == before - closed
    assert {one.id for one in register if not one.carried} == {
        uid for uid, one in known.items() if one.year == year and one.into is None
    }
    flags = [one.carried for one in register]
    assert flags == sorted(flags, reverse=True), "carried over first"
    for one in register:
        assert one.number == (f"{one.year}-{one.code}" if one.carried else one.code)
    weights = [(not one.carried, -one.weight) for one in register]
    assert weights == sorted(weights)


def test_a_reversed_merge_lets_both_go_on() -> None:
    facts = [
        fact(n, ProblemSet(f"P{n}", "", "坑槽", "", 1, "", None), n, dt.date(2025, 1, 1)) for n in (1, 2)
    ]
    merged = fact(3, ProblemMerged(UUID(int=1).hex), 2, dt.date(2025, 2, 1))
    assert fold_problems([*facts, merged], root=ROOT)[UUID(int=2)].into == UUID(int=1)
    undone = fact(4, Reversal(), 2, dt.date(2025, 2, 1), reverses=merged.uid)
    known = fold_problems([*facts, merged, undone], root=ROOT)
    assert all(one.into is None and not one.merged and one.owner == ROOT for one in known.values())


def test_across_several_years_the_number_stays() -> None:
    one = Problem(UUID(int=1), "P04", 2023, "", "坑槽", "", 1, OWNER, None, "整改中")
    for year in (2024, 2025, 2026):
        assert left_over(one, year)
        (carried,) = register_of([one], year)
        assert carried.number == "2023-P04"
    assert not left_over(replace(one, state="已销号", closed_on=dt.date(2024, 3, 1)), 2025)
    assert left_over(replace(one, state="已销号", closed_on=dt.date(2024, 3, 1)), 2024)


@pytest.mark.parametrize("now", STATES)
@pytest.mark.parametrize("wanted", STATES)
@pytest.mark.parametrize("evidence", [True, False])
def test_which_step_may_follow_which(now: str, wanted: str, evidence: bool) -> None:
    free = step_refused(now, wanted, evidence=evidence) == ""
    assert free is (wanted in NEXT.get(now, ()) and (wanted != "已销号" or evidence))


def test_words_of_workbooks_mean_the_known_sources() -> None:
    assert {
        source_of(one) for one in ("查摆", "测评", "督查", "群众反映", "谈话归纳", "巡察", "测验", "上级必学")
    } == set(SOURCES)
    assert source_of("网友留言") == "网友留言"
    assert furthest(["待销号", "未开始"]) == "待销号"
    assert furthest([]) == "未开始"


@given(
    st.text("坑槽修补不及时窗口服务态度差", min_size=1, max_size=12),
    st.text("坑槽修补不及时窗口服务态度差", min_size=1, max_size=12),
)
def test_likeness_is_the_same_both_ways(one: str, other: str) -> None:
    first = Problem(UUID(int=1), "P1", 2025, "", one, "", 1, OWNER, None, "未开始")
    second = replace(first, id=UUID(int=2), text=other)
    there, back = alike(first, [second], percent=1), alike(second, [first], percent=1)
    assert [each.percent for each in there] == [each.percent for each in back]
    assert alike(first, [first], percent=0) == ()
    if one == other:
        assert there[0].percent == 100


def _test(seq: int, person: int, score: int) -> Fact:
    body = kinds.TestTaken("条例", score, 100, False, 1)
    return fact(seq, body, None, dt.date(2025, 3, 1), subject=UUID(int=person))


@given(st.lists(st.integers(0, 100), max_size=9), st.integers(1, 6))
def test_small_groups_are_never_shown(scores: list[int], fewest: int) -> None:
    facts = [_test(n, 100 + n, score) for n, score in enumerate(scores)]
    branches = {UUID(int=100 + n): OWNER for n in range(len(scores))}
    shown = weak_tests(facts, branches, {}, percent=101, fewest=fewest)
    assert bool(shown) is (bool(scores) and len(scores) >= fewest)
    assert all(one.people == len(scores) for one in shown)


def _complaint(seq: int, month: int, kind: str, count: int) -> Fact:
    return fact(seq, ComplaintTotal(kind, "12345", "", count), None, dt.date(2025, month, 1))


def test_complaints_stand_out_by_share_or_by_growth() -> None:
    facts = [_complaint(n, n + 1, "坑槽", 2 if n < 6 else 20) for n in range(12)]
    facts += [_complaint(20 + n, n + 1, "候船", 1) for n in range(12)]
    facts += [_complaint(40, 12, "候船", 1)]  # told anew: the later holds, it is not added
    shown = complaints(facts, share=20, rise=30, fewest=5, until=dt.date(2025, 12, 31))
    assert [(one.category, one.count, one.before) for one in shown] == [("坑槽", 120, 12)]
    assert shown[0].permille == 1000 * 120 // 126
    assert sum(count for _, count in shown[0].months) == 120
    assert complaints(facts, share=20, rise=30, fewest=500, until=dt.date(2025, 12, 31)) == ()
    assert complaints([], share=20, rise=30, fewest=5, until=dt.date(2025, 12, 31)) == ()

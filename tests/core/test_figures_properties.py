"""What holds of every figure, whatever the facts are."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st
from tests.core.made import (
    BRANCH,
    OTHER,
    PROPERTY,
    RULES,
    TODAY,
    YEAR,
    Ledger,
    fold,
    ledger,
    makeup,
    member,
    of,
    row,
    session,
    training,
)

from zhixing.core.facts.kinds import Makeup, Reversal, SessionHeld, Training
from zhixing.core.facts.record import Fact
from zhixing.core.figures.credits import credits
from zhixing.core.figures.figure import Figure
from zhixing.core.figures.yearfacts import sort_facts
from zhixing.core.intake import rows
from zhixing.core.intake.rows import (
    GateRow,
    NeedRow,
    PlanRow,
    PledgeRow,
    PracticeRow,
    ProblemRow,
    Row,
    SelfStudyRow,
    SessionRow,
    TalkRow,
    TrainingRow,
)

NAMES = ("王磊", "于俊斌", "刘𬭎", "阿依努尔·买买提艾力", "向明", "陈思")
days = st.sampled_from(
    [
        dt.date(YEAR, 1, 1),
        *(dt.date(YEAR, 6, n) for n in range(2, 6)),
        dt.date(YEAR, 12, 30),
        dt.date(YEAR, 12, 31),
    ]
)
"""Few, so that events meet on a day."""
remarks = st.sampled_from(
    [
        "",
        "",
        "",
        "年老体弱,不作硬性要求",
        "2025年7月转入",
        "2025年9月转出",
        "2025年1月转出",
        "2025年12月转入",
        "2025年6月任青年委员",
    ]
)
posts = st.sampled_from(["", "", "", "书记", "组织委员", "党小组长"])


@st.composite
def sessions(draw: Any, number: int) -> SessionRow:
    """A session of one of the branches or of the whole organ, everybody in at most one list."""
    day = draw(days)
    lists: dict[str, list[str]] = {"present": [], "duty": [], "leave": [], "absent": []}
    notes = []
    for name in NAMES:
        state = draw(st.sampled_from(["present", "present", "present", "duty", "leave", "absent", ""]))
        if state:
            lists[state].append(name)
        if state and state != "present" and draw(st.booleans()):
            notes.append(makeup(name, min(day + dt.timedelta(draw(st.integers(0, 30))), dt.date(2026, 1, 5))))
    return session(
        f"H{number:03d}",
        day=day,
        minutes=draw(st.sampled_from([29, 30, 59, 60, 100, 240, 480, 600])),
        title=draw(st.sampled_from(["学党章", "党课"])),
        ledgers=draw(st.sampled_from(["A", "A", "A+B", "B", "C", ""])),
        organiser=draw(st.sampled_from([BRANCH, OTHER, "全局"])),
        remark=draw(st.sampled_from(["", "", "", "作废"])),
        makeups=tuple(notes),
        **{f"{state}_names": tuple(names) for state, names in lists.items()},
    )


@st.composite
def trainings(draw: Any) -> TrainingRow:
    """A training of some days, over the year's end, too."""
    start = draw(days | st.just(dt.date(YEAR - 1, 12, 30)))
    end = min(start + dt.timedelta(draw(st.integers(0, 5))), dt.date(2026, 1, 5))
    ledgers = draw(st.sampled_from(["A", "B", "A+B", "C"]))
    return training(
        draw(st.sampled_from(NAMES)),
        branch="",
        start=start,
        end=end,
        title=draw(st.sampled_from(["主体班", "学党章"])),
        ledgers=ledgers,
        hours=draw(st.sampled_from([400, 2000] if ledgers == "C" else [None, None, 400, 2000])),
        proof=draw(st.sampled_from(["", "结业证书", "同台账 H001"])),
        remark=draw(st.sampled_from(["", "", "", "作废"])),
    )


@st.composite
def deeds(draw: Any) -> Row:
    """A row of one of the smaller ledgers."""
    name, day = draw(st.sampled_from(NAMES)), draw(days)
    forms: list[Row] = [
        row(
            SelfStudyRow,
            name=name,
            branch="",
            day=day,
            result=draw(st.sampled_from(["通过", "优", "退回", "未抽查"])),
        ),
        row(rows.TestRow, name=name, branch="", day=day, delayed=draw(st.booleans())),
        row(
            PracticeRow,
            names=(name,),
            day=day,
            problem=draw(st.sampled_from(["", "慢"])),
            settled=draw(st.booleans()),
        ),
        row(TalkRow, name=name, branch="", day=day, speaker=draw(st.sampled_from(["", *NAMES]))),
        row(NeedRow, name=name, branch="", day=day, code=draw(st.sampled_from(["N1", "N2", ""]))),
        row(GateRow, name=name, branch="", start=day, months=draw(st.integers(1, 24))),
        row(PledgeRow, name=name, branch="", day=day, state=draw(st.sampled_from(["践诺中", "已践诺"]))),
        row(ProblemRow, code=draw(st.sampled_from(["P1", "P2"])), due=day),
        row(
            PlanRow,
            month=day.month,
            branch=draw(st.sampled_from([BRANCH, "全局", ""])),
            done=draw(st.booleans()),
        ),
    ]
    chosen: Row = draw(st.sampled_from(forms))
    return chosen


@st.composite
def bureaus(draw: Any) -> Ledger:
    """A small bureau's year in a ledger."""
    roster = [
        member(name, branch=draw(st.sampled_from([BRANCH, OTHER])), remark=draw(remarks), post=draw(posts))
        for name in NAMES
    ]
    held = [draw(sessions(n)) for n in range(1, draw(st.integers(1, 6)))]
    more = draw(st.lists(st.one_of(trainings(), deeds()), max_size=10))
    return ledger(*roster, *held, *more)


def figures(made: Ledger, facts: list[Fact] | None = None, year: int = YEAR) -> object:
    """Everything of a year that does not depend on how often somebody wrote into the ledger."""
    return replace(fold(made.facts if facts is None else facts, made.private, year=year), facts=0)


def reversed_by(facts: list[Fact], seq: int) -> list[Fact]:
    """Facts that take the given ones back."""
    return [
        replace(
            fact,
            seq=seq + n,
            uid=uuid5(NAMESPACE_OID, f"reversal {fact.uid}"),
            body=Reversal(),
            reverses=fact.uid,
            reason="录错",
            second="李四",
        )
        for n, fact in enumerate(facts)
    ]


@PROPERTY
@given(bureaus(), st.integers(0, 10**6))
def test_the_order_of_facts_changes_no_figure(made: Ledger, seed: int) -> None:
    shuffled = list(made.facts)
    Random(seed).shuffle(shuffled)
    assert figures(made, shuffled) == figures(made), f"seed {seed}"


@PROPERTY
@given(bureaus(), st.lists(st.one_of(trainings(), deeds()), min_size=1, max_size=4))
def test_rows_taken_in_again_bring_nothing(made: Ledger, more: list[Row]) -> None:
    before = made.take(*more)
    facts = len(made.facts)
    again = made.take(*more)
    assert again.drafts == []
    assert len(made.facts) == facts
    assert len(again.unresolved) == len(before.unresolved)
    for sheet in again.sheets:
        assert sheet.report.taken == 0
        assert sheet.report.repeated + sheet.report.open == sheet.report.rows


@PROPERTY
@given(
    bureaus(),
    st.lists(st.one_of(sessions(9), trainings(), deeds()), min_size=1, max_size=5),
    st.integers(0, 10**6),
)
def test_after_a_withdrawal_every_figure_is_the_former_one(made: Ledger, more: list[Row], seed: int) -> None:
    before, count = figures(made), len(made.facts)
    made.take(*more)
    back = reversed_by(made.facts[count:], len(made.facts) + 1)
    everything = made.facts + back
    Random(seed).shuffle(everything)
    assert figures(made, everything) == before, f"seed {seed}"


@PROPERTY
@given(trainings())
def test_a_training_over_the_years_end_is_split_and_nothing_lost(one: TrainingRow) -> None:
    one = replace(one, name=NAMES[0], branch=BRANCH, proof="", remark="")
    made = ledger(member(NAMES[0]), one)
    length = (one.end - one.start).days + 1
    whole = one.hours if one.hours is not None else 800 * length
    for ledger_name, key in (("A", "collective"), ("B", "cadre"), ("C", "online")):
        parts = [getattr(of(made.year(year=year), NAMES[0]), key).value for year in (2024, 2025, 2026)]
        cap = 800 * length if ledger_name in "AB" else whole
        assert sum(parts) == (min(whole, cap) if ledger_name in one.ledgers else 0)


@PROPERTY
@given(bureaus())
def test_lines_add_up_to_their_figures(made: Ledger) -> None:
    for year in (YEAR - 1, YEAR, YEAR + 1):
        for one in made.year(year=year).members:
            for figure in one.figures:
                if figure.key == "target_hours":
                    assert figure.explained == 12
                elif figure.key == "gate_at_year_end":
                    assert bool(figure.explained) == bool(figure.value)
                elif figure.key not in {"gap_hours", "delayed_test"}:
                    assert figure.explained == figure.value, figure
            assert sum(one.months) == one.collective.value


@PROPERTY
@given(bureaus(), trainings())
def test_more_verified_study_never_lowers_hours_nor_raises_a_gap(made: Ledger, more: TrainingRow) -> None:
    before = {one.id: one for one in made.year().members}
    made.take(more)
    for now in made.year().members:
        then = before[now.id]
        for key in ("collective", "cadre", "online"):
            assert getattr(now, key).value >= getattr(then, key).value
        assert (now.gap.value is None) == (then.gap.value is None)
        assert (now.gap.value or 0) <= (then.gap.value or 0)


@PROPERTY
@given(bureaus())
def test_no_day_brings_more_than_its_cap(made: Ledger) -> None:
    drawers = sort_facts(made.facts)
    for mine in drawers.by_person.values():
        ledgers = credits(mine, drawers, RULES)
        for name in ("A", "B"):
            per_day: Counter[dt.date] = Counter()
            for credit in ledgers[name]:
                per_day.update(dict(credit.days))
            assert max(per_day.values(), default=0) <= 800
            assert all(amount >= 0 for credit in ledgers[name] for _, amount in credit.days)


@PROPERTY
@given(bureaus())
def test_the_sentence_of_the_target_is_the_sum_it_says(made: Ledger) -> None:
    for one in made.year().members:
        if one.target.value is not None:
            assert evaluated(one.target) == Fraction(one.target.value, 100), one.target.sentence


def evaluated(figure: Figure) -> Fraction:
    """`目标 = 32×6/12 + 56×6/12 = 44` worked out by hand, to the nearest half, a quarter up."""
    terms = re.findall(r"(\d+)×(\d+)/12", figure.sentence)
    exact = sum((Fraction(int(hours) * int(months), 12) for hours, months in terms), Fraction(0))
    rounded = Fraction((exact * 2 + Fraction(1, 2)).__floor__(), 2)
    said = re.findall(r"[=≈] (\d+(?:\.\d+)?)", figure.sentence)
    assert ("≈" in figure.sentence) == (exact != rounded)
    assert Fraction(said[-1]) == rounded
    return rounded


@PROPERTY
@given(bureaus(), st.sampled_from(["B", "C", "D"]))
def test_ledgers_never_offset_one_another(made: Ledger, ledger_name: str) -> None:
    before = {one.id: (one.collective.value, one.gap.value) for one in made.year().members}
    made.take(training(NAMES[0], branch="", title="别的班", start=dt.date(YEAR, 8, 8), ledgers=ledger_name))
    made.take(row(SelfStudyRow, name=NAMES[1], branch="", day=dt.date(YEAR, 8, 8), result="优"))
    assert {one.id: (one.collective.value, one.gap.value) for one in made.year().members} == before


@PROPERTY
@given(bureaus())
def test_nobody_exempt_stands_in_a_denominator(made: Ledger) -> None:
    year = made.year()
    for one in year.members:
        if one.exempt:
            assert one.target.value is None
            assert one.gap.value is None
            assert not one.in_denominator
            assert one.outside in {"不作硬性要求", "年末不在册(已转出)"}
            p = one.presence
            assert [p.expected.value, p.present.value, p.approved.value, p.makeup.value, p.fair.whole] == [
                0
            ] * 5
    for unit in year.branches:
        inside = [one for one in year.members if one.branch_id == unit.id and one.in_denominator]
        assert unit.coverage.ratio.whole == len(inside)
        assert unit.coverage.ratio.part == sum(one.gap.value == 0 for one in inside)
        assert {one.member for one in unit.coverage.outside} | {one.id for one in inside} == {
            one.id for one in year.members if one.branch_id == unit.id
        }


@PROPERTY
@given(bureaus())
def test_duty_and_approved_leave_never_count_against_anybody(made: Ledger) -> None:
    for one in made.year().members:
        p = one.presence
        assert p.fair.whole == (p.expected.value or 0) - (p.approved.value or 0)
        assert p.fair.whole == (p.present.value or 0) + p.absent


def test_facts_that_name_nothing_known_bring_nothing() -> None:
    """A make-up whose session was taken back, a training without a day: figures stay whole."""
    made = ledger(
        member("王磊"), session(duty_names=("王磊",), makeups=(makeup("王磊", dt.date(YEAR, 3, 9)),))
    )
    assert of(made.year(), "王磊").collective.value == 100
    held = [fact for fact in made.facts if isinstance(fact.body, SessionHeld)]
    without = made.facts + reversed_by(held, 99)
    assert of(fold(without, made.private), "王磊").collective.value == 0
    lost = [
        replace(f, day=None) if isinstance(f.body, SessionHeld | Makeup | Training) else f for f in made.facts
    ]
    assert of(fold(lost, made.private), "王磊").collective.value == 0


def test_a_past_year_is_seen_from_its_last_day() -> None:
    made = ledger(member("王磊"))
    assert made.year(today=TODAY) == made.year(today=dt.date(2031, 5, 5))
    assert made.year().member(UUID(int=0)) is None

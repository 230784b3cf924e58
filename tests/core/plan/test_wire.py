"""Any plan survives being written, and what is no plan is refused with a sentence."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixing.core.cells import CELLS, Tier
from zhixing.core.plan.body import decode_body
from zhixing.core.plan.plan import AnnualPlan, Budget, Lesson, LessonPlan, Requirement, Step, Theme, Way
from zhixing.core.plan.wire import WireError, decode_plan, encode_plan

WORDS = st.text(max_size=8)
LIST = st.lists(WORDS, max_size=2).map(tuple)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))
IDS = st.lists(st.uuids(), max_size=2).map(tuple)
SOME_CELLS = st.lists(st.sampled_from(CELLS), max_size=3).map(tuple)
AMOUNT = st.integers(0, 9600)
TEACHING = st.builds(
    LessonPlan,
    WORDS,
    LIST,
    WORDS,
    LIST,
    LIST,
    WORDS,
    st.lists(st.builds(Step, WORDS, WORDS, AMOUNT, WORDS)).map(tuple),
)
LESSONS = st.builds(
    Lesson,
    id=st.uuids(),
    code=WORDS,
    title=WORDS,
    category=WORDS,
    forms=LIST,
    way=st.sampled_from(Way),
    ledgers=st.sampled_from(("", "A", "A+B")),
    minutes=AMOUNT,
    org=st.uuids(),
    half_days=st.sampled_from((1, 2, 4)),
    cells=SOME_CELLS,
    days=st.lists(DAYS, max_size=3).map(tuple),
    themes=st.lists(st.builds(Theme, WORDS, WORDS, IDS), max_size=2).map(tuple),
    window=st.none() | st.tuples(DAYS, DAYS),
    answers=IDS,
    duty=WORDS,
    meets=LIST,
    venues=IDS,
    speakers=IDS,
    capacity=AMOUNT,
    max_runs=AMOUNT,
    fund=WORDS,
    note=WORDS,
    plan=TEACHING,
)
REQUIREMENTS = st.builds(Requirement, WORDS, WORDS, st.integers(1, 3), SOME_CELLS, WORDS, WORDS, AMOUNT)
PLANS = st.builds(
    AnnualPlan,
    st.integers(2000, 2100),
    st.uuids(),
    st.lists(LESSONS, max_size=3).map(tuple),
    st.lists(REQUIREMENTS, max_size=2).map(tuple),
    st.lists(st.builds(Budget, st.sampled_from(Tier), AMOUNT), max_size=3).map(tuple),
)


@given(PLANS)
def test_a_plan_survives_being_written(plan: AnnualPlan) -> None:
    text = encode_plan(plan)
    assert decode_plan(text) == plan
    assert encode_plan(decode_plan(text)) == text


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 99}', '{"version": 1, "year": 2026}'])
def test_what_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(WireError, match="不是本版本认识的样子"):
        decode_plan(text)
    with pytest.raises(WireError):
        decode_body(text)

"""Drawing keeps to the blueprint or says what is lacking; the same seed gives the same paper."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.papers.planted import question

from zhixing.core.papers.blueprint import Blueprint, BlueprintError, Part, points
from zhixing.core.papers.drawing import Shortage, draw
from zhixing.core.papers.paper import Paper
from zhixing.core.papers.wire import (
    read_answers,
    read_blueprint,
    read_paper,
    written,
    written_answers,
    written_blueprint,
)
from zhixing.core.questions.question import Answer, Form, Question

CATEGORIES = ("党章党规", "党史", "理论")
TOPICS = ("组织生活", "纪律", "发展党员")

questions = st.builds(
    question,
    st.integers(1, 10_000),
    st.sampled_from([Form.SINGLE, Form.MULTIPLE]),
    category=st.sampled_from(CATEGORIES),
    topics=st.lists(st.sampled_from(TOPICS), max_size=2, unique=True).map(tuple),
    anchor=st.booleans(),
    checked=st.booleans(),
)
banks = st.lists(questions, max_size=25, unique_by=lambda one: one.id)
parts = st.builds(
    Part,
    st.sampled_from([Form.SINGLE, Form.MULTIPLE]),
    st.integers(1, 5),
    st.sampled_from([100, 150, 200]),
    category=st.sampled_from(["", *CATEGORIES]),
    topic=st.sampled_from(["", *TOPICS]),
)
blueprints = st.builds(
    Blueprint,
    st.lists(parts, min_size=1, max_size=4).map(tuple),
    minutes=st.integers(0, 90),
    anchors=st.integers(0, 1),
    checked_only=st.booleans(),
    shuffle_items=st.booleans(),
)


def possible(blueprint: Blueprint, bank: list[Question]) -> bool:
    """Whether the parts can be filled at all, by Hall's condition over every set of parts (anchors left aside)."""
    usable = [one for one in bank if one.reviewed or not blueprint.checked_only]
    sets = range(1, 2 ** len(blueprint.parts))
    for chosen in sets:
        some = [part for n, part in enumerate(blueprint.parts) if chosen >> n & 1]
        if sum(any(part.takes(one) for part in some) for one in usable) < sum(part.count for part in some):
            return False
    return True


@given(blueprints, banks, st.integers(0, 2**32))
@settings(max_examples=400, deadline=None)
def test_a_paper_keeps_to_its_blueprint_and_is_found_wherever_there_is_one(
    blueprint: Blueprint, bank: list[Question], seed: int
) -> None:
    found = draw(blueprint, bank, seed=seed)
    if isinstance(found, Shortage):
        assert found.reasons
        fit = any(one.anchor and any(part.takes(one) for part in blueprint.parts) for one in bank)
        usable_anchor = any(
            one.anchor
            and (one.reviewed or not blueprint.checked_only)
            and any(part.takes(one) for part in blueprint.parts)
            for one in bank
        )
        assert not possible(blueprint, bank) or (blueprint.anchors and not (fit and usable_anchor))
        return
    assert Counter(item.part for item in found.items) == {
        n: part.count for n, part in enumerate(blueprint.parts)
    }
    assert len({item.question.id for item in found.items}) == blueprint.count
    for item in found.items:
        assert blueprint.parts[item.part].takes(item.question)
        assert item.marks == blueprint.parts[item.part].marks
        assert item.question.reviewed or not blueprint.checked_only
    assert len(found.anchors) >= blueprint.anchors
    assert found.full == blueprint.full
    assert draw(blueprint, list(reversed(bank)), seed=seed) == found
    assert read_paper(written(found)) == found
    assert read_blueprint(written_blueprint(blueprint)) == blueprint


def test_overlapping_parts_are_filled_where_a_greedy_hand_would_fail() -> None:
    bank = [question(1, category="党史"), question(2, category="党史"), question(3, topics=("纪律",))]
    bank.append(question(4, category="党史", topics=("纪律",)))
    wide, narrow = Part(Form.SINGLE, 2, 100), Part(Form.SINGLE, 2, 100, topic="纪律")
    for seed in range(50):
        found = draw(Blueprint((wide, narrow)), bank, seed=seed)
        assert isinstance(found, Paper)
        assert {item.question.id.int for item in found.items if item.part == 1} == {3, 4}


def test_a_shortage_names_the_row_and_how_many_are_missing() -> None:
    bank = [question(1), question(2)]
    found = draw(Blueprint((Part(Form.SINGLE, 3, 200), Part(Form.MULTIPLE, 1, 200)), anchors=2), bank, seed=1)
    assert isinstance(found, Shortage)
    told = "".join(found.reasons)
    assert "第 1 行" in told
    assert "还缺 1 道" in told
    assert "第 2 行" in told
    assert "锚题要 2 道" in told


def test_anchors_of_the_earlier_paper_come_first() -> None:
    bank = [question(n, anchor=n <= 10) for n in range(1, 40)]
    linked = [one.id for one in bank[3:7]]
    for seed in range(20):
        found = draw(Blueprint((Part(Form.SINGLE, 12, 100),), anchors=4), bank, seed=seed, linked=linked)
        assert isinstance(found, Paper)
        assert {found.items[n].question.id for n in found.anchors} == set(linked)


@pytest.mark.parametrize(
    ("blueprint", "word"),
    [
        (Blueprint(()), "请至少写一行"),
        (Blueprint((Part(Form.SINGLE, 0, 100),)), "应大于 0"),
        (Blueprint((Part(Form.SINGLE, 201, 100),)), "最多 200 道"),
        (Blueprint((Part(Form.SINGLE, 100, 2000),)), "满分最多 1000 分"),
        (Blueprint((Part(Form.SINGLE, 1, 100),), minutes=241), "240 分钟"),
        (Blueprint((Part(Form.SINGLE, 1, 100),), anchors=2), "锚题最多"),
    ],
)
def test_a_blueprint_nobody_can_draw_from_is_refused(blueprint: Blueprint, word: str) -> None:
    with pytest.raises(BlueprintError, match=word):
        draw(blueprint, [], seed=1)


@given(
    st.dictionaries(
        st.integers(0, 99),
        st.builds(Answer, st.frozensets(st.integers(0, 9)), st.lists(st.text(max_size=5)).map(tuple)),
    )
)
def test_answers_read_back_as_they_were(answers: dict[int, Answer]) -> None:
    assert read_answers(written_answers(answers)) == answers


@pytest.mark.parametrize(
    ("value", "told"), [(200, "2"), (250, "2.5"), (25, "0.25"), (-130, "-1.3"), (0, "0")]
)
def test_marks_are_told_as_people_write_them(value: int, told: str) -> None:
    assert points(value) == told

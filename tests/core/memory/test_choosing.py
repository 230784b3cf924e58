"""Which questions are cards: one's own choice, else what one's post is taught; and answers read from an outbox."""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import UUID

import pytest
from tests.core.memory.made import questions

from zhixing.core.cells import Cell, Post, Tier
from zhixing.core.memory.choosing import cards_for, subjects_in, subjects_of_cell
from zhixing.core.memory.wire import MOST, read_answers
from zhixing.core.plan.plan import Lesson, Theme, Way
from zhixing.core.sync.rules import Unreadable

RULES, THEORY = "党章党规党纪教育", "政治理论教育"
PLAIN = questions(8, seed=9)
BANK = tuple(
    replace(one, category=(RULES, THEORY)[nth % 2], topics=("学时",) if nth < 3 else ())
    for nth, one in enumerate(PLAIN)
)
FRONT = Cell(Tier.FRONT, Post.MAINTENANCE)


def test_nothing_chosen_is_everything_and_a_topic_adds_to_a_category() -> None:
    assert {one.id for one in cards_for(BANK, ())} == {one.id for one in BANK}
    chosen = cards_for(BANK, {THEORY, "学时"})
    assert {one.id for one in chosen} == {one.id for nth, one in enumerate(BANK) if nth % 2 or nth < 3}


def test_checked_ones_come_first_and_categories_in_turn() -> None:
    bank = [replace(one, checked_by="甲") if nth in (5, 6) else one for nth, one in enumerate(BANK)]
    order = cards_for(bank, ())
    assert {one.id for one in order[:2]} == {bank[5].id, bank[6].id}
    assert [one.category for one in order[2:6]] in ([RULES, THEORY] * 2, [THEORY, RULES] * 2)


def test_anchor_items_are_nobodys_cards() -> None:
    bank = [replace(BANK[0], anchor=True), *BANK[1:]]
    assert BANK[0].id not in {one.id for one in cards_for(bank, ())}
    assert sum(one.count for one in subjects_in(bank, ())[0]) == 7


def test_subjects_tell_how_many_and_which_are_chosen() -> None:
    categories, topics = subjects_in(BANK, {"学时"})
    assert [(one.word, one.count, one.chosen) for one in categories] == [
        (RULES, 4, False),
        (THEORY, 4, False),
    ]
    assert [(one.word, one.count, one.chosen) for one in topics] == [("学时", 3, True)]


def _lesson(nth: int, category: str, cells: tuple[Cell, ...], theme: str = "") -> Lesson:
    themes = (Theme("题", theme),) if theme else ()
    return Lesson(
        UUID(int=nth), "", "课", category, (), Way.RHYTHM, "A", 60, UUID(int=1), cells=cells, themes=themes
    )


def test_the_lessons_of_a_cell_tell_its_subjects() -> None:
    other = Cell(Tier.LEADERSHIP, Post.OFFICE)
    lessons = [
        _lesson(1, RULES, ()),
        _lesson(2, THEORY, (other,)),
        _lesson(3, "", (FRONT,), theme="形势政策教育"),
    ]
    assert subjects_of_cell(lessons, FRONT) == {RULES, "形势政策教育"}
    assert subjects_of_cell(lessons, None) == {RULES}


ANSWER = {
    "uid": "7f0c4f5e-0000-4000-8000-000000000001",
    "question": "7f0c4f5e-0000-4000-8000-000000000002",
    "version": 2,
    "rating": 3,
    "at": "2026-03-01T08:00:00.250Z",
}


def test_an_outboxs_answers_are_read_and_durations_dropped() -> None:
    (one,) = read_answers(json.dumps({"answers": [{**ANSWER, "duration": 12}]}))
    assert (one.version, int(one.rating), one.at.microsecond) == (2, 3, 250000)
    assert not hasattr(one, "duration")


@pytest.mark.parametrize(
    "wrong",
    [
        "no json",
        "[]",
        json.dumps({"answers": 3}),
        json.dumps({"answers": [3]}),
        json.dumps({"answers": [ANSWER] * (MOST + 1)}),
        json.dumps({"answers": [{**ANSWER, "rating": 5}]}),
        json.dumps({"answers": [{**ANSWER, "version": True}]}),
        json.dumps({"answers": [{**ANSWER, "version": 0}]}),
        json.dumps({"answers": [{**ANSWER, "at": "2026-03-01T08:00:00"}]}),
        json.dumps({"answers": [{**ANSWER, "uid": "x"}]}),
        json.dumps({"answers": [{"uid": ANSWER["uid"]}]}),
    ],
)
def test_what_is_no_answer_is_refused_with_a_sentence(wrong: str) -> None:
    with pytest.raises(Unreadable):
        read_answers(wrong)

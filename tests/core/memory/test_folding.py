"""The fold of a log: order and repetition are irrelevant, and one answer a day counts for a card."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.memory.made import BEGIN, ENGINE, ZONE, answers, questions

from zhixing.core.memory.answer import CardAnswer, Rating, rating_of
from zhixing.core.memory.folding import answered_on, fold, wrong_since

ASKED = questions(8, seed=1)


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_of_arrival_and_repetition_change_nothing(seed: int, chance: random.Random) -> None:
    log = answers(ASKED, seed=seed)
    mixed = [*log, *chance.sample(log, len(log) // 2)]
    chance.shuffle(mixed)
    assert fold(mixed, ENGINE, ZONE) == fold(log, ENGINE, ZONE)
    assert wrong_since(mixed, BEGIN, ZONE) == wrong_since(log, BEGIN, ZONE)
    day = log[0].at.astimezone(ZONE).date()
    assert answered_on(mixed, day, ZONE) == answered_on(log, day, ZONE)


def _answer(nth: int, rating: Rating, at: dt.datetime) -> CardAnswer:
    return CardAnswer(UUID(int=nth), ASKED[0].id, 1, rating, at)


def _at(day: int, hour: int) -> dt.datetime:
    return dt.datetime(2026, 3, day, hour, tzinfo=ZONE)


def test_the_first_answer_of_a_day_counts_the_others_are_practice() -> None:
    first = _answer(1, Rating.AGAIN, _at(2, 8))
    again = _answer(2, Rating.EASY, _at(2, 9))
    assert fold([first, again], ENGINE, ZONE) == fold([first], ENGINE, ZONE)
    one = fold([first], ENGINE, ZONE)[ASKED[0].id]
    assert (one.last, one.due) == (dt.date(2026, 3, 2), dt.date(2026, 3, 3))


def test_a_day_ends_at_the_organs_midnight() -> None:
    """00:30 in Peking is still the day before in UTC."""
    late = _answer(1, Rating.GOOD, dt.datetime(2026, 3, 1, 16, 30, tzinfo=dt.UTC))
    assert fold([late], ENGINE, ZONE)[ASKED[0].id].last == dt.date(2026, 3, 2)


def test_two_answers_at_one_moment_go_by_their_ids() -> None:
    good, bad = _answer(2, Rating.GOOD, _at(2, 8)), _answer(1, Rating.AGAIN, _at(2, 8))
    assert fold([good, bad], ENGINE, ZONE) == fold([bad], ENGINE, ZONE)


def test_better_known_is_asked_later() -> None:
    due = [fold([_answer(1, rating, _at(2, 8))], ENGINE, ZONE)[ASKED[0].id].due for rating in Rating]
    assert due == sorted(due)
    assert due[0] < due[-1]


@pytest.mark.parametrize(("right", "rating"), [(True, Rating.GOOD), (False, Rating.AGAIN)])
def test_right_or_wrong_is_a_rating(right: bool, rating: Rating) -> None:
    assert rating_of(right) is rating


def test_the_book_of_wrong_answers_holds_the_last_of_each_the_latest_first() -> None:
    other = replace(_answer(3, Rating.AGAIN, _at(5, 8)), question=ASKED[1].id)
    log = [
        _answer(1, Rating.AGAIN, _at(2, 8)),
        _answer(2, Rating.AGAIN, _at(4, 8)),
        other,
        _answer(4, Rating.GOOD, _at(9, 8)),
    ]
    assert [one.uid.int for one in wrong_since(log, BEGIN, ZONE)] == [3, 2]
    assert [one.uid.int for one in wrong_since(log, dt.date(2026, 3, 5), ZONE)] == [3]

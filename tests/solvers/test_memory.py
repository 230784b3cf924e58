"""FSRS without its traps: no clock, no sleep, no chance; whole days."""

from __future__ import annotations

import datetime as dt
import time
from unittest import mock

import pytest

from zhixing.core.memory.answer import Memory, Rating
from zhixing.solvers.memory import PARAMETERS, Fsrs

DAY = dt.date(2026, 3, 2)


def test_it_neither_sleeps_nor_draws() -> None:
    engine = Fsrs()
    with (
        mock.patch.object(time, "sleep", side_effect=AssertionError("slept")),
        mock.patch("fsrs.scheduler.random", side_effect=AssertionError("drew")),
    ):
        memory = engine.after(None, Rating.GOOD, DAY, 1)
        for _ in range(6):
            memory = engine.after(memory, Rating.GOOD, memory.due, 1)
    assert memory.due > memory.last


def test_a_first_answer_is_the_published_start() -> None:
    for rating in Rating:
        memory = Fsrs().after(None, rating, DAY, 3)
        assert memory.stability == pytest.approx(PARAMETERS[rating - 1])
        assert memory.due == DAY + dt.timedelta(days=max(1, round(PARAMETERS[rating - 1])))
        assert memory.version == 3


def test_nine_in_ten_are_known_on_the_due_day() -> None:
    engine, memory = Fsrs(), None
    when = DAY
    for _ in range(8):
        memory = engine.after(memory, Rating.GOOD, when, 1)
        when = memory.due
    assert memory is not None
    assert engine.recall(memory, memory.due) == pytest.approx(0.9, abs=0.005)
    assert engine.recall(memory, memory.last) == 1


def test_forgetting_shortens_and_asking_more_surely_comes_sooner() -> None:
    memory = Memory(30.0, 5.0, DAY, DAY + dt.timedelta(days=30), 1)
    later = memory.due
    assert (
        Fsrs().after(memory, Rating.AGAIN, later, 1).stability
        < 30
        < (Fsrs().after(memory, Rating.GOOD, later, 1).stability)
    )
    sure = Fsrs(retention=0.95).after(memory, Rating.GOOD, later, 1)
    assert sure.due < Fsrs().after(memory, Rating.GOOD, later, 1).due

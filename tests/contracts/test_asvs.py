"""The page of ASVS requirements: real numbers, none both tested and excused, enough of them."""

from __future__ import annotations

from tools import asvs

LEAST = 60


def test_the_numbers_are_numbers_and_stand_once() -> None:
    assert asvs.faults() == []


def test_enough_requirements_have_tests() -> None:
    assert len(asvs.tags()) >= LEAST


def test_every_reason_says_something() -> None:
    assert [one for one, words in asvs.table().items() if len(words) < 4] == []

"""The starting bank: enough of every form, each with its article and reason, and no number that its rule does not say."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from zhixing.core.questions.comparing import doubles
from zhixing.core.questions.question import Form, Question, plain
from zhixing.core.questions.start import read_start
from zhixing.core.questions.words import BLANK
from zhixing.core.rules.book import Book, Rule
from zhixing.interop.rulebook_files import load_rulebooks

CHINESE = dict(zip("零一二三四五六七八九十", range(11), strict=True)) | {"两": 2}
UNITS = {"半年": 6, "百分之二十": 20}


@pytest.fixture(scope="module")
def bank() -> tuple[Question, ...]:
    """As it is carried."""
    return read_start(files("zhixing.core.data").joinpath("questions-start.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def books(project: Path) -> tuple[Book, ...]:
    """The rulebooks."""
    return load_rulebooks(project / "rulebooks").books


def test_it_is_large_enough_and_of_every_form(bank: tuple[Question, ...]) -> None:
    assert len(bank) >= 120
    counts = Counter(one.form for one in bank)
    assert all(counts[form] >= 8 for form in Form), counts
    assert len({one.category for one in bank}) >= 6
    assert len({cited.document for one in bank for cited in one.cites}) >= 15
    assert max(Counter(cited.document for one in bank for cited in one.cites).values()) < len(bank) / 2
    truths = Counter(0 in one.right for one in bank if one.form is Form.TRUE_FALSE)
    assert min(truths.values()) >= 10


def test_every_question_says_what_it_rests_on_and_waits_for_its_check(bank: tuple[Question, ...]) -> None:
    assert doubles(bank) == ()
    for one in bank:
        assert one.cites, one.stem
        assert one.category, one.stem
        assert one.topics, one.stem
        assert not one.reviewed
        assert one.why or one.form is Form.SHORT, one.stem


def test_what_nobody_has_read_in_the_original_says_so(bank: tuple[Question, ...]) -> None:
    remembered = ("个人信息保护法", "公务员考核规定", "政务处分法", "党费", "GB/T 22239")
    for one in bank:
        if any(word in cited.document for cited in one.cites for word in remembered):
            assert "核对" in one.note, one.stem
        if any(not cited.article for cited in one.cites):
            assert "核对" in one.note, one.stem


def test_numbers_of_right_answers_stand_in_their_rules(
    bank: tuple[Question, ...], books: tuple[Book, ...]
) -> None:
    compared = 0
    for one in bank:
        rules = [rule for cited in one.cites for rule in _rules(books, cited.document, cited.article)]
        said = _answer(one)
        if not rules or not said:
            continue
        compared += 1
        known = set().union(*(_numbers(f"{rule.text} {dict(rule.params)}") for rule in rules))
        known |= {number // 12 for number in known if number % 12 == 0} | {1}
        if one.form is Form.SINGLE:  # a sum: its numbers stand in the stem
            known |= _numbers(one.stem)
        missing = said - known
        assert not missing, f"{one.stem} 答 {said}，规则里是 {known}"
    assert compared >= 40


def _rules(books: tuple[Book, ...], document: str, article: str) -> list[Rule]:
    bare = plain(article.removesuffix("部分"))
    return [
        rule
        for book in books
        if plain(book.basis) == plain(document)
        for rule in book.rules
        if bare and plain(rule.article).startswith(bare)
    ]


def _answer(one: Question) -> set[int]:
    if one.form is Form.SINGLE:
        return _numbers(" ".join(one.options[place] for place in one.right))
    if one.form is Form.FILL_IN:
        return set().union(*(_numbers(accepted[0]) for accepted in one.blanks))
    if one.form is Form.TRUE_FALSE and 0 in one.right:
        return _numbers(BLANK.sub("", one.stem))
    return set()


def _numbers(text: str) -> set[int]:
    for words, number in UNITS.items():
        text = text.replace(words, f" {number} 个月 " if words == "半年" else f" {number} ")
    folded = unicodedata.normalize("NFKC", text)
    found = {int(one) for one in re.findall(r"\d+", folded)}
    return found | {
        CHINESE[sign]
        for pair in re.findall(r"([一二三四五六七八九两])分之([一二三四五六七八九两])", folded)
        for sign in pair
    }

"""Rules in words: sections, periods, units, and the difference of two books."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from pathlib import Path

import pytest

from zhixing.core.rules.book import Book, Rulebooks, freeze
from zhixing.core.rules.words import Change, describe_book, describe_rule, difference, period
from zhixing.interop.rulebook_files import load_rulebooks

DAY = dt.date(2025, 12, 31)


@pytest.fixture(scope="module")
def books() -> Rulebooks:
    return load_rulebooks(Path(__file__).parents[2] / "rulebooks")


def shelf(books: Rulebooks, id: str) -> Book:
    book = books.book(id)
    assert book is not None
    return book


def test_units_are_told_as_officers_read_them(books: Rulebooks) -> None:
    def values(code: str) -> dict[str, str]:
        return {each.name: each.value for each in describe_rule(books.need(code, DAY)).params}

    assert values("conversion.minutes") == {"block_minutes": "30", "block_hundredths": "0.5"}
    assert values("conversion.daily_cap") == {"cap_hundredths": "8", "ledgers": "A、B"}
    assert values("remote.distance") == {"tenths_km": "30"}
    assert values("target.committee_hours")["posts"].startswith("书记、副书记、组织委员")


def test_no_rule_tells_a_machine_word(books: Rulebooks) -> None:
    told = {
        one.value
        for book in books.books
        for rule in book.rules
        for one in describe_rule(rule).params
        if re.search(r"[a-z]", one.value)
    }
    assert told == set()
    share = describe_rule(books.need("quorum.election", DAY)).params[0]
    assert (share.title, share.value) == ("比例", "4/5")
    for code, word in (("quorum.election", "strict"), ("notice.workdays", "first_day_counts")):
        values = {one.name: one.value for one in describe_rule(books.need(code, DAY)).params}
        assert values[word] in ("达到即可", "计入")


def test_a_rule_says_its_source_and_whether_it_was_checked(books: Rulebooks) -> None:
    checked = describe_rule(books.need("target.member_hours", DAY))
    assert checked.cite == "《中国共产党党员教育管理工作条例》第二十条"
    assert checked.strength == "提示"
    assert checked.check == "项目组(对照条文正文),2026 年 11 月 22 日核对"
    assert describe_rule(books.need("target.committee_hours", DAY)).check == "待核对"


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (dt.date(2019, 5, 6), None, "自 2019 年 5 月 6 日起"),
        (dt.date(2009, 1, 1), dt.date(2013, 12, 31), "2009 年 1 月 1 日至 2013 年 12 月 31 日"),
    ],
)
def test_periods(since: dt.date, until: dt.date | None, words: str) -> None:
    assert period(since, until) == words


def test_a_book_in_words_keeps_every_rule_once(books: Rulebooks) -> None:
    for book in books.books:
        told = describe_book(book)
        codes = [rule.code for section in told.sections for rule in section.rules]
        assert sorted(codes) == sorted(rule.code for rule in book.rules)
        assert told.pending == sum(rule.pending for rule in book.rules)


def test_a_book_does_not_differ_from_itself(books: Rulebooks) -> None:
    assert all(difference(book, book) == () for book in books.books)


def test_the_difference_tells_what_became_of_each_rule(books: Rulebooks) -> None:
    rows = {each.code: each for each in difference(shelf(books, "hours-2009"), shelf(books, "hours-2019"))}
    assert rows["target.member_hours"].change is Change.REMOVED
    assert rows["target.new_secretary"].change is Change.ADDED
    changed = rows["target.committee_hours"]
    assert changed.change is Change.CHANGED
    assert [(each.title, each.old, each.new) for each in changed.params] == [("每年学时", "40", "56")]
    assert "40 学时" in changed.old_words
    assert "56 学时" in changed.new_words


def test_the_difference_read_backwards_swaps_added_and_removed(books: Rulebooks) -> None:
    there = difference(shelf(books, "hours-2009"), shelf(books, "hours-2019"))
    back = difference(shelf(books, "hours-2019"), shelf(books, "hours-2009"))
    swapped = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED, Change.CHANGED: Change.CHANGED}
    assert [(each.code, swapped[each.change]) for each in there] == [
        (each.code, each.change) for each in back
    ]


def test_a_new_number_alone_is_a_change(books: Rulebooks) -> None:
    old = shelf(books, "education-2019")
    rules = tuple(
        dataclasses.replace(rule, params=freeze({"hours": 40}))
        if rule.code == "target.member_hours"
        else rule
        for rule in old.rules
    )
    (row,) = difference(old, dataclasses.replace(old, rules=rules))
    assert (row.code, row.params[0].old, row.params[0].new) == ("target.member_hours", "32", "40")
